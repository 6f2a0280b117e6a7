//! What goes to the supplier (发给供应商): purchase orders as PDF to be signed, or as a sheet, under a name the user chooses.

use std::path::Path;

use crate::domain::money::Money;
use crate::domain::purchase::SupplierTerms;
use crate::export::pdf::purchase::{PurchaseLine, PurchaseSheet};
use crate::export::{self, pdf, xlsx};
use crate::gui::action::Action;
use crate::gui::ctx::{Ctx, Shop};
use crate::gui::save;
use crate::locale::{Lang, Said};
use crate::store::{self, PurchaseDetail, Store};

use super::{Message, now, sheet, told};

/// The remembered folder of what goes to suppliers.
const FOLDER: &str = "purchases";

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Xlsx,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Asks where to save these orders. `name` tells which they are: number and supplier of one, empty for many.
pub fn ask(ctx: &Ctx, format: Format, name: &str, ids: Vec<i64>) -> Action<Message> {
    if ids.is_empty() {
        return Action::none();
    }
    let title = ctx.t("purchase.sheet");
    let which = if name.is_empty() { now(ctx).to_string() } else { name.to_owned() };
    let file = export::name::clean(&format!("{title} {which}"));
    let picked = move |path| Message::SaveTo(format, ids.clone(), path);
    save::ask(ctx, FOLDER, title.to_owned(), &file, format.ending(), picked)
}

/// Writes them there, all in one file.
pub fn write(ctx: &Ctx, format: Format, ids: Vec<i64>, path: &Path) -> Action<Message> {
    let Some(store) = ctx.store().cloned() else { return Action::none() };
    let path = save::with_ending(path.to_path_buf(), format.ending());
    let remember = save::remember(ctx, FOLDER, &path);
    let (lang, shop) = (ctx.lang, ctx.shop.as_ref().map(Shop::name).unwrap_or_default());
    let work = move || {
        let orders: store::Result<Vec<PurchaseDetail>> = ids.iter().map(|id| store.purchase(*id)).collect();
        let orders = orders.map_err(|error| told(&error))?;
        match format {
            Format::Pdf => print(&store, lang, &shop, &orders, &path),
            Format::Xlsx => {
                let tables: Vec<_> = orders.iter().map(|order| sheet::table(lang, order)).collect();
                let tables: Vec<_> = tables.iter().collect();
                xlsx::write(&path, &tables, lang).map_err(|error| error.said())
            }
        }?;
        Ok(path)
    };
    Action::work(work, Message::Saved).with(remember)
}

fn print(store: &Store, lang: Lang, shop: &str, orders: &[PurchaseDetail], path: &Path) -> Result<(), Said> {
    let suppliers = store.suppliers().map_err(|error| told(&error))?;
    let pages: Vec<pdf::Page> = orders
        .iter()
        .flat_map(|order| {
            let supplier = suppliers.iter().find(|row| row.id == order.order.supplier_id);
            paper(lang, shop, order, supplier.map(|row| &row.terms)).pages(lang)
        })
        .collect();
    let title = match orders {
        [only] => format!("{} {}", lang.t("print.purchase_order"), only.order.number),
        _ => lang.t("print.purchase_order").to_owned(),
    };
    export::put(path, &pdf::bytes(&pages, &title)?).map_err(|error| error.said())
}

/// One order as it is printed.
pub fn paper(lang: Lang, shop: &str, detail: &PurchaseDetail, terms: Option<&SupplierTerms>) -> PurchaseSheet {
    let order = &detail.order;
    let lines = detail.lines.iter().map(|line| PurchaseLine {
        code: line.code.clone(),
        name: line.name.clone(),
        props: line.props.clone(),
        qty: line.qty,
        unit_price: line.unit_price,
        amount: line.unit_price.map(|price| Money::from_fen(price.fen().saturating_mul(line.qty))),
    });
    PurchaseSheet {
        number: order.number.clone(),
        date: order.sent_at.unwrap_or(order.created_at).date().to_string(),
        supplier: order.supplier.clone(),
        shop: shop.to_owned(),
        lines: lines.collect(),
        total: order.amount,
        note: order.note.clone(),
        terms: agreed(lang, detail, terms),
    }
}

/// When it is to be delivered and paid.
fn agreed(lang: Lang, detail: &PurchaseDetail, terms: Option<&SupplierTerms>) -> String {
    let count = |key: &str, n: i64| lang.f(key, &[("n", &n.to_string())]);
    let delivery = match (detail.order.expected_on, terms.and_then(|terms| terms.lead_days)) {
        (Some(day), _) => Some(lang.f("print.deliver_by", &[("day", &day.to_string())])),
        (None, Some(days)) => Some(count("print.deliver_in", days)),
        (None, None) => None,
    };
    let payment = terms.and_then(|terms| terms.pay_days).map(|days| match days {
        0 => lang.t("print.pay_on_delivery").to_owned(),
        days => count("print.pay_in", days),
    });
    let told: Vec<String> = [delivery, payment].into_iter().flatten().collect();
    told.join(" ")
}
