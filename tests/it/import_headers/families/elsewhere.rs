//! What the other platforms, 1688, the programs sellers come from, and the owner's own sheets write.

use super::Family;

pub const ELSEWHERE: &[Family] = &[
    // 拼多多 订单
    Family {
        format: "pinduoduo_orders",
        layouts: &[("27", 27), ("full", 82)],
        names: "
title: 商品
order_no: 订单号
status: 订单状态
goods_amount: 商品总价(元)
freight: 邮费(元)
discount: 店铺优惠折扣(元); 平台优惠折扣(元); 多多支付立减金额(元)
paid: 用户实付金额(元)
settled: 商家实收金额(元)
qty: 商品数量(件)
shipped_at: 发货时间
received_at: 确认收货时间
item_id: 商品id
props: 商品规格
sku_id: 样式ID
sku_code: 商家编码-规格维度
item_code: 商家编码-商品维度
seller_memo: 商家备注
refund_status: 售后状态
tracking_no: 快递单号
courier: 快递公司
created_at: 订单成交时间
paid_at: 支付时间@b
category: 商品一级类目@b; 商品二级类目@b; 商品三级类目@b; 商品四级类目@b
buyer_message: 买家留言@b
province: 省@b
city: 市@b
district: 区@b
-: 是否分期; 分期期数; 手续费承担方; 分期方式; 是否审核中@b; 承诺发货时间@b; 承诺送达时间@b; 消费者资料@b;
    消费者资料上传时间@b; 赠品名称@b; 赠品id@b; 赠品规格@b; 赠品数量@b; 团ID@b; 团身份@b; 是否已开始配送@b;
    配送员是否已送达@b; 配送状态@b; 同城是否普通快递@b; 上门安装费(元)@b; 送货入户费(元)@b; 送货入户并安装费(元)@b;
    街道/镇@b; 配送员手机号@b; 是否抽奖或0元试用@b; 是否顺丰加价@b; 用户购买手机号@b; 旅行类信息@b; 充值号码@b;
    是否门店自提@b; 门店名称@b; 门店自定义编码@b; 关联货品编码@b; 货品名称@b; 货品类型@b; 子货品@b; 仓库名称@b;
    仓库所在地址@b; 海淘清关订单号@b; 支付ID@b; 支付方式@b; 保税仓@b; 是否直播间成交@b; 是否直播间引导成交@b;
    预约配送时间@b; 是否节能补贴@b; 是否无痕发货@b; 订单来源@b; 是否社区团购@b; 小区送达情况@b
",
    },
    // 京东 订单
    Family {
        format: "jd_orders",
        layouts: &[("2016", 30), ("2026", 11)],
        names: "
order_no: 订单号
item_id: 商品ID
title: 商品名称
qty: 订购数量
created_at: 下单时间
unit_price: 京东价@a
goods_amount: 订单金额
payable: 余额支付@a; 应付金额
status: 订单状态
buyer: 下单帐号@a
receiver: 客户姓名@a
address: 客户地址@a
phone: 联系电话@a
buyer_message: 订单备注@a
seller_memo: 商家备注@a
freight: 运费金额@a
paid_at: 付款确认时间
item_code: 货号@a
received_at: 订单完成时间@a
settled: 商家应收@b
sku_code: 商家SKUID@b
-: 支付方式@a; 结算金额@a; 订单类型@a; 发票类型@a; 发票抬头@a; 发票内容@a; 商家备注等级（等级1-5为由高到低）@a;
    增值税发票@a; 订单来源@a; 订单渠道@a
",
    },
    // 抖店 订单
    Family {
        format: "douyin_orders",
        layouts: &[("full", 74), ("short", 13)],
        names: "
order_no: 主订单编号
line_no: 子订单编号
title: 选购商品
props: 商品规格@a
qty: 商品数量
item_id: 商品ID
sku_code: 商家编码
unit_price: 商品单价@a
payable: 订单应付金额
freight: 运费@a
receiver: 收件人@a
phone: 收件人手机号@a
province: 省@a
city: 市@a
district: 区@a
address: 详细地址@a
buyer_message: 买家留言@a
created_at: 订单提交时间
seller_memo: 商家备注@a
received_at: 订单完成时间@a
paid_at: 支付完成时间
status: 订单状态
refund_status: 售后状态
close_reason: 取消原因@a
shipped_at: 发货时间@a
line_goods: 商品金额@b
courier_and_no: 快递信息@b
-: 优惠总金额@a; 平台优惠@a; 商家优惠@a; 达人优惠@a; 商家改价@a; 支付优惠@a; 红包抵扣@a; 支付方式@a; 手续费@a;
    街道@a; 是否修改过地址@a; 地址修改时段@a; 旗帜颜色@a; APP渠道@a; 流量来源@a; 承诺发货时间@a; 订单类型@a;
    鲁班落地页ID@a; 达人ID@a; 达人昵称@a; 所属门店ID@a; 预约发货时间@a; 仓库ID@a; 仓库名称@a; 序列号@a;
    是否安心购@a; 广告渠道@a; 流量类型@a; 流量体裁@a; 流量渠道@a; 发货主体@a; 发货主体明细@a; 降价类优惠@a;
    平台实际承担优惠金额@a; 商家实际承担优惠金额@a; 达人实际承担优惠金额@a; 预计送达时间@a; 是否平台仓自流转@a;
    车型@a; 商品69码@a; 发货SN码@a; 发货IMEI码1@a; 发货IMEI码2@a; 预约送达时间@a; 建议发货时间（起）@a;
    建议发货时间（止）@a; 物流SN码@a; 物流IMEI码1@a; 物流IMEI码2@a
",
    },
    // 快手 订单
    Family {
        format: "kuaishou_orders",
        layouts: &[("2025", 61)],
        names: "
order_no: 订单号
created_at: 订单创建时间
paid_at: 订单支付时间
status: 订单状态
paid: 实付款
freight: 快递费
qty: 成交数量
buyer_message: 买家留言
seller_memo: 订单备注
refund_status: 售后状态
title: 商品名称
item_id: 商品ID
props: 商品规格
sku_code: SKU编码
unit_price: 商品单价
receiver: 收货人姓名
phone: 收货人电话
province: 收货地址-省
city: 收货地址-市
district: 收货地址-区
address: 收货地址
shipped_at: 发货时间
courier: 快递公司
tracking_no: 快递单号
-: 赠品订单号; 活动订单编号; 预售定金支付时间; 店铺优惠; 平台补贴; 主播补贴; 混资活动优惠; 支付优惠; 支付方式;
    账号类型; 账号明细; 旗帜颜色; 活动订单; 预售/承诺发货时间; 订单载体; 渠道; CPS达人ID; CPS达人昵称; 预估推广佣金;
    预估推广者分佣比例; 团长ID; 团长昵称; 快赚客ID; 快赚客昵称; 授权推广者ID; 授权推广者昵称; 收货地址-街道;
    物流信息; 集运类型; 直邮类型; 仓库名称; 仓库地址; 实名姓名; 服务门店ID; 服务门店名称; 服务门店地址;
    国补/类国补/消费券
",
    },
    // 小红书 订单
    Family {
        format: "xiaohongshu_orders",
        layouts: &[("2025", 72)],
        names: "
order_no: 订单号
status: 订单状态
refund_status: 售后状态
receiver: 收件人姓名
phone: 收件人电话
address: 收件人地址
province: 省
city: 市
district: 区
sku_id: 规格ID
title: SKU名称; 商品名称
props: SKU规格
qty: SKU件数
gift: 是否为赠品
goods_amount: 商品总价(元)
payable: 用户应付金额(元)
settled: 商家应收金额(元)（支付金额）
paid_at: 支付时间
courier: 快递公司
tracking_no: 快递单号
created_at: 订单创建时间
shipped_at: 订单发货时间
received_at: 订单完成时间
buyer_message: 用户备注
seller_memo: 包裹备注信息
shop: 店铺名称
buyer: 用户编号
sku_code: 商家编码
item_id: 商品ID
-: 订单类型; 订单标记; 区域编码; 小红书编码; 条形码; 达人ID; 达人名称; 发票/Invoice; 平台优惠(元); 店铺优惠(元);
    支付渠道优惠(元); SKU商家改价(元); 支付方式; 支付渠道订单号; 支付期数; 利息费用; 手续费承担方; sku净重(kg);
    包裹总净重(kg); 包裹总运费(元); 发货链接; 大头笔/Paint Marker; 集包地/Express Extend 1; 三段码/Express Extend 2;
    订购人身份证姓名/ID Name; 订购人身份证号/ID Number; 收件人身份证姓名; 收件人身份证号; 预售订单开始发货时间;
    预售订单截止发货时间; 承诺发货时间; 发货仓库; 确认收货类型; 是否延迟收货; 包裹备注标记; 异常原因; 运费模版名称;
    物流方案名称; 第三方机构订单号; 国补模式; 供应商id; 供应商名称
",
    },
    // 视频号 订单
    Family {
        format: "weixin_video_orders",
        layouts: &[("2025", 57)],
        names: "
order_no: 订单号
created_at: 订单下单时间
shipped_at: 订单发货时间
received_at: 订单确认收货时间
status: 订单状态
receiver: 收件人姓名
address: 收件人地址
province: 省
city: 市
district: 区
phone: 收件人手机
buyer_message: 买家备注
seller_memo: 商家备注
goods_amount: 商品总价
paid: 订单实际支付金额
settled: 订单实际收款金额
freight: 订单运费
discount: 商品优惠; 跨店优惠; 积分抵扣
paid_at: 支付时间
courier: 物流公司
tracking_no: 快递单号
title: 商品名称
item_id: 商品编码(平台)
item_code: 商品编码(自定义)
sku_code: SKU编码(自定义)
props: 商品属性
unit_price: 商品价格(单件)
line_paid: 商品实际价格(总共)
qty: 商品数量
refund_status: 商品售后
line_refund: 商品已退款金额
-: 订单完成结算时间; 发货方式; 打标颜色; 商品改价; 支付方式; 交易单号; 技术服务费; 技术服务费（将以人气卡形式返还）;
    运费险预计投保费用; 带货方式; 带货账号类型; 带货账号昵称; 带货费用渠道; 带货费用类型; 带货费用; 带货佣金率;
    礼物单号; 商品实际价格(单件); 是否预售; 商品平台券优惠; 商品平均运费; 定制信息; 定制预览图; 商品发货
",
    },
    // 1688 订单
    Family {
        format: "alibaba1688_orders",
        layouts: &[("2022", 44), ("2026", 28)],
        names: "
order_no: 订单编号
supplier: 卖家公司名; 卖家会员名
goods_amount: 货品总价(元)
freight: 运费(元)
discount: 涨价或折扣(元)
paid: 实付款(元)
status: 订单状态
created_at: 订单创建时间
paid_at: 订单付款时间
title: 货品标题
unit_price: 单价(元)
qty: 数量
item_code: 货号
item_id: Offer ID
sku_id: SKU ID
sku_code: 单品货号@a
courier: 物流公司@a
tracking_no: 运单号@a
linked_order_no: 下游订单号@b
-: 买家公司名; 买家会员名; 发货方; 收货人姓名; 收货地址; 邮编; 联系电话; 联系手机; 单位; 型号; 物料编号@a;
    货品种类@a; 买家留言; 发票：购货单位名称@a; 发票：纳税人识别号@a; 发票：地址、电话@a; 发票：开户行及账号@a;
    发票收取地址@a; 关联编号@a; 代理商姓名@a; 代理商联系方式@a; 是否代发订单@a; 代发服务商id@a; 下单公司主体@a;
    业务员昵称@a
",
    },
    // 聚水潭 订单成本
    Family {
        format: "jushuitan_orders",
        layouts: &[("2025", 13)],
        names: "
order_no: 线上订单号
line_no: 线上子订单编号
shop: 店铺名称
status: 状态
created_at: 下单时间
tracking_no: 快递单号
sku_code: 商品编码
qty: 数量
unit_cost: 成本价
total_cost: 总成本
-: 内部订单号; 原始线上订单号; 订单类型
",
    },
    // 吉客云 销售单明细账
    Family {
        format: "jackyun_sales",
        layouts: &[("2025", 22)],
        names: "
order_no: 网店订单号
shop: 销售渠道
sku_code: 货品编号
title: 货品名称
category: 货品分类
qty: 数量
unit_price: 单价
created_at: 下单时间
shipped_at: 发货时间
total_cost: 货品成本
line_paid: 分摊后金额
courier: 物流公司
tracking_no: 物流单号
buyer: 客户编号
-: 发货仓库; 分摊后单价; 费用分摊; 毛利; 毛利率; 未税毛利; 未税毛利(%); 网店规格编码
",
    },
    // 自有表: what owners call their columns, beside the templates
    Family {
        format: "own_products",
        layouts: &[("template", 10), ("template", 8), ("template", 6)],
        names: "
sku_code: *商家编码@a; 货号@b; SKU编码@c
title: 商品名称@a; 品名@b; 名称@c
props: 规格属性@a; 颜色规格@b
category: 分类@a; 类目@b; 商品分类@c
cost: 成本价@a; 进价@b; 成本（元）@c
price: 售价@a; 销售价@b
weight: 重量(克)@a; 重量（kg）@b; 重量(g)@c
supplier: 供应商@a; 厂家@b; 供货商@c
barcode: 条形码@a
listed_at: 上架日期@a
",
    },
    Family {
        format: "own_parcels",
        layouts: &[("template", 12), ("template", 7), ("template", 6)],
        names: "
tracking_no: *运单号@a; 快递单号@b; 运单编号@c
order_no: 订单编号@a; 订单号@b
courier: 快递公司@a; 物流公司@b; 承运商@c
province: 省份@a; 目的省份@b; 目的地@c
city: 城市@a
weight: 重量(千克)@a; 计费重量@b; 重量（克）@c
parcel_freight: 运费@a; 快递费@b; 运费（元）@c
shipped_at: 发货时间@a
collected_at: 揽收时间@a
signed_at: 签收时间@a
last_scan_at: 最后轨迹时间@a; 最后扫描时间@b
parcel_state: 物流状态@a; 状态@c
",
    },
];
