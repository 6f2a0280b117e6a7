//! The pages (页面), and what a click can open.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::theme::icon::Icon;

/// A page of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// First start: three ways in
    Welcome,
    /// 总览
    Overview,
    /// 销售
    Sales,
    /// 客户
    Customers,
    /// 商品
    Products,
    /// 物流
    Logistics,
    /// 库存分析
    StockAnalysis,
    /// 订单分析
    OrderAnalysis,
    /// 预警
    Alerts,
    /// 订单
    Orders,
    /// 待发货
    Queue,
    /// 售后
    RefundList,
    /// 客服工单
    Tickets,
    /// 扫描验货
    Packing,
    /// 分配规则
    Rules,
    /// 包裹
    ParcelList,
    /// 客户名单
    CustomerList,
    /// 库存
    Stock,
    /// 补货建议
    Replenish,
    /// 采购
    Purchases,
    /// 供应商
    Suppliers,
    /// 盘点
    Stocktakes,
    /// 商品资料
    ProductList,
    /// 未映射 SKU
    Unmapped,
    /// 导入
    Import,
    /// 备份
    Backup,
    /// 操作记录
    Audit,
    /// 设置
    Settings,
    /// 关于
    About,
}

/// A group of the side bar: its heading's key (none for the first) and its pages.
#[derive(Debug)]
pub struct Group {
    pub title: Option<&'static str>,
    pub routes: &'static [Route],
}

impl Group {
    /// Names the group in the settings: the tail of its heading's key.
    pub fn id(&self) -> Option<&'static str> {
        self.title.map(|title| title.rsplit('_').next().unwrap_or(title))
    }
}

/// The side bar from top to bottom.
pub const GROUPS: &[Group] = &[
    Group { title: None, routes: &[Route::Overview] },
    Group {
        title: Some("shell.group_analysis"),
        routes: &[
            Route::Sales,
            Route::Customers,
            Route::Products,
            Route::StockAnalysis,
            Route::OrderAnalysis,
            Route::Logistics,
        ],
    },
    Group {
        title: Some("shell.group_trade"),
        routes: &[
            Route::Orders,
            Route::Queue,
            Route::Packing,
            Route::RefundList,
            Route::Tickets,
            Route::ParcelList,
            Route::CustomerList,
            Route::Rules,
        ],
    },
    Group {
        title: Some("shell.group_goods"),
        routes: &[
            Route::Alerts,
            Route::Stock,
            Route::Stocktakes,
            Route::Replenish,
            Route::Purchases,
            Route::Suppliers,
            Route::ProductList,
            Route::Unmapped,
        ],
    },
    Group { title: Some("shell.group_data"), routes: &[Route::Import, Route::Backup, Route::Audit] },
    Group { title: Some("shell.group_program"), routes: &[Route::Settings, Route::About] },
];

/// Which parts of the filter bar a page heeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heeds {
    pub period: bool,
    pub compare: bool,
    /// Shops, platforms, categories
    pub filters: bool,
}

impl Route {
    pub const ALL: [Self; 29] = [
        Self::Welcome,
        Self::Overview,
        Self::Sales,
        Self::Customers,
        Self::Products,
        Self::Logistics,
        Self::StockAnalysis,
        Self::OrderAnalysis,
        Self::Alerts,
        Self::Orders,
        Self::Queue,
        Self::RefundList,
        Self::Tickets,
        Self::Packing,
        Self::Rules,
        Self::ParcelList,
        Self::CustomerList,
        Self::Stock,
        Self::Replenish,
        Self::Purchases,
        Self::Suppliers,
        Self::Stocktakes,
        Self::ProductList,
        Self::Unmapped,
        Self::Import,
        Self::Backup,
        Self::Audit,
        Self::Settings,
        Self::About,
    ];

    /// Stable English id; also the tail of `shell.page_<id>`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Overview => "overview",
            Self::Sales => "sales",
            Self::Customers => "customers",
            Self::Products => "products",
            Self::Logistics => "logistics",
            Self::StockAnalysis => "stock_analysis",
            Self::OrderAnalysis => "order_analysis",
            Self::Alerts => "alerts",
            Self::Orders => "orders",
            Self::Queue => "queue",
            Self::RefundList => "refund_list",
            Self::Tickets => "tickets",
            Self::Packing => "packing",
            Self::Rules => "rules",
            Self::ParcelList => "parcel_list",
            Self::CustomerList => "customer_list",
            Self::Stock => "stock",
            Self::Replenish => "replenish",
            Self::Purchases => "purchases",
            Self::Suppliers => "suppliers",
            Self::Stocktakes => "stocktakes",
            Self::ProductList => "product_list",
            Self::Unmapped => "unmapped",
            Self::Import => "import",
            Self::Backup => "backup",
            Self::Audit => "audit",
            Self::Settings => "settings",
            Self::About => "about",
        }
    }

    /// Locale key of the page's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Welcome => "shell.page_welcome",
            Self::Overview => "shell.page_overview",
            Self::Sales => "shell.page_sales",
            Self::Customers => "shell.page_customers",
            Self::Products => "shell.page_products",
            Self::Logistics => "shell.page_logistics",
            Self::StockAnalysis => "shell.page_stock_analysis",
            Self::OrderAnalysis => "rules.page_analysis",
            Self::Alerts => "shell.page_alerts",
            Self::Orders => "shell.page_orders",
            Self::Queue => "shell.page_queue",
            Self::RefundList => "shell.page_refund_list",
            Self::Tickets => "shell.page_tickets",
            Self::Packing => "shell.page_packing",
            Self::Rules => "rules.page",
            Self::ParcelList => "shell.page_parcel_list",
            Self::CustomerList => "shell.page_customer_list",
            Self::Stock => "shell.page_stock",
            Self::Replenish => "shell.page_replenish",
            Self::Purchases => "shell.page_purchases",
            Self::Suppliers => "shell.page_suppliers",
            Self::Stocktakes => "shell.page_stocktakes",
            Self::ProductList => "shell.page_product_list",
            Self::Unmapped => "shell.page_unmapped",
            Self::Import => "shell.page_import",
            Self::Backup => "shell.page_backup",
            Self::Audit => "shell.page_audit",
            Self::Settings => "shell.page_settings",
            Self::About => "shell.page_about",
        }
    }

    pub const fn icon(self) -> Icon {
        match self {
            Self::Welcome => Icon::Store,
            Self::Overview => Icon::LayoutDashboard,
            Self::Sales => Icon::ChartLine,
            Self::Customers => Icon::Users,
            Self::Products => Icon::Package,
            Self::Logistics => Icon::Truck,
            Self::StockAnalysis => Icon::ChartBar,
            Self::OrderAnalysis => Icon::ChartBar,
            Self::Alerts => Icon::Bell,
            Self::Orders => Icon::ReceiptText,
            Self::Queue => Icon::Timer,
            Self::RefundList => Icon::RotateCcw,
            Self::Tickets => Icon::Headphones,
            Self::Packing => Icon::ScanBarcode,
            Self::Rules => Icon::Workflow,
            Self::ParcelList => Icon::MapPin,
            Self::CustomerList => Icon::User,
            Self::Stock => Icon::Layers,
            Self::Replenish => Icon::PackagePlus,
            Self::Purchases => Icon::ShoppingCart,
            Self::Suppliers => Icon::Factory,
            Self::Stocktakes => Icon::ClipboardCheck,
            Self::ProductList => Icon::Tags,
            Self::Unmapped => Icon::Unlink,
            Self::Import => Icon::FileInput,
            Self::Backup => Icon::Archive,
            Self::Audit => Icon::History,
            Self::Settings => Icon::Settings,
            Self::About => Icon::Info,
        }
    }

    pub const fn heeds(self) -> Heeds {
        match self {
            Self::Overview
            | Self::Sales
            | Self::Customers
            | Self::Products
            | Self::Logistics
            | Self::StockAnalysis
            | Self::OrderAnalysis => Heeds { period: true, compare: true, filters: true },
            Self::Orders | Self::ProductList | Self::RefundList | Self::ParcelList => {
                Heeds { period: true, compare: false, filters: true }
            }
            // Customers are known over all time, and what waits to be shipped waits whenever it was paid.
            Self::CustomerList | Self::Queue => Heeds { period: false, compare: false, filters: true },
            _ => Heeds { period: false, compare: false, filters: false },
        }
    }

    /// The page shows nothing without an open shop.
    pub const fn needs_shop(self) -> bool {
        !matches!(self, Self::Welcome | Self::Settings | Self::About)
    }
}

/// What a click on a figure, a mark or a row opens: a page, and on it the rows that are meant.
#[derive(Debug, Clone)]
pub enum Open {
    Page(Route),
    /// These orders; `what` says in the user's words which ones ("浙江 · 支付金额").
    Orders {
        what: String,
        ids: Arc<[i64]>,
    },
    /// One order, with its details at the right.
    Order(i64),
    /// These orders that wait to be shipped.
    Queue {
        what: String,
        ids: Arc<[i64]>,
    },
    /// These customers.
    Customers {
        what: String,
        ids: Arc<[i64]>,
    },
    Customer(i64),
    /// These own SKUs.
    Skus {
        what: String,
        ids: Arc<[i64]>,
    },
    Sku(i64),
    /// The stock of these own SKUs.
    Stock {
        what: String,
        ids: Arc<[i64]>,
    },
    /// What to order of these own SKUs.
    Replenish {
        what: String,
        ids: Arc<[i64]>,
    },
    /// These purchase orders.
    Purchases {
        what: String,
        ids: Arc<[i64]>,
    },
    Purchase(i64),
    Supplier(i64),
    /// These platform SKUs.
    Listings {
        what: String,
        ids: Arc<[i64]>,
    },
    /// These parcels.
    Parcels {
        what: String,
        ids: Arc<[i64]>,
    },
    Parcel(i64),
    /// These refunds.
    Refunds {
        what: String,
        ids: Arc<[i64]>,
    },
    Refund(i64),
    /// These tickets.
    Tickets {
        what: String,
        ids: Arc<[i64]>,
    },
    Ticket(i64),
    /// A new ticket about this order, and this refund of it where one is named.
    NewTicket {
        order_no: String,
        refund_no: String,
    },
    /// The box of this order or parcel number, to be checked.
    Pack(String),
    /// The reply library, filled in for this order.
    Replies(i64),
    /// Files to import: dropped on the window or chosen on the welcome page.
    Files(Vec<PathBuf>),
}

impl Open {
    /// The page that shows it.
    pub const fn route(&self) -> Route {
        match self {
            Self::Page(route) => *route,
            Self::Orders { .. } | Self::Order(_) => Route::Orders,
            Self::Queue { .. } => Route::Queue,
            Self::Refunds { .. } | Self::Refund(_) => Route::RefundList,
            Self::Customers { .. } | Self::Customer(_) => Route::CustomerList,
            Self::Skus { .. } | Self::Sku(_) | Self::Listings { .. } => Route::ProductList,
            Self::Stock { .. } => Route::Stock,
            Self::Replenish { .. } => Route::Replenish,
            Self::Purchases { .. } | Self::Purchase(_) => Route::Purchases,
            Self::Supplier(_) => Route::Suppliers,
            Self::Parcels { .. } | Self::Parcel(_) => Route::ParcelList,
            Self::Tickets { .. } | Self::Ticket(_) | Self::NewTicket { .. } | Self::Replies(_) => Route::Tickets,
            Self::Pack(_) => Route::Packing,
            Self::Files(_) => Route::Import,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_but_the_welcome_stands_once_in_the_side_bar() {
        let mut shown: Vec<&str> = GROUPS.iter().flat_map(|g| g.routes).map(|r| r.id()).collect();
        let mut all: Vec<&str> = Route::ALL.iter().filter(|r| **r != Route::Welcome).map(|r| r.id()).collect();
        shown.sort_unstable();
        all.sort_unstable();
        assert_eq!(shown, all);
    }
}
