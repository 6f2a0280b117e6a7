//! What sellers' files were seen to hold, by meaning: the names under which each field stands in each layout, and what stands beside
//! them. Written down apart from the program's own declarations, so that the two can be held against each other.
//!
//! `field: name; name@ab` on a line, further names on indented lines; `-` is what the shop's books do not need. Letters are layouts in
//! their order, a name without letters stands in all. `name*` has its 无线端 and PC端 twins in the first layout, `name~` a 变化 twin in
//! the first and a 环比 twin in the second.

mod elsewhere;

pub use elsewhere::ELSEWHERE;

/// The layouts of one format.
pub struct Family {
    pub format: &'static str,
    /// Id, and how many names a file of it has.
    pub layouts: &'static [(&'static str, usize)],
    pub names: &'static str,
}

/// What 千牛, 天猫 and 生意参谋 write.
pub const TAOBAO: &[Family] = &[
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
];
