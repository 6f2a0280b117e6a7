//! 供应商: who the shop buys from, on which terms, how long their deliveries really take, how well they deliver, and what is owed.

mod detail;
mod form;
mod sku_form;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use chrono::NaiveDate;
use iced::Element;

use crate::domain::money::Money;
use crate::domain::purchase::{LeadTime, Share, SupplierTerms};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::record_list::{self, Asked, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::widget::grid::Look;
use crate::locale::{Lang, Said};
use crate::store::{self, Store, SupplierDetail, SupplierRow};
use crate::table::{Cell, Kind};

use form::TermsForm;
use sku_form::{Named, SkuForm};

/// 供应商
pub type Suppliers = RecordList<SupplierRecords>;

/// Which suppliers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    All,
    /// Goods are waited for.
    Open,
    /// Something is owed.
    Owed,
    /// Nothing is agreed on yet.
    NoTerms,
}

/// Suppliers as a list.
#[derive(Debug, Clone)]
pub struct SupplierRecords {
    view: View,
    dialog: Option<Dialog>,
}

#[derive(Debug, Clone)]
enum Dialog {
    Terms(Box<TermsForm>),
    Skus(SkuForm),
}

/// The list's own question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    text: String,
    only: Option<Vec<i64>>,
    view: View,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    View(View),
    New,
    /// Change the terms.
    Edit(Box<SupplierRow>),
    Terms(form::Message),
    /// Change what holds for single SKUs.
    EditSkus(Box<SupplierDetail>),
    Skus(sku_form::Message),
    /// The supplier whose terms were written, and what they were before.
    Saved(Result<(i64, Option<Box<SupplierTerms>>), Said>),
    /// The supplier, and the terms of the SKUs that were changed as they were.
    SkusSaved(Result<(i64, Named), Said>),
    UndoSkus(i64, Named),
    /// The terms as they were.
    Undo(i64, Box<SupplierTerms>),
    Undone(Result<(), Said>),
    /// A supplier that was just made is taken off again.
    Remove(i64),
    Removed(Result<(), Said>),
    Order(i64),
    Orders(String, std::sync::Arc<[i64]>),
    Sku(i64),
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "suppliers");
    error.said()
}

fn home(message: record_list::Message<SupplierRecords>) -> Intent {
    Intent::Tell(Box::new(crate::gui::screen::Message::Suppliers(message)))
}

/// One decimal.
fn tenths(days: f64) -> String {
    format!("{days:.1}")
}

/// `6.2 ± 1.4 天（12 次）`
pub(super) fn lead_words(lang: Lang, lead: Option<LeadTime>) -> String {
    let Some(lead) = lead else { return String::new() };
    let n = lead.receipts.to_string();
    let mean = tenths(lead.mean);
    match lead.spread {
        Some(spread) => lang.f("suppliers.lead_spread", &[("mean", &mean), ("spread", &tenths(spread)), ("n", &n)]),
        None => lang.f("suppliers.lead_once", &[("mean", &mean), ("n", &n)]),
    }
}

const fn tone(points: i64) -> Tone {
    match points {
        90.. => Tone::Good,
        75..90 => Tone::Blue,
        60..75 => Tone::Warning,
        _ => Tone::Bad,
    }
}

fn share(share: Share) -> Cell {
    if share.whole > 0 { Cell::Ratio(share.part, share.whole) } else { Cell::Empty }
}

impl Records for SupplierRecords {
    const ROUTE: Route = Route::Suppliers;
    const TEXTS: Texts = Texts {
        search: "suppliers.search",
        only: "suppliers.only",
        total: "suppliers.total",
        none: "suppliers.none",
        hint: "suppliers.none_hint",
    };
    const SORT: (&'static str, bool) = ("name", false);
    const HIDDEN: &'static [&'static str] =
        &["pay_days", "moq_amount", "moq", "pack", "skus", "returned", "last_sent_at"];

    type Row = SupplierRow;
    type Query = Question;
    type Detail = SupplierDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { view: View::All, dialog: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<SupplierRow>> {
        type F = Field<SupplierRow>;
        let (lang, today) = (ctx.lang, now(ctx));
        let due = move |row: &SupplierRow| {
            if row.due_on.is_some_and(|day| day < today) { Look::Toned(Tone::Bad) } else { Look::Plain }
        };
        vec![
            F::text("name", ctx.t("suppliers.name"), |row| row.name.clone()).width(140.0).grow(),
            F::count("points", ctx.t("suppliers.points"), |row| row.score.points())
                .width(64.0)
                .look(|row| row.score.points().map_or(Look::Plain, |points| Look::Toned(tone(points)))),
            F::new("on_time", ctx.t("suppliers.on_time"), Kind::Ratio, |row| share(row.score.on_time)).width(76.0),
            F::new("delivered", ctx.t("suppliers.delivered"), Kind::Ratio, |row| share(row.score.delivered))
                .width(84.0),
            F::new("returned", ctx.t("suppliers.returned"), Kind::Ratio, |row| share(row.score.returned)).width(76.0),
            F::text("lead", ctx.t("suppliers.lead"), move |row| lead_words(lang, row.lead)).width(186.0),
            F::count("lead_days", ctx.t("suppliers.lead_days"), |row| row.terms.lead_days).width(92.0),
            F::count("pay_days", ctx.t("suppliers.pay_days"), |row| row.terms.pay_days).width(76.0),
            F::money("moq_amount", ctx.t("suppliers.moq_amount"), |row| row.terms.moq_amount).width(100.0),
            F::count("moq", ctx.t("suppliers.moq"), |row| row.terms.moq_pieces).width(88.0),
            F::count("pack", ctx.t("suppliers.pack"), |row| row.terms.pack).width(66.0),
            F::count("skus", ctx.t("suppliers.skus"), |row| Some(row.skus)).width(66.0),
            F::count("open_orders", ctx.t("suppliers.open_orders"), |row| Some(row.open_orders)).width(96.0),
            F::count("open_pieces", ctx.t("suppliers.open_pieces"), |row| Some(row.open_pieces)).width(96.0),
            F::money("owed", ctx.t("purchase.owed"), |row| Some(row.owed)).width(100.0),
            F::date("due_on", ctx.t("purchase.due_on"), |row| row.due_on).width(92.0).look(due),
            F::time("last_sent_at", ctx.t("suppliers.last_sent_at"), |row| row.last_sent_at),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            text: asked.text.trim().to_lowercase(),
            only: asked.only.map(<[i64]>::to_vec),
            view: if asked.only.is_some() { View::All } else { self.view },
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut rows = store.suppliers()?;
        let wanted = |row: &SupplierRow| {
            let fits = match question.view {
                View::All => true,
                View::Open => row.open_orders > 0,
                View::Owed => row.owed != Money::ZERO,
                View::NoTerms => row.terms == SupplierTerms::default(),
            };
            let named = question.text.is_empty()
                || crate::gui::search::score(&row.name, &question.text).is_some()
                || row.terms.contact.to_lowercase().contains(&question.text);
            fits && named && question.only.as_ref().is_none_or(|only| only.contains(&row.id))
        };
        rows.retain(wanted);
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.name.cmp(&b.name))
        });
        let sum = |of: fn(&SupplierRow) -> i64| Cell::Count(rows.iter().map(of).sum());
        let totals = vec![
            ("skus", sum(|row| row.skus)),
            ("open_orders", sum(|row| row.open_orders)),
            ("open_pieces", sum(|row| row.open_pieces)),
            ("owed", Cell::Money(rows.iter().map(|row| row.owed).sum())),
        ];
        Ok(Found { ids: rows.iter().map(|row| row.id).collect(), totals })
    }

    fn fetch(store: &Store, _question: &Question, ids: &[i64]) -> store::Result<Vec<SupplierRow>> {
        let rows = store.suppliers()?;
        Ok(ids.iter().filter_map(|id| rows.iter().find(|row| row.id == *id).cloned()).collect())
    }

    fn id(row: &SupplierRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<SupplierDetail> {
        store.supplier(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &SupplierDetail) -> String {
        detail.supplier.name.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a SupplierDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Supplier(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::View(view) => {
                self.view = view;
                Action::none()
            }
            Message::New => {
                self.dialog = Some(Dialog::Terms(Box::new(TermsForm::new(None))));
                Action::task(iced::widget::operation::focus(form::NAME))
            }
            Message::Edit(row) => {
                self.dialog = Some(Dialog::Terms(Box::new(TermsForm::new(Some(&row)))));
                Action::task(iced::widget::operation::focus(form::FIRST))
            }
            Message::EditSkus(detail) => {
                self.dialog = Some(Dialog::Skus(SkuForm::new(&detail)));
                Action::task(iced::widget::operation::focus(sku_form::FIRST))
            }
            Message::Terms(form::Message::Close) | Message::Skus(sku_form::Message::Close) => {
                self.dialog = None;
                Action::none()
            }
            Message::Terms(form::Message::Save) | Message::Skus(sku_form::Message::Save) => self.save(ctx),
            Message::Terms(message) => {
                if let Some(Dialog::Terms(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::Skus(message) => {
                if let Some(Dialog::Skus(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::Saved(Ok((id, before))) => {
                self.dialog = None;
                let (said, undo) = match before {
                    Some(before) => ("suppliers.saved", Message::Undo(id, before)),
                    None => ("suppliers.made", Message::Remove(id)),
                };
                let toast =
                    Toast::good(Said::new(said)).with_button("shell.undo", home(record_list::Message::Own(undo)));
                Action::toast(toast).with(Intent::DataChanged).with(Intent::Open(Open::Supplier(id)))
            }
            Message::SkusSaved(Ok((id, before))) => {
                self.dialog = None;
                let said = Said::new("suppliers.skus_saved").with("n", before.len());
                let undo = home(record_list::Message::Own(Message::UndoSkus(id, before)));
                let toast = Toast::good(said).with_button("shell.undo", undo);
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::UndoSkus(id, before) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.save_sku_terms(ACTOR, id, &before).map_err(|error| told(&error)),
                    Message::Undone,
                )
            }
            Message::Saved(Err(said)) | Message::SkusSaved(Err(said)) => {
                match &mut self.dialog {
                    Some(Dialog::Terms(form)) => form.refused(said),
                    Some(Dialog::Skus(form)) => form.refused(said),
                    None => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
            Message::Undo(id, before) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.save_supplier_terms(ACTOR, id, &before).map_err(|error| told(&error)),
                    Message::Undone,
                )
            }
            Message::Undone(Ok(())) => {
                Action::toast(Toast::note(Said::new("suppliers.undone"))).with(Intent::DataChanged)
            }
            Message::Undone(Err(said)) | Message::Removed(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Remove(id) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || store.remove_supplier(ACTOR, id).map_err(|error| told(&error)), Message::Removed)
            }
            Message::Removed(Ok(())) => {
                let toast = Toast::note(Said::new("suppliers.removed"));
                Action::intent(home(record_list::Message::Close)).with(Intent::Toast(toast)).with(Intent::DataChanged)
            }
            Message::Order(id) => Action::intent(Intent::Open(Open::Purchase(id))),
            Message::Orders(what, ids) => Action::intent(Intent::Open(Open::Purchases { what, ids })),
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let options = [
            (View::All, "orders.any"),
            (View::Open, "suppliers.view_open"),
            (View::Owed, "suppliers.view_owed"),
            (View::NoTerms, "suppliers.view_no_terms"),
        ];
        Some(choice::chips(options.map(|(view, key)| (view, ctx.t(key).to_owned())), self.view, Message::View))
    }

    fn narrowed(&self) -> bool {
        self.view != View::All
    }

    fn widen(&mut self) {
        self.view = View::All;
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(match self.dialog.as_ref()? {
            Dialog::Terms(form) => form.view(ctx).map(Message::Terms),
            Dialog::Skus(form) => form.view(ctx).map(Message::Skus),
        })
    }

    fn back(&mut self) -> bool {
        self.dialog.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.save(ctx)
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(button::primary_labelled(Icon::Plus, ctx.t("suppliers.new"), Some(Message::New)).into())
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let way = button::primary_labelled(Icon::Plus, ctx.t("suppliers.new"), Some(Message::New)).into();
        Some(state::empty(Self::ROUTE.icon(), ctx.t("suppliers.none"), ctx.t("suppliers.none_hint"), Some(way)))
    }

    /// Suppliers are made by hand or known from the product sheet, before the first order.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        if ctx.facts().is_some() { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

impl SupplierRecords {
    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        match &mut self.dialog {
            Some(Dialog::Terms(form)) => {
                let Some((id, name, terms)) = form.terms() else { return Action::none() };
                let before = form.before().cloned().map(Box::new);
                let work = move || {
                    let id = match id {
                        Some(id) => store.save_supplier_terms(ACTOR, id, &terms).map(|()| id)?,
                        None => store.create_supplier(ACTOR, &name, &terms)?,
                    };
                    Ok((id, before))
                };
                Action::work(move || work().map_err(|error| told(&error)), Message::Saved)
            }
            Some(Dialog::Skus(form)) => {
                let Some((id, skus, before)) = form.changed() else { return Action::none() };
                let work = move || store.save_sku_terms(ACTOR, id, &skus).map(|()| (id, before));
                Action::work(move || work().map_err(|error| told(&error)), Message::SkusSaved)
            }
            None => Action::none(),
        }
    }
}

fn now(ctx: &Ctx) -> NaiveDate {
    ctx.now().date()
}

/// The order of two rows by a column; what is not known comes first upwards.
fn by(column: &str, a: &SupplierRow, b: &SupplierRow) -> Ordering {
    // a/b by cross multiplication, without a whole first.
    let shares = |a: Share, b: Share| match (a.whole > 0, b.whole > 0) {
        (true, true) => (i128::from(a.part) * i128::from(b.whole)).cmp(&(i128::from(b.part) * i128::from(a.whole))),
        (a, b) => a.cmp(&b),
    };
    let mean = |row: &SupplierRow| row.lead.map_or(f64::NEG_INFINITY, |lead| lead.mean);
    match column {
        "points" => a.score.points().cmp(&b.score.points()),
        "on_time" => shares(a.score.on_time, b.score.on_time),
        "delivered" => shares(a.score.delivered, b.score.delivered),
        "returned" => shares(a.score.returned, b.score.returned),
        "lead" => mean(a).total_cmp(&mean(b)),
        "lead_days" => a.terms.lead_days.cmp(&b.terms.lead_days),
        "pay_days" => a.terms.pay_days.cmp(&b.terms.pay_days),
        "moq_amount" => a.terms.moq_amount.cmp(&b.terms.moq_amount),
        "moq" => a.terms.moq_pieces.cmp(&b.terms.moq_pieces),
        "pack" => a.terms.pack.cmp(&b.terms.pack),
        "skus" => a.skus.cmp(&b.skus),
        "open_orders" => a.open_orders.cmp(&b.open_orders),
        "open_pieces" => a.open_pieces.cmp(&b.open_pieces),
        "owed" => a.owed.cmp(&b.owed),
        "due_on" => a.due_on.cmp(&b.due_on),
        "last_sent_at" => a.last_sent_at.cmp(&b.last_sent_at),
        _ => a.name.cmp(&b.name),
    }
}
