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
    /// 订单分析
    OrderAnalysis,
    /// 订单
    Orders,
    /// 售后
    RefundList,
    /// 分配规则
    Rules,
    /// 包裹
    ParcelList,
    /// 客户名单
    CustomerList,
    /// 库存
    Stock,
    /// 商品资料
    ProductList,
    /// 未映射 SKU
    Unmapped,
    /// 导入
    Import,
    /// 备份
    Backup,
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

/// The side bar from top to bottom.
pub const GROUPS: &[Group] = &[
    Group { title: None, routes: &[Route::Overview] },
    Group {
        title: Some("shell.group_analysis"),
        routes: &[Route::Sales, Route::Customers, Route::Products, Route::Logistics, Route::OrderAnalysis],
    },
    Group {
        title: Some("shell.group_business"),
        routes: &[
            Route::Orders,
            Route::RefundList,
            Route::Rules,
            Route::ParcelList,
            Route::CustomerList,
            Route::Stock,
            Route::ProductList,
            Route::Unmapped,
        ],
    },
    Group { title: Some("shell.group_data"), routes: &[Route::Import, Route::Backup] },
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
    pub const ALL: [Self; 19] = [
        Self::Welcome,
        Self::Overview,
        Self::Sales,
        Self::Customers,
        Self::Products,
        Self::Logistics,
        Self::OrderAnalysis,
        Self::Orders,
        Self::RefundList,
        Self::Rules,
        Self::ParcelList,
        Self::CustomerList,
        Self::Stock,
        Self::ProductList,
        Self::Unmapped,
        Self::Import,
        Self::Backup,
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
            Self::OrderAnalysis => "order_analysis",
            Self::Orders => "orders",
            Self::RefundList => "refund_list",
            Self::Rules => "rules",
            Self::ParcelList => "parcel_list",
            Self::CustomerList => "customer_list",
            Self::Stock => "stock",
            Self::ProductList => "product_list",
            Self::Unmapped => "unmapped",
            Self::Import => "import",
            Self::Backup => "backup",
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
            Self::OrderAnalysis => "rules.page_analysis",
            Self::Orders => "shell.page_orders",
            Self::RefundList => "shell.page_refund_list",
            Self::Rules => "rules.page",
            Self::ParcelList => "shell.page_parcel_list",
            Self::CustomerList => "shell.page_customer_list",
            Self::Stock => "shell.page_stock",
            Self::ProductList => "shell.page_product_list",
            Self::Unmapped => "shell.page_unmapped",
            Self::Import => "shell.page_import",
            Self::Backup => "shell.page_backup",
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
            Self::OrderAnalysis => Icon::ChartBar,
            Self::Orders => Icon::ReceiptText,
            Self::RefundList => Icon::RotateCcw,
            Self::Rules => Icon::Workflow,
            Self::ParcelList => Icon::MapPin,
            Self::CustomerList => Icon::User,
            Self::Stock => Icon::Layers,
            Self::ProductList => Icon::Tags,
            Self::Unmapped => Icon::Unlink,
            Self::Import => Icon::FileInput,
            Self::Backup => Icon::Archive,
            Self::Settings => Icon::Settings,
            Self::About => Icon::Info,
        }
    }

    pub const fn heeds(self) -> Heeds {
        match self {
            Self::Overview | Self::Sales | Self::Customers | Self::Products | Self::Logistics | Self::OrderAnalysis => {
                Heeds { period: true, compare: true, filters: true }
            }
            Self::Orders | Self::ProductList | Self::RefundList | Self::ParcelList => {
                Heeds { period: true, compare: false, filters: true }
            }
            // Customers are known over all time.
            Self::CustomerList => Heeds { period: false, compare: false, filters: true },
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
    /// Files to import: dropped on the window or chosen on the welcome page.
    Files(Vec<PathBuf>),
}

impl Open {
    /// The page that shows it.
    pub const fn route(&self) -> Route {
        match self {
            Self::Page(route) => *route,
            Self::Orders { .. } | Self::Order(_) => Route::Orders,
            Self::Refunds { .. } | Self::Refund(_) => Route::RefundList,
            Self::Customers { .. } | Self::Customer(_) => Route::CustomerList,
            Self::Skus { .. } | Self::Sku(_) | Self::Listings { .. } => Route::ProductList,
            Self::Stock { .. } => Route::Stock,
            Self::Parcels { .. } | Self::Parcel(_) => Route::ParcelList,
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
