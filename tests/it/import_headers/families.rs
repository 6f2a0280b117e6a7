//! What sellers' files were seen to hold, by meaning: the names under which each field stands in each layout, and what stands beside
//! them. Written down apart from the program's own declarations, so that the two can be held against each other.
//!
//! `field: name; name@ab` on a line, further names on indented lines; `-` is what the shop's books do not need. Letters are layouts in
//! their order, a name without letters stands in all. `name*` has its 无线端 and PC端 twins in the first layout, `name~` a 变化 twin in
//! the first and a 环比 twin in the second.

/// The layouts of one format.
pub struct Family {
    pub format: &'static str,
    /// Id, and how many names a file of it has.
    pub layouts: &'static [(&'static str, usize)],
    pub names: &'static str,
}

pub const FAMILIES: &[Family] = &[
    // 千牛 订单报表
    Family {
        format: "taobao_order_report",
        layouts: &[("2016", 41), ("2017-07", 46), ("2018", 54), ("2018-09", 56), ("2019", 61), ("2020", 67), ("2022", 71), ("2024", 27)],
        names: "
order_no: 订单编号
buyer: 买家会员名@a-g; 买家会员昵称@g
goods_amount: 买家应付货款
freight: 买家应付邮费
payable: 总金额
paid: 买家实际支付金额@a-g; 买家实付金额@h
status: 订单状态
buyer_message: 买家留言@a-g
receiver: 收货人姓名@a-g
address: 收货地址@a-g
phone: 联系电话@a-g; 联系手机@a-g
created_at: 订单创建时间
paid_at: 订单付款时间
title: 宝贝标题@a-g; 商品标题@h
tracking_no: 物流单号
courier: 物流公司
seller_memo: 订单备注@a-g; 商家备忘@g
items: 宝贝总数量
shop: 店铺名称
close_reason: 订单关闭原因@a-g
address_changed: 修改后的收货地址@a-g
refund: 退款金额@b-h
received_at: 确认收货时间@c-h
settled: 打款商家金额@c-g; 确认收货打款金额@h
shipped_at: 发货时间@gh
sku_code: 商家编码@h
props: 商品属性SKU@h
-: 买家支付宝账号@a-f; 买家支付积分@a-g; 返点积分@a-g; 买家实际支付积分@a-g; 运送方式@a-g; 宝贝种类@a-g; 店铺Id@a-g;
    卖家服务费@a-g; 买家服务费@a-g; 发票抬头@a-g; 是否手机订单@a-g; 分阶段订单信息@a-g; 特权订金订单id@a-g;
    定金排名@a-g; 修改后的sku@a-g; 异常信息@a-g; 天猫卡券抵扣@a-g; 集分宝抵扣@a-g; 是否是O2O交易@a-g;
    是否上传合同照片@b-g; 是否上传小票@b-g; 是否代付@b-g; 预约门店@b-g; 新零售交易类型@c-g; 新零售导购门店名称@c-g;
    新零售导购门店id@c-g; 新零售发货门店名称@c-g; 新零售发货门店id@c-g; 含应开票给个人的个人红包@c-g; 支付单号@d-h;
    支付详情@d-h; 是否信用购@e-g; 体验期结束时间@e-g; 前N有礼@e-g; 配送类型@e-g; 主订单编号@e-g; 满返红包金额@f;
    直播返现状态@fg; 返现金额@fg; 新零售成交门店昵称@fg; 新零售成交门店id@fg; 新零售成交经销商id@fg;
    虚拟号过期时间@g; 延迟发货自动赔付金额@g; 预售订单@g; 是否主动赔付@h; 主动赔付金额@h; 主动赔付出账时间@h;
    C2B小额收款@h; 含应开票给个人红包@h; 总金额(旧版)@h
",
    },
    // 千牛 宝贝报表
    Family {
        format: "taobao_item_report",
        layouts: &[("2017", 10), ("2022", 18), ("2023", 27), ("2026", 36)],
        names: "
order_no: 订单编号@a; 主订单编号@b-d
title: 标题@ab; 商品标题@cd
unit_price: 价格@ab; 商品价格@cd
qty: 购买数量
sku_code: 外部系统编号
props: 商品属性
status: 订单状态
item_code: 商家编码
line_no: 子订单编号@b-d
line_goods: 买家应付货款@b-d
line_paid: 买家实际支付金额@b; 买家实付金额@cd
refund_status: 退款状态@b-d
line_refund: 退款金额@b-d
created_at: 订单创建时间@b-d
paid_at: 订单付款时间@b-d
item_id: 商品ID@cd
seller_memo: 商家备注@cd
buyer_message: 主订单买家留言@cd
shipped_at: 发货时间@d
tracking_no: 物流单号@d
courier: 物流公司@d
-: 套餐信息; 备注@ab; 支付单号@b-d; 联系方式备注@cd; 淘鲜达渠道@cd; 分阶段信息@cd; 备注标签@cd; 是否主动赔付@cd;
    主动赔付金额@cd; 主动赔付出账时间@cd; 应发货时间@d; 飞猪购订单信息@d; 免单资格@d; 免单金额@d;
    百亿补贴超链订单信息@d; 超链半托管订单信息@d
",
    },
    // 天猫超市 订单
    Family {
        format: "taobao_maochao_orders",
        layouts: &[("2022", 29)],
        names: "
line_no: 子订单编号
order_no: 主订单编号
buyer: 买家会员名
goods_amount: 买家应付货款
freight: 买家应付邮费
payable: 总金额
paid: 买家实际支付金额
line_paid: 子单实际支付金额
status: 订单状态
receiver: 收件人姓名
address: 收货地址
phone: 联系手机
created_at: 订单创建时间
paid_at: 订单付款时间
title: 宝贝标题
qty: 宝贝数量
tracking_no: 物流单号
courier: 物流公司
shop: 店铺名称
line_refund: 退款金额
props: 颜色/尺码
sku_code: 商家编码
item_code: 商品编码
-: 买家会员ID; 支付单号; 店铺ID; 供应商ID; 供应商名称; 仓发类型
",
    },
    // 千牛 退款管理
    Family {
        format: "taobao_refunds",
        layouts: &[("2016", 19), ("2022", 42), ("2026", 51), ("totals", 12)],
        names: "
order_no: 订单编号
refund_no: 退款编号
paid_at: 订单付款时间
sku_code: 商家编码@ad; 商品编码@bc
refunded_at: 退款完结时间; 完结时间@bc
title: 宝贝标题
refund_amount: 买家退款金额@a-c; 退款总额@d; 退给买家金额@d
needs_return: 是否需要退货@ab
applied_at: 退款的申请时间@a-c
refund_status: 退款状态
goods_state: 货物状态@a-c
return_tracking: 退货物流单号@bc
refund_reason: 买家退款原因@b-d
refund_stage: 售中或售后@bc
item_id: 商品id@c
refund_kind: 售后类型@cd
-: 支付宝交易号@ab; 买家会员名称@a; 买家实际支付金额@a-c; 手工退款/系统退款@a-c; 超时时间@a-c; 退货物流信息@a-c;
    发货物流信息@a-c; 客服介入状态@a-c; 卖家真实姓名@bc; 卖家真实姓名(新)@bc; 卖家退货地址@bc; 卖家邮编@bc;
    卖家电话@bc; 卖家手机@bc; 退货物流公司@bc; 买家退款说明@bc; 买家退货时间@bc; 责任方@bc; 商家备注@bc;
    部分退款/全部退款@bc; 审核操作人@bc; 举证超时@bc; 是否零秒响应@bc; 退款操作人@bc; 退款原因标签@bc; 业务类型@bc;
    是否帮他退款@bc; 帮他退款操作账号@bc; 支付单号@c; 备注标签@c; 审核操作人新会员名@c; 退款操作人新会员名@c;
    小额收款@c; 淘特订单@c; 百亿补贴超链退款信息@c; 智能退款策略@c; 执行方案@c; 退给平台金额@d
",
    },
    // 淘宝助理 宝贝数据包
    Family {
        format: "taobao_data_package",
        layouts: &[("63", 16), ("81", 21), ("81-chinese", 22)],
        names: "
title: title@ab; 宝贝名称@c
price: price@ab; 宝贝价格@c
listed_at: list_time@ab; 开始时间@c
packed_skus: skuProps@ab; 销售属性组合@c
sku_code: outer_id@ab; 商家编码@c
packed_names: propAlias@ab; 销售属性别名@c
item_id: num_id@ab; 数字ID@c
barcode: barcode@ab; 商品条形码@c
-: cid@ab; num@ab; postage_id@ab; features@ab; item_size@ab; item_weight@ab; sku_barcode@ab; subtitle@ab;
    item_volumn@b; shopping_title@b; departure_place@b; tbDeliveryTime@b; sizeMapping@b; 宝贝类目@c; 省@c; 城市@c; 宝贝数量@c; 快递@c; 发票@c; 修改时间@c; 宝贝分类@c;
    物流体积@c; 物流重量@c; sku 条形码@c; 物流体积#2@c; 导购标题@c; 导购标题2@c
",
    },
    // 天猫 货品导出
    Family {
        format: "taobao_item_template",
        layouts: &[("2024", 18)],
        names: "
item_id: 商品Id
category: 类目名称
title: 商品标题
price: 一口价
item_code: 商家编码
props: 销售属性
sku_id: skuId
unit_price: 价格（元）
sku_code: 商家编码#2
-: 类目id; 导购标题; 发货时间; 最长发货时间; 属性对; 发货时间#2; 数量; 生产日期（年/月/日）; 保质期
",
    },
    // 商家中心 商品信息
    Family {
        format: "taobao_item_list",
        layouts: &[("2022", 10)],
        names: "
item_id: 商品id
listed_at: 发布时间
title: 商品名称
sku_code: 商品编码
barcode: 条形码
price: 商品价格
props: 颜色分类
-: 品牌; 系列; 规格
",
    },
    // 生意参谋 店铺日报
    Family {
        format: "sycm_shop_daily",
        layouts: &[("2019", 105), ("2023", 49), ("core-2026", 30), ("home", 33)],
        names: "
days: 统计日期
shop: 店铺名称@c
visitors: 访客数*
page_views: 浏览量*
stay: 平均停留时长*
bounce: 跳失率*@a-c
favourite_buyers: 商品收藏买家数*@a-c; 商品收藏人数@d
cart_buyers: 加购人数*
pay_amount: 支付金额*
pay_buyers: 支付买家数*
pay_items: 支付件数*
order_amount: 下单金额*@ab
order_buyers: 下单买家数*@ab
returning_visitors: 老访客数*@a-c
new_visitors: 新访客数*@a-c
ad_spend: 直通车消耗@ab; 钻石展位消耗@ab; 关键词推广花费@cd; 精准人群推广花费@cd; 智能场景花费@cd; 全站推广花费@cd
refund_done: 成功退款金额
pay_orders: 支付父订单数@ab
-: 商品访客数*@a-c; 商品浏览量*@ab; 商品收藏次数*@ab; 支付子订单数*; 下单件数*@ab; 人均浏览量*@ab; 下单转化率*@ab;
    支付转化率*; 客单价*; UV价值*@ab; 加购件数*@abd; 支付老买家数*@a-c; 老买家支付金额@ab; 淘宝客佣金; 评价数@a-c;
    有图评价数@a-c; 正面评价数@ab; 负面评价数@ab; 老买家正面评价数@ab; 老买家负面评价数@ab; 揽收包裹数@ab;
    发货包裹数@ab; 派送包裹数@ab; 签收成功包裹数@ab; 平均支付_签收时长(秒)@ab; 描述相符评分@a-c; 物流服务评分@a-c;
    服务态度评分@a-c; 下单-支付转化率*@ab; 支付商品数*@ab; 店铺收藏买家数*@ab; 支付新买家数@c; 店铺客户数@d;
    老客复购率@d; 老客复购人数@d; 老客复购金额@d; 净支付金额@d; 咨询率@d; 旺旺人工响应时长(秒)@d;
    24小时揽收及时率@d; 物流到货时长(小时)@d; 退款处理时长(天)@d; 成功退款率@d; 平台判责率@d; 总支付金额@d;
    总支付子订单数@d
",
    },
    // 生意参谋 商品排行
    Family {
        format: "sycm_item_rank",
        layouts: &[("2022", 34), ("2026", 40)],
        names: "
days: 统计日期
item_id: 商品id
title: 商品名称
visitors: 商品访客数
page_views: 商品浏览量
stay: 平均停留时长
bounce: 商品详情页跳出率
favourite_buyers: 商品收藏人数
cart_buyers: 商品加购人数
order_buyers: 下单买家数
order_amount: 下单金额
pay_buyers: 支付买家数
pay_items: 支付件数
pay_amount: 支付金额
refund_done: 成功退款金额
-: 货号; 商品状态; 商品标签; 商品加购件数; 下单件数; 下单转化率; 商品支付转化率; 支付新买家数; 支付老买家数;
    老买家支付金额; 聚划算支付金额; 访客平均价值; 竞争力评分; 年累计支付金额; 月累计支付金额; 月累计支付件数;
    搜索引导支付转化率; 搜索引导访客数; 搜索引导支付买家数; 主商品ID@b; 商品类型@b; 总支付商品件数@b; 总支付金额@b;
    结构化详情引导转化率@b; 结构化详情引导成交占比@b
",
    },
    // 生意参谋 活动商品
    Family {
        format: "sycm_activity_items",
        layouts: &[("2024", 19)],
        names: "
item_id: 商品id
title: 商品标题
pay_amount: 支付金额
visitors: 访客数
cart_buyers: 加购人数
favourite_buyers: 收藏人数
pay_buyers: 支付买家数
pay_items: 支付件数
days: 统计日期
-: 是否活动商品; 商品链接; 加购件数; 访问-支付转化率; 收藏件数; 访问-加购转化率; 访问-收藏转化率; 实际折扣率;
    爆发系数; 活动id
",
    },
    // 生意参谋 店铺来源
    Family {
        format: "sycm_shop_sources",
        layouts: &[("2019-wireless", 28), ("2026", 39)],
        names: "
source: 来源@a; 来源明细@a; 流量载体@b; 一级来源@b; 二级来源@b; 三级来源@b; 四级来源@b
visitors: 访客数~
order_amount: 下单金额~
order_buyers: 下单买家数~
pay_amount: 支付金额~
pay_buyers: 支付买家数~
favourite_buyers: 收藏商品买家数~@a; 商品收藏人数~@b
cart_buyers: 加购人数~
new_visitors: 新访客~
stay: 平均停留时长~@b
-: 下单转化率~; 支付转化率~; 客单价~; UV价值~; 关注店铺买家数~@a; 3s查看人数~@b; 商品点击人数~@b; 加购件数~@b;
    关注店铺人数~@b
",
    },
    // 生意参谋 商品来源
    Family {
        format: "sycm_item_sources",
        layouts: &[("2019", 18), ("2026", 13)],
        names: "
source: 来源名称@a; 一级来源@b; 二级来源@b; 三级来源@b; 四级来源@b
visitors: 访客数
page_views: 浏览量
favourite_buyers: 收藏人数@a; 商品收藏人数@b
cart_buyers: 加购人数
order_buyers: 下单买家数@a
pay_items: 支付件数
pay_buyers: 支付买家数
pay_amount: 支付金额
-: 浏览量占比@a; 店内跳转人数@a; 跳出本店人数@a; 下单转化率@a; 支付转化率; 直接支付买家数@a; 收藏商品-支付买家数@a;
    粉丝支付买家数@a; 加购商品-支付买家数@a; 客单价@b
",
    },
    // 生意参谋 引流搜索词
    Family {
        format: "sycm_search_keywords",
        layouts: &[("2024", 11)],
        names: "
days: 统计日期
keyword: 搜索词
visitors: 访客数
cart_buyers: 加购人数
favourite_buyers: 商品收藏人数
pay_buyers: 支付买家数
pay_items: 支付件数
pay_amount: 支付金额
-: 支付转化率; 客单价; UV价值
",
    },
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
