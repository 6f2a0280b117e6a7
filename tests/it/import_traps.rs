//! Traps that swallow or bend a row without a word: each of these rows once looked like something else.

use zhanggui::domain::order::OrderStatus;
use zhanggui::import::mapping::Mapping;
use zhanggui::import::problem::Severity;
use zhanggui::import::run::Choice;
use zhanggui::locale::Lang;

use crate::import_quirks::{ORDER, fen, read, read_all};

const TIMES: &str = "2026-05-01 08:00:00,2026-05-01 08:01:00";

const PINDUODUO: &str =
    "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),用户实付金额(元),商品数量(件),订单成交时间";

#[test]
fn a_title_that_begins_like_a_remark_or_a_total_is_an_order_all_the_same() {
    let text = format!(
        "{PINDUODUO}\n\
         #618 大促# 连衣裙,260501-600000000000001,已签收,100.00,0.00,0.00,100.00,1,2026-05-01 08:00:00\n\
         合计,260501-600000000000002,已签收,20.00,0.00,0.00,20.00,1,2026-05-01 08:00:00\n\
         合计,,,120.00,,,120.00,2,\n\
         #导出时间：2026-06-01,,,,,,,,\n"
    );
    let read = read("pdd.csv", &text);
    let titles: Vec<_> = read.drafts.orders.iter().map(|order| order.title.as_str()).collect();
    assert_eq!(titles, ["#618 大促# 连衣裙", "合计"]);
    assert_eq!(read.total("用户实付金额(元)"), (Some("120.00"), "120.00", "120.00"));
    assert_eq!(read.taken.rows, 2);
}

#[test]
fn order_numbers_and_codes_may_begin_with_a_hash() {
    let map = "name='店'\nkind='orders'\n[columns]\norder_no='单号'\ncreated_at='日期'\npaid='实收'";
    let choice =
        Choice { label: "a.csv".to_owned(), mapping: Some(Mapping::from_toml(map).unwrap()), ..Choice::default() };
    let text = "单号,日期,实收\n#1001,2026-05-01,12.50\n#1002,2026-05-02,8\n#备注：六月补录,,\n";
    let orders = &read_all("a.csv", text.as_bytes(), &choice)[0].drafts.orders;
    assert_eq!(orders.iter().map(|order| order.order_no.as_str()).collect::<Vec<_>>(), ["#1001", "#1002"]);
    let sheet = read("自有.csv", "商家编码,商品名称,成本价\n#红-S,连衣裙,20.00\n#以下停产,,\n");
    let codes: Vec<_> = sheet.drafts.products.iter().map(|product| product.sku_code.as_str()).collect();
    assert_eq!((codes.as_slice(), sheet.taken.rows), (["#红-S"].as_slice(), 1));
}

#[test]
fn a_sellers_code_that_excel_damaged_is_not_used_and_its_row_is_kept() {
    let text = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家实际支付金额,订单创建时间,订单付款时间\n\
                11,1,上衣,60.00,1,6.92168E+12,颜色:红,交易成功,A,60.00,2026-05-01 08:00:00,2026-05-01 08:01:00\n";
    let read = read("ExportOrderDetailList.csv", text);
    // Two SKUs must not become one because Excel shows both as 6.92168E+12.
    assert_eq!((read.drafts.lines.len(), read.drafts.lines[0].sku_code.as_str()), (1, "A"));
    let problem = &read.taken.problems.kept()[0];
    assert_eq!(
        (problem.code, problem.column.as_str(), problem.severity),
        ("damaged_id", "外部系统编号", Severity::Ignored)
    );
    assert!(Lang::Zh.say(&problem.said).contains("单元格"), "{}", Lang::Zh.say(&problem.said));
    // A sheet of the shop's own SKUs is nothing without them.
    let sheet =
        read_all("自有.csv", "商家编码,商品名称,成本价\n6.92168E+12,上衣,20.00\n".as_bytes(), &Choice::default());
    assert_eq!((sheet[0].drafts.products.len(), sheet[0].taken.skipped), (0, 1));
}

#[test]
fn a_code_written_with_no_in_front_is_the_same_code_everywhere() {
    let sheet = read("自有.csv", "商家编码,商品名称,成本价\nNo.12,上衣,20.00\n");
    let line = read(
        "ExportOrderDetailList.csv",
        "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,订单创建时间\n11,1,上衣,60.00,1,No.12,2026-05-01 08:00:00\n",
    );
    assert_eq!(sheet.drafts.products[0].sku_code, "No.12");
    assert_eq!(line.drafts.lines[0].sku_code, "No.12");
}

#[test]
fn refunds_and_discounts_are_the_same_with_a_minus_or_without() {
    for sign in ["", "-"] {
        let text = format!("{ORDER}\n7001,100,100,交易成功,{TIMES},{sign}40.00\n");
        let read = read("a.csv", &text);
        assert_eq!((read.drafts.orders[0].refund, read.drafts.orders[0].paid), (fen(4000), fen(10_000)), "{sign}");
        // The control total stays as the file writes it.
        assert_eq!(read.total("退款金额").1, format!("{sign}40.00"));
        let text = format!(
            "{PINDUODUO}\n上衣,260501-600000000000001,待支付,100.00,6.00,{sign}10.00,96.00,1,2026-05-01 08:00:00\n"
        );
        assert_eq!(crate::import_quirks::read("pdd.csv", &text).drafts.orders[0].payable, fen(9600), "{sign}");
        let text = format!(
            "退款编号,订单编号,退款总额,退款状态,退款完结时间\n9001,7001,{sign}12.30,退款成功,2026-05-05 13:00:00\n"
        );
        let refunds = crate::import_quirks::read("退款.csv", &text).drafts.refunds;
        assert_eq!(Some(refunds[0].amount), fen(1230), "{sign}");
    }
}

#[test]
fn a_refund_told_beside_the_amount_counts() {
    let text = format!(
        "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间\n7001,131.77,131.77(已退款89.84),交易成功,{TIMES}\n"
    );
    let read = read("a.csv", &text);
    assert_eq!((read.drafts.orders[0].paid, read.drafts.orders[0].refund), (fen(13_177), fen(8984)));
}

#[test]
fn words_for_nothing_are_no_value_but_stay_as_state() {
    let text = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,订单状态,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间\n\
                11,1,上衣,--,1,null,-,交易成功,60.00,没有申请退款,无退款申请,2026-05-01 08:00:00,NULL\n";
    let line = read("ExportOrderDetailList.csv", text).drafts.lines.remove(0);
    assert_eq!((line.unit_price, line.refund, line.sku_code.as_str(), line.props.as_str()), (None, None, "", ""));
    assert_eq!(line.refund_status_raw, "没有申请退款");
}

#[test]
fn both_widths_of_signs_in_properties_are_one_sku() {
    let head = "子订单编号,主订单编号,标题,价格,购买数量,商品ID,商品属性,订单创建时间";
    let of = |props: &str| {
        let text = format!("{head}\n11,1,上衣,60.00,1,680000000001,{props},2026-05-01 08:00:00\n");
        read("a.csv", &text).drafts.lines.remove(0).props
    };
    assert_eq!(of("颜色分类：红；尺码：M"), of("颜色分类:红;尺码:M"));
}

#[test]
fn an_open_order_has_no_reason_for_being_closed() {
    let text = format!(
        "{ORDER},订单关闭原因\n7001,1,1,交易成功,{TIMES},0,订单未关闭\n7002,1,0,交易关闭,2026-05-01 08:00:00,,0,买家不想要了\n"
    );
    let orders = read("a.csv", &text).drafts.orders;
    assert_eq!((orders[0].close_reason.as_str(), orders[1].close_reason.as_str()), ("", "买家不想要了"));
    assert_eq!(orders[1].status, Some(OrderStatus::ClosedUnpaid));
}

#[test]
fn of_two_names_of_a_buyer_the_one_that_is_not_masked_counts() {
    let text = format!("{ORDER},买家会员名,买家会员昵称\n7001,1,1,交易成功,{TIMES},0,t**1,林家小铺\n");
    assert_eq!(read("a.csv", &text).drafts.orders[0].buyer, "林家小铺");
}

#[test]
fn a_file_without_payment_times_says_so_once() {
    let text = format!(
        "{PINDUODUO}\n\
         上衣,260501-600000000000001,已签收,100.00,0.00,0.00,100.00,1,2026-05-01 08:00:00\n\
         裤子,260501-600000000000002,已签收,50.00,0.00,0.00,50.00,1,2026-05-01 09:00:00\n"
    );
    let read = read("pdd.csv", &text);
    let told: Vec<_> = read.taken.problems.kept().iter().map(|p| (p.row, p.code)).collect();
    assert_eq!(told, [(0, "paid_time_from_created")]);
    assert!(read.drafts.orders.iter().all(|order| order.paid_at == order.created_at));
}

#[test]
fn what_the_buyer_owes_in_weixin_is_less_its_discounts() {
    let text = format!(
        "订单号,订单下单时间,支付时间,订单状态,商品总价,订单实际支付金额,订单运费,商品优惠,跨店优惠,积分抵扣,商品名称,商品数量\n\
         3701,{TIMES},已完成,100.00,86.00,6.00,10.00,8.00,2.00,上衣,1\n\
         3702,2026-05-01 08:00:00,,待付款,50.00,0.00,0.00,5.00,0.00,0.00,裤子,1\n"
    );
    let orders = read("视频号.csv", &text).drafts.orders;
    // 100 + 6 - 10 - 8 - 2, and 50 - 5 that nobody has paid.
    assert_eq!(
        orders.iter().map(|o| (o.payable, o.paid)).collect::<Vec<_>>(),
        [(fen(8600), fen(8600)), (fen(4500), None)]
    );
}

#[test]
fn stray_zero_bytes_and_utf_16_without_a_mark_are_read() {
    let mut text = format!("{ORDER},宝贝标题 \n7000,1,1,交易成功,{TIMES},0,羊毛\0大衣\0\n");
    for n in 7001..7020 {
        text.push_str(&format!("{n},1,1,交易成功,{TIMES},0,围巾\n"));
    }
    let utf16: Vec<u8> = text.replace('\0', "").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.into_bytes(), utf16] {
        let orders = &read_all("a.csv", &bytes, &Choice::default())[0].drafts.orders;
        assert_eq!((orders.len(), orders[0].title.as_str(), orders[19].title.as_str()), (20, "羊毛大衣", "围巾"));
    }
}
