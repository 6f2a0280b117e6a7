//! Exports are known by their header rows, whatever year they are from: the right format, the right layout, each column that means
//! something under its field, and bills and advertising reports never taken for orders.

mod families;

use std::collections::BTreeSet;

use families::{ELSEWHERE, Family, TAOBAO};
use zhanggui::import::format::Kind;
use zhanggui::import::read::Row;
use zhanggui::import::recognise::{Finding, HEAD, Recognised, recognise};

/// Exports whose names are known and whose rows no figure uses: what their header rows begin with.
const NOTED: &[(&str, &str)] = &[
    (
        "wanxiangtai_report",
        "日期; 主体ID; 主体类型; 主体名称; 花费; 净成交金额; 总成交金额; 净实际投产比; 实际投产比; 展现量; 点击量",
    ),
    (
        "wanxiangtai_report",
        "场景ID; 场景名字; 原二级场景ID; 原二级场景名字; 计划ID; 计划名字; 主体ID; 主体类型; 主体名称; 展现量; 点击量; 花费",
    ),
    (
        "wanxiangtai_report",
        "日期; 场景ID; 场景名字; 计划ID; 计划名字; 展现量; 点击量; 花费; 直接成交金额; 间接成交金额; 总成交金额",
    ),
    (
        "wanxiangtai_report",
        "日期; 主体ID; 主体类型; 主体名称; 展现量; 点击量; 花费; 点击率; 平均点击花费; 千次展现花费; 总预售成交金额",
    ),
    ("wanxiangtai_account", "记账时间; 交易日期; 收支类型; 交易类型; 操作金额(元); 操作后余额(元); 备注"),
    ("zhitongche_report", "日期; 计划id; 计划名称; 推广类型; 单元id; 单元名称; 商品id; 展现量; 点击量; 花费; 点击率"),
    (
        "zhitongche_report",
        "日期; 展现量; 点击量; 花费; 点击率; 平均点击花费; 千次展现花费; 总收藏数; 宝贝收藏数; 店铺收藏数; 总购物车数; 投入产出比",
    ),
    ("yinlimofang_report", "日期; 计划组; 计划; 主体类型; 主体名称; 商品id; 创意名称; 创意id; 消耗; 展现量; 点击量"),
    (
        "wanxiangtai_old_report",
        "日期; 优化目标; 效果模型; 统计口径; 转化周期; 消耗; 曝光量; 点击量; 点击率; 点击成本; 收藏量",
    ),
    (
        "alipay_statement",
        "账务流水号; 业务流水号; 商户订单号; 商品名称; 发生时间; 对方账号; 收入金额（+元）; 支出金额（-元）; 账户余额（元）; 交易渠道; 业务类型",
    ),
    (
        "alipay_statement",
        "序号; 入账时间; 支付宝交易号; 支付宝流水号; 商户订单号; 账务类型; 收入（+元）; 支出（-元）; 账户余额（元）; 服务费（元）; 支付渠道",
    ),
    ("alipay_statement", "类型; 收入笔数; 收入金额（+元）; 支出笔数; 支出金额（-元）; 总金额（元）"),
    (
        "alipay_statement",
        "交易号; 商家订单号; 交易创建时间; 付款时间; 最近修改时间; 交易来源地; 类型; 交易对方; 商品名称; 金额（元）; 收/支; 资金状态",
    ),
    (
        "alipay_statement",
        "交易时间; 交易分类; 交易对方; 对方账号; 商品说明; 收/支; 金额; 收/付款方式; 交易状态; 交易订单号; 商家订单号",
    ),
    (
        "wechat_statement",
        "交易时间; 交易类型; 交易对方; 商品; 收/支; 金额(元); 支付方式; 当前状态; 交易单号; 商户单号; 备注",
    ),
    (
        "wechat_statement",
        "交易时间; 公众账号ID; 商户号; 特约商户号; 设备号; 微信订单号; 商户订单号; 用户标识; 交易类型; 交易状态; 付款银行",
    ),
    (
        "wechat_statement",
        "记账时间; 微信支付业务单号; 资金流水单号; 业务名称; 业务类型; 收支类型; 收支金额(元); 账户结余(元); 资金变更提交申请人; 备注; 业务凭证号",
    ),
    ("qianniu_settlement", "入账时间; 支付流水号; 淘宝订单编号; 入账类型; 收入金额（元）; 支出金额; 业务描述; 备注"),
    (
        "qianniu_settlement",
        "商家昵称; 入帐日期; 入帐时间; 支付流水号; 主订单id; 子订单id; 入帐类型; 收入金额(元); 支出金额(元); 业务描述; 备注",
    ),
    (
        "qianniu_bill",
        "账期; 资金方向; 账单大类; 业务大类; 业务小类; 交易主单号; 支付流水号; 确认收货时间; 金额; 流水类型; 支付时间",
    ),
    (
        "qianniu_bill",
        "账期; 业务大类; 业务小类; 交易主订单号; 交易子订单号; 商品ID; 商品名称; 费率; 扣费基数; 扣费交易金额; 扣费金额",
    ),
    ("taobaoke_commission", "账户支出时间; 佣金; 淘宝父订单编号; 淘宝子订单编号"),
    ("pinduoduo_bill", "商户订单号; 发生时间; 收入金额（+元）; 支出金额（-元）; 账务类型; 备注; 业务描述"),
    ("pinduoduo_ads", "日期; 商品ID; 商品名称; 总花费(元); 成交花费(元); 成交营销花费(元); 曝光量"),
    (
        "jd_settlement",
        "订单编号; 父单号; 订单状态; 费用名称; 费用项含义; 应结金额; 收支方向; 结算状态; 到账时间; 结算单号; 资金动账备注",
    ),
    (
        "jd_settlement",
        "订单编号; 父单号; 订单状态; 下单时间; 商品名称; 商品数量; 结算时间; 资金动账备注; 费用名称; 金额; 费用分类",
    ),
    ("jd_ads", "日期; 跟单SKU ID; 产品线; 账户昵称; 展现数; 点击数; 花费; 总订单行; 总订单金额"),
    ("jd_ads", "记账时间; 交易日期; 收支类型; 交易类型; 操作金额; 结余; 业务单号; 备注"),
    (
        "alibaba1688_receipts",
        "账单编号; 应收金额(元); 已收金额(元); 账单类型; 场景类型; 场景明细; 账单状态; 账单创建时间; 关联订单号",
    ),
    (
        "douyin_settlement",
        "动账时间; 动帐流水号; 动账方向; 动账金额; 动账账户; 动账场景; 计费类型; 子订单号; 订单号; 售后编号; 下单时间",
    ),
    (
        "douyin_settlement",
        "结算单号; 订单码; 关联订单号; 关联运单号; 费用项; 服务商; QIC仓; 结算金额; 计费参数; 计费完成时间; 业务节点",
    ),
    (
        "douyin_settlement",
        "投保单号; 订单编号; 下单时间; 承保时间; 保险名称; 承保保司; 保费来源; 支付保费; 保费状态; 动账时间; 动账流水号",
    ),
    (
        "douyin_ads",
        "商品ID; 商品名称; 日期; 整体消耗; 整体成交金额; 整体成交订单数; 整体支付ROI; 整体展示次数; 整体点击次数; 整体点击率; 整体转化率",
    ),
    (
        "kuaishou_settlement",
        "商家ID; 订单号; 商品ID; 商品名称; 商品数量; 订单创建时间; 订单实付(元); 政府补贴; 支付营销补贴; 平台补贴; 商家补贴(元); 合计收入(元); 实际结算金额(元)",
    ),
    (
        "kuaishou_settlement",
        "账务流水号; 关联业务单号; 入账时间; 账务方向; 发生额（元）; 期末余额（元）; 业务类型; 描述; 备注",
    ),
    ("kuaishou_settlement", "订单编号; 服务费用（元）; 商家承担服务费用（元）; 平台补贴费用（元）; 生效时间; 收费编号"),
    (
        "xiaohongshu_settlement",
        "订单号; 售后单号; 下单时间; 结算时间; 交易类型; 结算账户; 动账金额; 计佣基数; 商品实付/实退; 运费实付/实退; 平台优惠补贴",
    ),
    ("xiaohongshu_settlement", "业务款项; 订单号; 业务单据号; 结算时间; 结算账户; 交易类型; 动账金额; 备注"),
    ("xiaohongshu_settlement", "创建时间; 交易类型描述; 收入（元）; 支出（元）; 账户余额（元）; 业务单号; 备注"),
    (
        "weixin_video_settlement",
        "流水单号; 记账时间; 动帐类型; 收支类型; 收支金额; 账户余额; 关联订单号; 关联售后单号; 关联提现单号; 关联保单号; 关联礼物单号",
    ),
    (
        "weixin_video_settlement",
        "订单编号; 质检仓; 质检机构; 质检状态; 结算状态; 预扣物流费; 预扣包装盒费; 预扣首饰盒费; 预扣服务费; 预扣质检费; 预扣合单费",
    ),
    (
        "carrier_bill",
        "运单号码; 账单结算对象编码; 物料结算名称; 账单结算对象名称; 分表格; 计费重量（kg）; 体积参数; 计费省份; 计费目的地名称; 扫描时间; 新西费用",
    ),
    ("carrier_bill", "扫描时间; 运单号码; 物料结算名称; 总金额; 预付; 应付; 计费重量; 计费省份; 目的地"),
    ("carrier_bill", "账单日期; 运单号; 结算重量; 金额; 合计; 目的省; 目的市; 运单发放; 结算对象"),
    ("carrier_bill", "序号; 日期(MM-DD); 运单号码; 寄件地; 到件地; 计费重量; 服务/产品; 折扣; 应付金额; 经手人"),
    (
        "carrier_bill",
        "业务时间; 中转费/运费; 加收费; 应收金额; 所属网点; 目的城市; 目的省份; 结算对象; 结算类型; 结算重量; 运单号",
    ),
];

fn rows<'c>(table: impl IntoIterator<Item = Vec<&'c str>>) -> Vec<Row> {
    let row = |(at, cells): (u32, Vec<&str>)| {
        let mut row = Row::default();
        row.clear(at);
        for cell in cells {
            row.push(cell);
        }
        row
    };
    (1..).zip(table).map(row).collect()
}

fn known(head: &[Row], what: &str) -> Recognised {
    match recognise(head) {
        Finding::Known(found) => *found,
        other => panic!("{what}: {other:?}"),
    }
}

/// A name as the fixture writes it, with the layouts it stands in.
struct Name {
    text: String,
    layouts: Option<BTreeSet<usize>>,
}

impl Name {
    fn parse(written: &str) -> Self {
        let Some((text, letters)) = written.split_once('@') else {
            return Self { text: written.to_owned(), layouts: None };
        };
        let place = |letter: u8| usize::from(letter - b'a');
        let layouts = match letters.as_bytes() {
            [first, b'-', last] => (place(*first)..=place(*last)).collect(),
            each => each.iter().copied().map(place).collect(),
        };
        Self { text: text.to_owned(), layouts: Some(layouts) }
    }

    /// The names that stand in a layout for this one: itself and its twins, of which only the first has the field.
    fn in_layout(&self, layout: usize) -> Vec<String> {
        if self.layouts.as_ref().is_some_and(|layouts| !layouts.contains(&layout)) {
            return Vec::new();
        }
        if let Some(bare) = self.text.strip_suffix('*').filter(|bare| !bare.is_empty()) {
            let twins = if layout == 0 { &["", "无线端", "PC端"][..] } else { &[""] };
            return twins.iter().map(|twin| format!("{twin}{bare}")).collect();
        }
        if let Some(bare) = self.text.strip_suffix('~') {
            let change = if layout == 0 { "变化" } else { "环比" };
            return vec![bare.to_owned(), format!("{bare}{change}")];
        }
        vec![self.text.clone()]
    }
}

/// Field and names, line by line.
fn fields(family: &Family) -> Vec<(String, Vec<Name>)> {
    let mut all: Vec<(String, Vec<Name>)> = Vec::new();
    for line in family.names.lines().filter(|line| !line.is_empty()) {
        let names = match line.split_once(": ").filter(|_| !line.starts_with(' ')) {
            Some((field, names)) => {
                all.push((field.to_owned(), Vec::new()));
                names
            }
            None => line,
        };
        let names = names.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Name::parse);
        all.last_mut().unwrap().1.extend(names);
    }
    all
}

/// The header row of a layout, and which of its names is which field.
fn header(family: &Family, layout: usize) -> (Vec<String>, BTreeSet<(String, String)>) {
    let (mut header, mut meaning) = (Vec::new(), BTreeSet::new());
    for (field, names) in fields(family) {
        for name in &names {
            let names = name.in_layout(layout);
            if let Some(first) = names.first().filter(|_| field != "-") {
                meaning.insert((field.clone(), first.clone()));
            }
            header.extend(names);
        }
    }
    (header, meaning)
}

fn families() -> impl Iterator<Item = &'static Family> {
    TAOBAO.iter().chain(ELSEWHERE)
}

fn written(name: &str) -> &str {
    name.strip_suffix("#2").unwrap_or(name)
}

#[test]
fn every_layout_of_every_export_is_known_with_every_column_that_means_something() {
    for family in families() {
        for (at, (layout, size)) in family.layouts.iter().enumerate() {
            let what = format!("{} {layout} {at}", family.format);
            let (names, meaning) = header(family, at);
            assert_eq!(names.len(), *size, "{what}");
            // Notes above, as many rows as 生意参谋 writes; sellers tick the fields they want in any order.
            let mut tables = vec![names.clone(), names.iter().rev().cloned().collect()];
            if names.iter().any(|name| name.ends_with("#2")) {
                tables.truncate(1);
            }
            for names in tables {
                let header: Vec<&str> = names.iter().map(|name| written(name)).collect();
                let table = (0..7).map(|_| vec!["说明"]).chain([header.clone()]).chain([vec!["1"; header.len()]]);
                let found = known(&rows(table), &what);
                assert_eq!((found.format.id, found.header.row), (family.format, 8), "{what}");
                assert_eq!(found.format.layouts[found.layout].id, *layout, "{what}");
                assert_eq!((found.why.confidence, &found.why.unknown), (100, &Vec::new()), "{what}");
                let told: BTreeSet<(String, String)> =
                    found.columns.iter().map(|(field, at)| (field.id().to_owned(), names[*at].clone())).collect();
                assert_eq!(told, meaning, "{what}");
            }
        }
    }
}

#[test]
fn names_that_stand_in_for_others_are_known() {
    // 吉客云 names its orders and categories in two ways.
    let header = vec!["订单编号", "销售渠道", "货品编号", "货品细分", "数量", "单价", "分摊后金额", "下单时间"];
    let found = known(&rows([header]), "jackyun");
    assert_eq!(found.format.id, "jackyun_sales");
    let fields: Vec<&str> = found.columns.iter().map(|(field, _)| field.id()).collect();
    assert!(fields.contains(&"order_no") && fields.contains(&"line_paid"), "{fields:?}");
    // One character less in a name cost a shop all its costs once.
    let header = vec!["线上订单号", "线上子订单号", "状态", "下单时间", "商品编码", "数量", "成本价"];
    let found = known(&rows([header]), "jushuitan");
    assert_eq!(found.format.id, "jushuitan_orders");
    assert!(found.columns.iter().any(|(field, at)| (field.id(), *at) == ("line_no", 1)));
}

#[test]
fn bills_and_advertising_are_known_by_name_and_never_taken_for_orders() {
    for (format, names) in NOTED {
        let header: Vec<&str> = names.split("; ").collect();
        let found = known(&rows([header.clone(), vec!["1"; header.len()]]), names);
        assert_eq!((found.format.id, found.format.kind), (*format, Kind::Noted), "{names}");
    }
}

#[test]
fn every_family_of_the_program_is_held_here() {
    let held: BTreeSet<&str> = families().map(|f| f.format).chain(NOTED.iter().map(|(id, _)| *id)).collect();
    let all = zhanggui::import::formats::ALL.iter().chain(zhanggui::import::formats::NOTED);
    let missing: Vec<&str> = all.map(|format| format.id).filter(|id| !held.contains(id)).collect();
    assert_eq!(missing, ["own_mappings"], "held in its own test");
}

#[test]
fn the_header_is_found_wherever_platforms_put_it() {
    let header = ["订单编号", "总金额", "买家实际支付金额", "订单创建时间", "订单付款时间"];
    let order = ["7001", "10", "10", "2026-05-01 08:00:00", "2026-05-01 08:01:00"];
    for above in [0, 1, 2, 4, 5, 7, 16, 24, HEAD - 1] {
        let table = (0..above).map(|n| {
            if n % 2 == 0 {
                vec!["说明：请勿外传"]
            } else {
                vec!["账号", "2088", "起始日期", "2026-05-01"]
            }
        });
        let found = known(&rows(table.chain([header.to_vec(), order.to_vec()])), "orders");
        assert_eq!((found.format.id, found.header.row as usize), ("taobao_order_report", above + 1));
    }
    let beyond = rows((0..HEAD).map(|_| vec!["说明"]).chain([header.to_vec(), order.to_vec()]));
    assert!(!matches!(recognise(&beyond), Finding::Known(_)));
}
