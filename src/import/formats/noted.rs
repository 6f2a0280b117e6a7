//! Exports that are known by name and that no figure of this version uses: bills, advertising, carriers' statements.
//!
//! They are recognised so that the user reads what the file is, instead of being asked to map its columns.

use crate::domain::platform::Platform;
use crate::import::format::{Format, Kind, Layout, Traits, layout};

/// One format; each set of marks is one of its layouts, in the same order.
const fn noted(
    id: &'static str,
    platform: Platform,
    layouts: &'static [Layout],
    marks: &'static [&'static [&'static str]],
) -> Format {
    Format {
        id,
        platform,
        kind: Kind::Noted,
        layouts,
        columns: &[],
        required: &[],
        marks,
        without: &[],
        traits: Traits::NONE,
    }
}

/// 万相台无界 商品报表, 计划报表
static WANXIANGTAI_REPORT: Format = noted(
    "wanxiangtai_report",
    Platform::Taobao,
    &[layout("item", 1), layout("plan", 1)],
    &[&["主体ID", "主体类型", "花费"], &["场景ID", "计划ID", "展现量"]],
);

/// 万相台 账户明细
static WANXIANGTAI_ACCOUNT: Format = noted(
    "wanxiangtai_account",
    Platform::Taobao,
    &[layout("2026", 1)],
    &[&["记账时间", "交易日期", "操作金额(元)", "操作后余额(元)"]],
);

/// 万相台 (旧) 账户报表
static WANXIANGTAI_OLD_REPORT: Format =
    noted("wanxiangtai_old_report", Platform::Taobao, &[layout("2022", 1)], &[&["优化目标", "效果模型", "转化周期"]]);

/// 直通车 账户报表
static ZHITONGCHE_REPORT: Format = noted(
    "zhitongche_report",
    Platform::Taobao,
    &[layout("unit", 1), layout("account", 1)],
    &[&["计划id", "单元id", "花费"], &["总收藏数", "店铺收藏数", "投入产出比"]],
);

/// 引力魔方 创意报表
static YINLIMOFANG_REPORT: Format =
    noted("yinlimofang_report", Platform::Taobao, &[layout("2022", 1)], &[&["计划组", "创意id", "展现量"]]);

/// 淘宝联盟 结算明细
static TAOBAOKE_COMMISSION: Format = noted(
    "taobaoke_commission",
    Platform::Taobao,
    &[layout("2024", 1)],
    &[&["账户支出时间", "佣金", "淘宝父订单编号"]],
);

/// 支付宝 账务明细, 汇总, 个人账单
static ALIPAY_STATEMENT: Format = noted(
    "alipay_statement",
    Platform::Taobao,
    &[
        layout("fund", 1),
        layout("fund-2026", 1),
        layout("summary", 1),
        layout("personal-web", 1),
        layout("personal-app", 1),
    ],
    &[
        &["账务流水号", "业务流水号", "对方账号"],
        &["支付宝流水号", "入账时间", "账务类型"],
        &["类型", "收入笔数", "支出笔数"],
        &["交易号", "商家订单号", "资金状态"],
        &["交易分类", "收/付款方式", "交易订单号"],
    ],
);

/// 微信支付 账单
static WECHAT_STATEMENT: Format = noted(
    "wechat_statement",
    Platform::Other,
    &[layout("personal", 1), layout("merchant-trade", 1), layout("merchant-fund", 1)],
    &[
        &["交易类型", "商户单号", "当前状态"],
        &["公众账号ID", "微信订单号", "商户订单号"],
        &["微信支付业务单号", "资金流水单号"],
    ],
);

/// 千牛 聚合结算账户
static QIANNIU_SETTLEMENT: Format = noted(
    "qianniu_settlement",
    Platform::Taobao,
    &[layout("8", 1), layout("14", 1)],
    &[&["入账类型", "支付流水号", "淘宝订单编号"], &["入帐类型", "主订单id", "支付流水号"]],
);

/// 千牛 收支账单
static QIANNIU_BILL: Format = noted(
    "qianniu_bill",
    Platform::Taobao,
    &[layout("income", 1), layout("fee", 1)],
    &[&["账单大类", "业务大类", "交易主单号"], &["业务大类", "业务小类", "交易主订单号"]],
);

/// 拼多多 账务明细
static PINDUODUO_BILL: Format =
    noted("pinduoduo_bill", Platform::Pinduoduo, &[layout("2025", 1)], &[&["商户订单号", "发生时间", "账务类型"]]);

/// 拼多多 推广报表
static PINDUODUO_ADS: Format =
    noted("pinduoduo_ads", Platform::Pinduoduo, &[layout("2025", 1)], &[&["总花费(元)", "成交花费(元)"]]);

/// 京东 结算与费用明细
static JD_SETTLEMENT: Format = noted(
    "jd_settlement",
    Platform::Jd,
    &[layout("2024", 1), layout("2026", 1)],
    &[&["父单号", "费用名称", "应结金额"], &["父单号", "费用名称", "结算时间"]],
);

/// 京准通 报表与钱包流水
static JD_ADS: Format = noted(
    "jd_ads",
    Platform::Jd,
    &[layout("report", 1), layout("wallet", 1)],
    &[&["跟单SKU ID", "花费"], &["记账时间", "操作金额", "业务单号"]],
);

/// 1688 收款明细
static ALIBABA1688_RECEIPTS: Format = noted(
    "alibaba1688_receipts",
    Platform::Alibaba1688,
    &[layout("2025", 1)],
    &[&["账单编号", "应收金额(元)", "场景明细"]],
);

/// 抖店 动账明细, 质检费, 运费险
static DOUYIN_SETTLEMENT: Format = noted(
    "douyin_settlement",
    Platform::Douyin,
    &[layout("funds", 1), layout("quality", 1), layout("insurance", 1)],
    &[&["动账时间", "动账金额", "动账场景"], &["结算单号", "QIC仓"], &["投保单号", "承保时间"]],
);

/// 千川 商品报表
static DOUYIN_ADS: Format =
    noted("douyin_ads", Platform::Douyin, &[layout("2025", 1)], &[&["整体消耗", "整体成交金额"]]);

/// 快手 结算, 账务流水, 运费险
static KUAISHOU_SETTLEMENT: Format = noted(
    "kuaishou_settlement",
    Platform::Kuaishou,
    &[layout("orders", 1), layout("funds", 1), layout("insurance", 1)],
    &[
        &["合计收入(元)", "实际结算金额(元)"],
        &["账务流水号", "账务方向", "关联业务单号"],
        &["商家承担服务费用（元）", "收费编号"],
    ],
);

/// 小红书 结算与账户流水
static XIAOHONGSHU_SETTLEMENT: Format = noted(
    "xiaohongshu_settlement",
    Platform::Xiaohongshu,
    &[layout("orders", 1), layout("services", 1), layout("funds", 1)],
    &[&["计佣基数", "商品实付/实退"], &["业务款项", "业务单据号"], &["交易类型描述", "收入（元）", "支出（元）"]],
);

/// 视频号 资金流水与质检费
static WEIXIN_VIDEO_SETTLEMENT: Format = noted(
    "weixin_video_settlement",
    Platform::WeixinVideo,
    &[layout("funds", 1), layout("quality", 1)],
    &[&["动帐类型", "收支金额", "关联售后单号"], &["质检仓", "质检机构"]],
);

/// 快递账单
static CARRIER_BILL: Format = noted(
    "carrier_bill",
    Platform::Other,
    &[layout("settlement", 1), layout("monthly", 1), layout("sf", 1), layout("outlet", 1), layout("materials", 1)],
    &[
        &["运单号码", "账单结算对象名称"],
        &["账单日期", "运单号", "结算重量"],
        &["运单号码", "寄件地", "到件地"],
        &["运单号", "结算对象", "结算重量"],
        &["运单号码", "物料结算名称"],
    ],
);

/// All of them.
pub static ALL: &[&Format] = &[
    &WANXIANGTAI_REPORT,
    &WANXIANGTAI_ACCOUNT,
    &WANXIANGTAI_OLD_REPORT,
    &ZHITONGCHE_REPORT,
    &YINLIMOFANG_REPORT,
    &TAOBAOKE_COMMISSION,
    &ALIPAY_STATEMENT,
    &WECHAT_STATEMENT,
    &QIANNIU_SETTLEMENT,
    &QIANNIU_BILL,
    &PINDUODUO_BILL,
    &PINDUODUO_ADS,
    &JD_SETTLEMENT,
    &JD_ADS,
    &ALIBABA1688_RECEIPTS,
    &DOUYIN_SETTLEMENT,
    &DOUYIN_ADS,
    &KUAISHOU_SETTLEMENT,
    &XIAOHONGSHU_SETTLEMENT,
    &WEIXIN_VIDEO_SETTLEMENT,
    &CARRIER_BILL,
];
