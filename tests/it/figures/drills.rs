//! What a click opens: the rows behind every mark and every table row of every page, added up by plain SQL, give the value shown.

use std::collections::{BTreeMap, HashMap, HashSet};

use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::metric::Value;
use zhanggui::analytics::orders::pick::Only;
use zhanggui::chart::spec::{Body, Hit};
use zhanggui::domain::money::Money;
use zhanggui::domain::period::{Compare, Period};
use zhanggui::domain::platform::Platform;
use zhanggui::locale::Lang;
use zhanggui::report::{self, Drill, Page, Picture, Sheet};
use zhanggui::table::Cell;

use super::shop::{Ground, day, shop};

struct Order {
    buyer: i64,
    paid: i64,
    refund: i64,
    items: i64,
}

struct Line {
    product: Option<String>,
    category: i64,
    pieces: i64,
    paid: i64,
    refund: i64,
}

/// What the tables say of each thing, read once.
struct Books {
    orders: HashMap<i64, Order>,
    lines: HashMap<i64, Vec<Line>>,
    /// Net paid in the period, and up to its end, by customer.
    in_period: HashMap<i64, i64>,
    /// Net paid in the year that ends with the period (or in the period, where that is longer).
    in_year: HashMap<i64, i64>,
    so_far: HashMap<i64, i64>,
    freight: HashMap<i64, i64>,
}

impl Books {
    fn new(ground: &Ground) -> Self {
        let pair = |sql: &str| -> HashMap<i64, i64> {
            ground.ask(sql, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).into_iter().collect()
        };
        let orders = ground.ask(
            "SELECT o.id, o.customer_id, o.paid, o.refund, coalesce(sum(CASE WHEN l.gift THEN 0 ELSE l.qty END), 0)::BIGINT
             FROM o LEFT JOIN l ON l.order_id = o.id GROUP BY o.id, o.customer_id, o.paid, o.refund",
            |row| {
                let order =
                    Order { buyer: row.get(1)?, paid: row.get(2)?, refund: row.get(3)?, items: row.get(4)? };
                Ok((row.get::<_, i64>(0)?, order))
            },
        );
        let mut lines: HashMap<i64, Vec<Line>> = HashMap::new();
        let read = ground.ask(
            "SELECT order_id, CASE WHEN product LIKE 'l%' THEN 'unmapped ' ELSE '' END || called, category,
                 CASE WHEN gift THEN 0 ELSE qty END, paid, refund FROM l",
            |row| {
                let line = Line {
                    product: row.get(1)?,
                    category: row.get(2)?,
                    pieces: row.get(3)?,
                    paid: row.get(4)?,
                    refund: row.get(5)?,
                };
                Ok((row.get::<_, i64>(0)?, line))
            },
        );
        for (order, line) in read {
            lines.entry(order).or_default().push(line);
        }
        Self {
            orders: orders.into_iter().collect(),
            lines,
            in_period: pair("SELECT buyer, net::BIGINT FROM n"),
            in_year: pair(
                "SELECT buyer, sum(net)::BIGINT FROM k, b WHERE day <= cut AND day >= least(first, cut - 364) GROUP BY buyer",
            ),
            so_far: pair("SELECT buyer, sum(net)::BIGINT FROM k, b WHERE day <= cut GROUP BY buyer"),
            freight: pair("SELECT id, freight FROM q WHERE freight IS NOT NULL"),
        }
    }
}

/// What is behind a mark, added up.
#[derive(Debug, Default)]
struct Behind {
    /// How many orders, customers, parcels, refunds or SKUs.
    count: i64,
    /// Sums over orders; of a product or category over its lines in them.
    paid: Option<i64>,
    refund: i64,
    pieces: i64,
    /// Distinct known buyers of the orders.
    buyers: i64,
    /// Only orders in which money was given back.
    refunded: bool,
    net_in_period: i64,
    net_in_year: i64,
    net_so_far: i64,
    freight: i64,
}

impl Behind {
    fn net(&self) -> Option<i64> {
        self.paid.map(|paid| paid - self.refund)
    }

    fn of(books: &Books, slice: &Slice<'_>, drill: &Drill) -> Self {
        let orders = drill.orders(slice.facts, &slice.filter).and_then(|query| query.ids);
        if let Some(ids) = orders {
            return Self::of_orders(books, &ids, drill);
        }
        let count = |ids: &[i64]| Self { count: ids.len() as i64, ..Self::default() };
        match drill {
            Drill::Buyers(pick) => Self::of_customers(books, &pick.customer_ids(slice)),
            Drill::Customers(ids) => Self::of_customers(books, ids),
            Drill::ParcelsBy(pick) => Self::of_parcels(books, &pick.parcel_ids(slice)),
            Drill::Parcels(ids) => Self::of_parcels(books, ids),
            Drill::Refunds(ids) | Drill::Listings(ids) | Drill::Skus(ids) | Drill::Stock(ids) => count(ids),
            Drill::Orders(_) | Drill::OrderIds(_) | Drill::ShipmentsBy(_) | Drill::Handled(_) => {
                panic!("{drill:?} opens no orders")
            }
        }
    }

    fn of_orders(books: &Books, ids: &[i64], drill: &Drill) -> Self {
        let distinct: HashSet<i64> = ids.iter().copied().collect();
        assert_eq!(distinct.len(), ids.len(), "an order is listed once: {drill:?}");
        let buyers: HashSet<i64> = ids.iter().map(|id| books.orders[id].buyer).filter(|buyer| *buyer != 0).collect();
        let mut sum = Self { count: ids.len() as i64, paid: Some(0), buyers: buyers.len() as i64, ..Self::default() };
        let facts = &shop().facts;
        let (mut product, mut category) = (None, None);
        if let Drill::Orders(pick) = drill {
            sum.refunded = pick.refunded;
            product = pick.product.map(|code| {
                let product = &facts.products[code as usize];
                let kind = if product.unmapped { "unmapped " } else { "" };
                (code != 0).then(|| format!("{kind}{}", product.name))
            });
            category = pick.category.map(|code| facts.categories[usize::from(code)].id);
        }
        if let Drill::Handled(pick) = drill {
            sum.refunded = pick.only == Only::Refunded;
        }
        let mut add = |paid: i64, refund: i64, pieces: i64| {
            sum.paid = sum.paid.map(|so_far| so_far + paid);
            sum.refund += refund;
            sum.pieces += pieces;
        };
        for id in ids {
            if product.is_none() && category.is_none() {
                let order = &books.orders[id];
                add(order.paid, order.refund, order.items);
                continue;
            }
            for line in &books.lines[id] {
                let of_product = product.as_ref().is_none_or(|wanted| *wanted == line.product);
                if of_product && category.is_none_or(|wanted| wanted == line.category) {
                    add(line.paid, line.refund, line.pieces);
                }
            }
        }
        sum
    }

    fn of_customers(books: &Books, ids: &[i64]) -> Self {
        let sum = |nets: &HashMap<i64, i64>| ids.iter().filter_map(|id| nets.get(id)).sum();
        Self {
            count: ids.len() as i64,
            net_in_period: sum(&books.in_period),
            net_in_year: sum(&books.in_year),
            net_so_far: sum(&books.so_far),
            ..Self::default()
        }
    }

    fn of_parcels(books: &Books, ids: &[i64]) -> Self {
        let freight = ids.iter().filter_map(|id| books.freight.get(id)).sum();
        Self { count: ids.len() as i64, freight, ..Self::default() }
    }

    /// What the column of a sheet should hold; `None` where the rows behind do not make it up.
    fn cell(&self, sheet: &str, column: &str, drill: &Drill) -> Option<Cell> {
        let money = |fen: i64| Some(Cell::Money(Money::from_fen(fen)));
        let count = Some(Cell::Count(self.count));
        match drill {
            Drill::Buyers(_) => match column {
                "buyers" => count,
                // Of a category only what was paid for it.
                "net" if sheet == "customers_categories" => None,
                // Standings and cohorts tell what was paid so far, everything else what was paid in the period.
                "net" if matches!(sheet, "customers_standing" | "customers_lifetime") => money(self.net_so_far),
                "net" if sheet == "customers_rfm" => money(self.net_in_year),
                "net" => money(self.net_in_period),
                _ => None,
            },
            Drill::Customers(_) => (column == "net").then(|| money(self.net_so_far))?,
            Drill::ParcelsBy(_) => match column {
                "parcels" | "measured" => count,
                "freight" if self.freight > 0 => money(self.freight),
                _ => None,
            },
            Drill::Stock(_) if column == "skus" => count,
            Drill::Parcels(_) | Drill::Refunds(_) | Drill::Listings(_) | Drill::Skus(_) | Drill::Stock(_) => {
                (column == "count").then_some(count)?
            }
            Drill::Orders(_) | Drill::OrderIds(_) | Drill::ShipmentsBy(_) | Drill::Handled(_) if self.refunded => {
                match column {
                    "refunded_orders" => count,
                    "refund" => money(self.refund),
                    _ => None,
                }
            }
            Drill::Orders(_) | Drill::OrderIds(_) | Drill::ShipmentsBy(_) | Drill::Handled(_) => {
                match (sheet, column) {
                    // When it was paid, not how much.
                    ("logistics_unshipped", "paid") => None,
                    ("overview_attention", "count") | (_, "orders" | "orders_paid" | "shipped" | "measured") => count,
                    ("overview_attention" | "logistics_unshipped", "amount") | (_, "paid" | "paid_amount") => {
                        money(self.paid?)
                    }
                    (_, "refund" | "refund_amount") => money(self.refund),
                    (_, "net" | "net_sales") => money(self.net()?),
                    (_, "pieces" | "items_paid") => Some(Cell::Count(self.pieces)),
                    ("customers_trend", "buyers") | (_, "buyers_paid") => Some(Cell::Count(self.buyers)),
                    _ => None,
                }
            }
        }
    }
}

/// Sheets whose rows lead somewhere and hold no sum or count of what they lead to.
const NO_SUMS: [(&str, &str); 13] = [
    ("overview_day", "a row is one metric on four days"),
    ("sales_figures", "a row is one metric: its rows are checked with the figures on the cards"),
    ("customers_figures", "the same"),
    ("products_figures", "the same"),
    ("logistics_figures", "the same"),
    ("stock_figures", "the same"),
    ("orders_figures", "the same"),
    ("overview_movers", "tells a difference"),
    ("sales_change", "tells what the orders say, not how many they are"),
    ("sales_bridge", "tells parts of the refunds; its picture is checked"),
    ("products_fading", "tells paces of other days than the period's"),
    ("products_grid", "counts products, leads to their SKUs"),
    ("products_classes", "tells the worth, which the ranking is checked for"),
];

/// Sheets whose counts in a row add up to what the row leads to.
const COUNTS_ADD_UP: [&str; 2] = ["customers_hours", "logistics_stuck_by_courier"];

/// Sheets with a row for each thing: that it leads to the thing is all there is to say.
const SINGLE: [&str; 6] = [
    "products_skus",
    "logistics_stuck",
    "products_reasons_by_product",
    "stock_classes",
    "stock_shortage",
    "stock_dead",
];

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Orders,
    Paid,
    Net,
    /// Paid for each order.
    PerOrder,
    Count,
    NetOfBuyers,
    /// A rate, a difference, a time: no sum and no count.
    Nothing,
}

// One row for each kind of chart reads better than one pattern for all.
#[allow(clippy::unnested_or_patterns)]
fn says(id: &str, hit: Hit) -> Says {
    match (id, hit.series) {
        ("overview_trend" | "sales_trend", _)
        | ("overview_provinces" | "sales_by_province" | "sales_by_shop" | "sales_province_map", 0)
        | ("overview_platforms" | "sales_by_platform" | "sales_by_category", 0)
        | ("overview_change" | "sales_change", _) => Says::Paid,
        ("sales_bridge", _) => match hit.index {
            0 => Says::Paid,
            4 => Says::Net,
            _ => Says::Nothing,
        },
        ("sales_orders_trend", 0) | ("sales_heat" | "logistics_waits", _) | ("sales_by_band", 0) => Says::Orders,
        ("orders_by_platform" | "orders_by_shop" | "orders_by_kind" | "orders_by_band" | "orders_by_hour", _)
        | ("orders_by_province", _) => Says::Orders,
        ("sales_orders_trend", _) => Says::PerOrder,
        ("customers_kinds", _) => Says::NetOfBuyers,
        (
            "customers_trend" | "customers_orders" | "customers_rfm_grid" | "customers_homes" | "customers_standing",
            _,
        )
        | ("logistics_weight", 0)
        | ("logistics_stuck_by_courier" | "orders_by_reason" | "orders_by_refund_kind", _) => Says::Count,
        ("products_ranking" | "products_new" | "products_categories", 0) | ("products_pareto", 0) => Says::Net,
        ("overview_movers" | "sales_refund_rate" | "sales_funnel" | "sales_by_band", _)
        | ("customers_retention" | "customers_lifetime" | "customers_rfm" | "customers_categories", _)
        | ("customers_hours" | "customers_concentration", _)
        | ("products_grid" | "products_fading" | "products_refund_rates" | "products_matrix", _)
        | ("logistics_trend" | "logistics_courier_times" | "logistics_on_time" | "logistics_places", _)
        | ("logistics_lanes" | "logistics_weight" | "logistics_freight_couriers" | "logistics_freight_places", _)
        | ("stock_turnover" | "stock_ages" | "stock_grid" | "stock_shortage" | "stock_dead", _)
        | ("orders_by_staff" | "orders_by_courier" | "orders_stages" | "orders_times_trend", _)
        | ("orders_after_by_staff" | "orders_after_by_courier", _) => Says::Nothing,
        _ => panic!("say what series {} of {id} stands for", hit.series),
    }
}

fn value(picture: &Picture, hit: Hit) -> Option<f64> {
    match &picture.spec.body {
        Body::Columns { series, .. } | Body::Rows { series, .. } => *series.get(hit.series)?.values.get(hit.index)?,
        Body::Donut { slices, .. } | Body::Treemap { slices, .. } | Body::Funnel { steps: slices, .. } => {
            slices.get(hit.index).map(|slice| slice.value)
        }
        Body::Heat { values, .. } => *values.get(hit.series)?.get(hit.index)?,
        Body::Waterfall { steps, .. } => steps.get(hit.index).map(|step| step.value),
        Body::Tiles { tiles, .. } => tiles.get(hit.index)?.value,
        Body::Scatter { .. } | Body::Spark { .. } => None,
    }
}

fn check_picture(picture: &Picture, books: &Books, slice: &Slice<'_>, wrong: &mut Vec<String>) -> usize {
    let id = picture.spec.id;
    let mut checked = 0;
    for (series, drills) in picture.drills.iter().enumerate() {
        for (index, drill) in drills.iter().enumerate() {
            let hit = Hit { series, index };
            let (Some(drill), says) = (drill, says(id, hit)) else { continue };
            let Some(shown) = value(picture, hit).filter(|_| says != Says::Nothing) else { continue };
            let behind = Behind::of(books, slice, drill);
            let yuan = |fen: Option<i64>| fen.map(|fen| fen as f64 / 100.0);
            let told = match says {
                Says::Orders | Says::Count => Some(behind.count as f64),
                Says::Paid => yuan(behind.paid),
                Says::Net => yuan(behind.net()),
                Says::PerOrder => yuan(behind.paid).map(|paid| paid / behind.count as f64),
                Says::NetOfBuyers => yuan(Some(behind.net_in_period)),
                Says::Nothing => None,
            };
            checked += 1;
            if !told.is_some_and(|told| (told - shown).abs() < 0.005) {
                wrong.push(format!("picture {id} {hit:?}: shows {shown}, its rows say {told:?} ({drill:?})"));
            }
        }
    }
    checked
}

fn check_sheet(sheet: &Sheet, books: &Books, slice: &Slice<'_>, wrong: &mut Vec<String>) -> usize {
    let (table, mut checked) = (&sheet.table, 0);
    for (row, drill) in table.rows.iter().zip(&sheet.drills) {
        let Some(drill) = drill else { continue };
        let behind = Behind::of(books, slice, drill);
        if SINGLE.contains(&table.id) && behind.count == 0 {
            wrong.push(format!("sheet {} leads nowhere: {row:?}", table.id));
        }
        if COUNTS_ADD_UP.contains(&table.id) {
            let counts: i64 = row.iter().map(|cell| if let Cell::Count(count) = cell { *count } else { 0 }).sum();
            checked += 1;
            if counts != behind.count {
                wrong.push(format!("sheet {}: {row:?} leads to {} things", table.id, behind.count));
            }
        }
        for (column, cell) in table.columns.iter().zip(row) {
            let told = behind.cell(table.id, column.id, drill).filter(|_| *cell != Cell::Empty);
            let Some(told) = told.filter(|_| NO_SUMS.iter().all(|(id, _)| *id != table.id)) else { continue };
            checked += 1;
            if told != *cell {
                let first = row.first().map(Cell::shown).unwrap_or_default();
                wrong.push(format!("sheet {} row {first}: {} is {cell:?}, its rows say {told:?}", table.id, column.id));
            }
        }
    }
    checked
}

fn filters() -> Vec<(Filter, String)> {
    let summer = || Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31)));
    let home = shop().id("栗屿家居馆");
    vec![
        (
            Filter { compare: Compare::LastYear, step: Filter::fitting_step(summer().period), ..summer() },
            "true".to_owned(),
        ),
        (
            Filter {
                platforms: vec![Platform::Tmall],
                ..Filter::new(Period::new(day(2026, 8, 20), day(2026, 10, 31)))
            },
            format!("platform = {}", Platform::Tmall.code()),
        ),
        (Filter { shops: vec![home], ..summer() }, format!("shop_id = {home}")),
    ]
}

#[test]
fn the_rows_behind_every_mark_and_row_add_up_to_what_it_shows() {
    let mut wrong = Vec::new();
    // How often each sheet and picture that leads somewhere could be checked.
    let mut sheets: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut pictures: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (filter, condition) in filters() {
        let ground = shop().ground(&condition);
        ground.of(&filter);
        let books = Books::new(&ground);
        let slice = Slice::new(&shop().facts, &filter);
        let pages: Vec<Page> = report::pages(&shop().facts, &filter, Lang::Zh);
        for page in &pages {
            for sheet in page.sheets.iter().filter(|sheet| sheet.drills.iter().any(Option::is_some)) {
                *sheets.entry(sheet.table.id).or_default() += check_sheet(sheet, &books, &slice, &mut wrong);
            }
            for picture in page.pictures.iter().filter(|picture| !picture.drills.is_empty()) {
                *pictures.entry(picture.spec.id).or_default() += check_picture(picture, &books, &slice, &mut wrong);
            }
        }
    }
    let shown: Vec<&String> = wrong.iter().take(40).collect();
    assert!(wrong.is_empty(), "{} do not agree:\n{shown:#?}", wrong.len());
    for (id, checked) in &sheets {
        let needs_none = NO_SUMS.iter().any(|(one, _)| one == id) || SINGLE.contains(id);
        assert!(*checked > 0 || needs_none, "no row of the sheet {id} was checked");
    }
    for (id, checked) in &pictures {
        let needs_none = (0..12).all(|index| says(id, Hit { series: 0, index }) == Says::Nothing);
        assert!(*checked > 0 || needs_none, "no mark of the picture {id} was checked");
    }
    assert!(sheets.len() > 30 && pictures.len() > 30, "{} sheets, {} pictures", sheets.len(), pictures.len());
}

#[test]
fn the_rows_behind_a_figure_on_its_card_add_up_to_it() {
    let mut checked: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (filter, condition) in filters() {
        let ground = shop().ground(&condition);
        ground.of(&filter);
        let books = Books::new(&ground);
        let slice = Slice::new(&shop().facts, &filter);
        let pages: Vec<Page> = report::pages(&shop().facts, &filter, Lang::Zh);
        // The overview's figures are those of its last day and the sales page's again.
        for figure in pages.iter().filter(|page| page.id != "overview").flat_map(|page| &page.figures) {
            let Some(drill) = report::leads::lead(figure.metric).filter(|_| figure.now.is_known()) else { continue };
            let behind = Behind::of(&books, &slice, &drill);
            let told = match figure.metric.id {
                "paid_amount" => behind.paid.map(Value::money),
                "net_sales" => behind.net().map(Value::money),
                "refund_amount" => Some(Value::money(behind.refund)),
                "orders_paid" | "orders_created" | "buyers_paid" | "new_buyers" | "returning_buyers" => {
                    Some(Value::Count(behind.count))
                }
                "items_paid" => Some(Value::Count(behind.pieces)),
                _ => None,
            };
            if let Some(told) = told {
                assert_eq!(figure.now, told, "{} {:?}", figure.metric.id, filter.period);
                *checked.entry(figure.metric.id).or_default() += 1;
            }
        }
    }
    let all =
        ["paid_amount", "net_sales", "refund_amount", "orders_paid", "orders_created", "buyers_paid", "items_paid"];
    for id in all.into_iter().chain(["new_buyers", "returning_buyers"]) {
        assert!(checked.contains_key(id), "{id}: {checked:?}");
    }
}
