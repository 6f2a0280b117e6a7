//! The pages. Each is a file of its own with its state, messages, update and view together, and answers the uniform contract
//! [`Screen`]; what is left of a page's business in the shell is one line in the list below.

pub mod about;
pub mod alerts;
pub mod audit;
pub mod backup;
pub mod customer_list;
pub mod customers;
pub mod import;
pub mod logistics;
pub mod order_analysis;
pub mod orders;
pub mod overview;
pub mod packing;
pub mod parcel_list;
pub mod product_list;
pub mod products;
pub mod purchases;
pub mod queue;
pub mod refund_list;
pub mod replenish;
pub mod rules;
pub mod sales;
pub mod settings;
pub mod stock;
pub mod stock_analysis;
pub mod stocktakes;
pub mod suppliers;
pub mod tickets;
pub mod unmapped;
pub mod welcome;

use iced::Element;

use super::action::Action;
use super::ctx::Ctx;
use super::route::{Open, Route};

/// A command that means something else on each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageCommand {
    /// Ctrl+F: into the page's search field
    Find,
    /// Ctrl+E: export what is shown
    Export,
    /// F5: ask everything anew
    Refresh,
    /// Enter in a dialog, Ctrl+S: accept
    Accept,
}

/// A page. It keeps filter, sort, scroll and selection while hidden.
pub trait Screen: Sized {
    /// Cheap to clone: put big payloads behind `Arc`.
    type Message: std::fmt::Debug + Clone + Send + 'static;

    /// Made when the page is first shown. Ask for nothing here: [`Screen::enter`] follows at once.
    fn new(ctx: &Ctx) -> Self;

    /// The page is shown, or something it may depend on has changed (facts, filters, language, settings). Ask with
    /// [`super::load::Load::ask`], which knows when there is nothing new to ask.
    fn enter(&mut self, ctx: &Ctx) -> Action<Self::Message>;

    /// Never blocks: no query, no file. Long work goes through [`Action::work`].
    fn update(&mut self, ctx: &Ctx, message: Self::Message) -> Action<Self::Message>;

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Self::Message>;

    /// The page's own buttons, at the right of the top bar.
    fn actions<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// A dialog over the whole window; the shell dims the page and keeps clicks from it.
    fn dialog<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// Esc: closes what is open (dialog, details, selection). `None` when nothing is.
    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Self::Message>> {
        None
    }

    fn command(&mut self, _ctx: &Ctx, _command: PageCommand) -> Action<Self::Message> {
        Action::none()
    }

    /// Rows somebody wants to see on this page. [`Screen::enter`] follows.
    fn open(&mut self, _ctx: &Ctx, _what: Open) -> Action<Self::Message> {
        Action::none()
    }

    /// A number beside the page's name in the side bar, known before the page is first shown: unmapped SKUs.
    fn count(_ctx: &Ctx) -> Option<u64> {
        None
    }
}

macro_rules! screens {
    ($($field:ident : $route:ident => $screen:ty,)*) => {
        /// A message of some page.
        #[derive(Debug, Clone)]
        pub enum Message {
            $($route(<$screen as Screen>::Message),)*
        }

        /// The pages that have been shown, each made when it is first needed.
        #[derive(Debug, Default)]
        pub struct Screens {
            $($field: Option<$screen>,)*
        }

        impl Screens {
            /// Forgets every page: another shop has been opened.
            pub fn clear(&mut self) {
                *self = Self::default();
            }

            /// Shows a page, or tells it that something has changed.
            pub fn enter(&mut self, route: Route, ctx: &Ctx) -> Action<Message> {
                match route {
                    $(Route::$route => self.$field.get_or_insert_with(|| <$screen>::new(ctx)).enter(ctx).map(Message::$route),)*
                }
            }

            pub fn open(&mut self, what: Open, ctx: &Ctx) -> Action<Message> {
                match what.route() {
                    $(Route::$route => self.$field.get_or_insert_with(|| <$screen>::new(ctx)).open(ctx, what).map(Message::$route),)*
                }
            }

            /// Takes a message to its page, shown or not; a page that was forgotten gets none.
            pub fn update(&mut self, message: Message, ctx: &Ctx) -> Action<Message> {
                match message {
                    $(Message::$route(message) => match &mut self.$field {
                        Some(screen) => screen.update(ctx, message).map(Message::$route),
                        None => Action::none(),
                    },)*
                }
            }

            pub fn command(&mut self, route: Route, ctx: &Ctx, command: PageCommand) -> Action<Message> {
                match route {
                    $(Route::$route => match &mut self.$field {
                        Some(screen) => screen.command(ctx, command).map(Message::$route),
                        None => Action::none(),
                    },)*
                }
            }

            pub fn back(&mut self, route: Route, ctx: &Ctx) -> Option<Action<Message>> {
                match route {
                    $(Route::$route => self.$field.as_mut()?.back(ctx).map(|action| action.map(Message::$route)),)*
                }
            }

            pub fn view<'a>(&'a self, route: Route, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
                match route {
                    $(Route::$route => Some(self.$field.as_ref()?.view(ctx).map(Message::$route)),)*
                }
            }

            pub fn actions<'a>(&'a self, route: Route, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
                match route {
                    $(Route::$route => Some(self.$field.as_ref()?.actions(ctx)?.map(Message::$route)),)*
                }
            }

            pub fn dialog<'a>(&'a self, route: Route, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
                match route {
                    $(Route::$route => Some(self.$field.as_ref()?.dialog(ctx)?.map(Message::$route)),)*
                }
            }

            /// See [`Screen::count`].
            pub fn count(route: Route, ctx: &Ctx) -> Option<u64> {
                match route {
                    $(Route::$route => <$screen>::count(ctx),)*
                }
            }
        }
    };
}

screens! {
    welcome: Welcome => welcome::Welcome,
    overview: Overview => overview::Overview,
    sales: Sales => sales::Sales,
    customers: Customers => customers::Customers,
    products: Products => products::Products,
    logistics: Logistics => logistics::Logistics,
    stock_analysis: StockAnalysis => stock_analysis::StockAnalysis,
    order_analysis: OrderAnalysis => order_analysis::OrderAnalysis,
    alerts: Alerts => alerts::Alerts,
    orders: Orders => orders::Orders,
    queue: Queue => queue::Queue,
    refund_list: RefundList => refund_list::RefundList,
    tickets: Tickets => tickets::Tickets,
    packing: Packing => packing::Packing,
    rules: Rules => rules::Rules,
    parcel_list: ParcelList => parcel_list::ParcelList,
    customer_list: CustomerList => customer_list::CustomerList,
    stock: Stock => stock::Stock,
    replenish: Replenish => replenish::Replenish,
    purchases: Purchases => purchases::Purchases,
    suppliers: Suppliers => suppliers::Suppliers,
    stocktakes: Stocktakes => stocktakes::Stocktakes,
    product_list: ProductList => product_list::ProductList,
    unmapped: Unmapped => unmapped::Unmapped,
    import: Import => import::Import,
    backup: Backup => backup::Backup,
    audit: Audit => audit::Audit,
    settings: Settings => settings::SettingsPage,
    about: About => about::About,
}
