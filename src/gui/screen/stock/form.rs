//! The form that posts stock (登记出入库): what happened, how many pieces of each SKU, why. The text as it was typed is kept.

use std::sync::Arc;

use chrono::NaiveDate;
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::asof::Named;
use crate::domain::lots::Lot;
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::domain::stocktake::MOST_PIECES;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{Count, Entry, EntryLine, StockRow, Transfer, Warehouse};

/// Name of the first field.
pub const FIRST: &str = "stock-qty-0";

/// What happened (业务).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Receipt,
    Count,
    Return,
    Damage,
    /// Good pieces turn out to be defective.
    ToDefective,
    /// Defective pieces are mended or turn out to be good.
    FromDefective,
    /// Defective pieces are thrown away or sold as scrap.
    Scrap,
    Lock,
    Unlock,
    Adjustment,
    /// From one warehouse to another.
    Transfer,
    /// Bundles are put together or taken apart: pieces used up turn into others.
    Assembly,
}

impl Deed {
    pub const ALL: [Self; 12] = [
        Self::Receipt,
        Self::Count,
        Self::Return,
        Self::Damage,
        Self::ToDefective,
        Self::FromDefective,
        Self::Scrap,
        Self::Lock,
        Self::Unlock,
        Self::Adjustment,
        Self::Transfer,
        Self::Assembly,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "stock.deed_receipt",
            Self::Count => "stock.deed_count",
            Self::Return => "stock.deed_return",
            Self::Damage => "stock.deed_damage",
            Self::ToDefective => "stock.deed_to_defective",
            Self::FromDefective => "stock.deed_from_defective",
            Self::Scrap => "stock.deed_scrap",
            Self::Lock => "stock.deed_lock",
            Self::Unlock => "stock.deed_unlock",
            Self::Adjustment => "stock.deed_adjustment",
            Self::Transfer => "stock.deed_transfer",
            Self::Assembly => "stock.deed_assembly",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Receipt => "stock.hint_receipt",
            Self::Count => "stock.hint_count",
            Self::Return => "stock.hint_return",
            Self::Damage => "stock.hint_damage",
            Self::ToDefective => "stock.hint_to_defective",
            Self::FromDefective => "stock.hint_from_defective",
            Self::Scrap => "stock.hint_scrap",
            Self::Lock => "stock.hint_lock",
            Self::Unlock => "stock.hint_unlock",
            Self::Adjustment => "stock.hint_adjustment",
            Self::Transfer => "stock.hint_transfer",
            Self::Assembly => "stock.hint_assembly",
        }
    }

    /// Where pieces go, each with its sign.
    const fn moves(self) -> (MovementKind, &'static [(Place, i64)]) {
        match self {
            Self::Receipt => (MovementKind::Receipt, &[(Place::Good, 1)]),
            Self::Count => (MovementKind::CountDifference, &[]),
            Self::Return => (MovementKind::Return, &[(Place::Good, 1)]),
            Self::Damage => (MovementKind::Damage, &[(Place::Good, -1)]),
            Self::ToDefective => (MovementKind::Damage, &[(Place::Good, -1), (Place::Defective, 1)]),
            Self::FromDefective => (MovementKind::Damage, &[(Place::Defective, -1), (Place::Good, 1)]),
            Self::Scrap => (MovementKind::Damage, &[(Place::Defective, -1)]),
            Self::Lock => (MovementKind::Lock, &[(Place::Good, -1), (Place::Locked, 1)]),
            Self::Unlock => (MovementKind::Lock, &[(Place::Locked, -1), (Place::Good, 1)]),
            Self::Adjustment => (MovementKind::Adjustment, &[(Place::Good, 1)]),
            Self::Transfer => (MovementKind::Transfer, &[]),
            Self::Assembly => (MovementKind::Assembly, &[(Place::Good, 1)]),
        }
    }

    /// Why must be said: nothing else explains it.
    const fn needs_reason(self) -> bool {
        matches!(self, Self::Damage | Self::ToDefective | Self::FromDefective | Self::Scrap | Self::Adjustment)
    }
}

/// A SKU in the form.
#[derive(Debug, Clone)]
struct Line {
    row: StockRow,
    qty: String,
    cost: String,
    batch: String,
    expires: String,
}

/// How far saving has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saving {
    Untried,
    /// What is missing is shown.
    Tried,
    /// It is being posted: nothing is posted a second time until the answer is there.
    UnderWay,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Form {
    deed: Deed,
    warehouses: Arc<[Warehouse]>,
    warehouse: i64,
    /// Where a transfer goes.
    to: Option<i64>,
    travels: bool,
    /// Receipts tell batches and expiry.
    lots: bool,
    lines: Vec<Line>,
    reason: String,
    saving: Saving,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Deed(Deed),
    Qty(usize, String),
    Cost(usize, String),
    Batch(usize, String),
    Expires(usize, String),
    /// What lies in another warehouse is asked for by the list.
    Warehouse(i64),
    To(i64),
    Travels(bool),
    Lots(bool),
    Reason(String),
    Save,
    Close,
}

/// What the form comes to.
#[derive(Debug)]
pub enum Document {
    Entry(Entry),
    Count(Count),
    Transfer(Transfer),
}

impl Form {
    /// A SKU that nobody has counted yet is counted first. `rows` tell what lies in `warehouse`.
    pub fn new(rows: Vec<StockRow>, warehouses: Arc<[Warehouse]>, warehouse: i64) -> Self {
        let counted = rows.iter().all(|row| row.levels.good.is_some());
        // Goods that came with a batch before will do so again.
        let lots = rows.iter().any(|row| !row.lots.is_empty());
        let line =
            |row| Line { row, qty: String::new(), cost: String::new(), batch: String::new(), expires: String::new() };
        let lines = rows.into_iter().map(line).collect();
        let deed = if counted { Deed::Receipt } else { Deed::Count };
        let (to, travels) = (None, false);
        Self {
            deed,
            warehouses,
            warehouse,
            to,
            travels,
            lots,
            lines,
            reason: String::new(),
            saving: Saving::Untried,
            refused: None,
        }
    }

    /// The SKUs in it.
    pub fn ids(&self) -> Vec<i64> {
        self.lines.iter().map(|line| line.row.sku_id).collect()
    }

    /// What lies in the warehouse that was chosen.
    pub fn there(&mut self, warehouse: i64, rows: Vec<StockRow>) {
        if warehouse == self.warehouse && rows.len() == self.lines.len() {
            for (line, row) in self.lines.iter_mut().zip(rows) {
                line.row = row;
            }
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Deed(deed) => self.deed = deed,
            Message::Qty(at, qty) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.qty = qty;
                }
            }
            Message::Cost(at, cost) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.cost = cost;
                }
            }
            Message::Batch(at, batch) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.batch = batch;
                }
            }
            Message::Expires(at, expires) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.expires = expires;
                }
            }
            Message::Warehouse(id) => self.warehouse = id,
            Message::To(id) => self.to = Some(id),
            Message::Travels(travels) => self.travels = travels,
            Message::Lots(lots) => self.lots = lots,
            Message::Reason(reason) => self.reason = reason,
            Message::Save | Message::Close => {}
        }
    }

    fn tried(&self) -> bool {
        self.saving != Saving::Untried
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.saving = Saving::Tried;
        self.refused = Some(said);
    }

    /// The pieces of a line; otherwise the key of what is wrong with what is typed.
    fn told(&self, line: &Line) -> Result<i64, &'static str> {
        let qty = cell::count(&line.qty).ok().flatten().ok_or("stock.qty_wrong")?;
        let (fits, wrong) = match self.deed {
            Deed::Count => (qty >= 0, "stock.qty_below_zero"),
            Deed::Adjustment | Deed::Assembly => (qty != 0, "stock.qty_zero"),
            _ => (qty > 0, "stock.qty_not_above"),
        };
        if qty.abs() > MOST_PIECES {
            Err("stock.qty_too_many")
        } else if fits {
            Ok(qty)
        } else {
            Err(wrong)
        }
    }

    /// The pieces of a line; `None` when what is typed is no such number.
    fn pieces(&self, line: &Line) -> Option<i64> {
        self.told(line).ok()
    }

    fn cost(line: &Line) -> Result<Option<Money>, ()> {
        match cell::money(&line.cost) {
            Ok(cost) if cost.is_none_or(|cost| cost.fen() >= 0) => Ok(cost),
            _ => Err(()),
        }
    }

    fn expires(line: &Line) -> Result<Option<NaiveDate>, ()> {
        cell::date(&line.expires).map_err(|_| ())
    }

    /// The batch of a line, when receipts tell them.
    fn lot(&self, line: &Line) -> Option<Lot> {
        let told = self.lots && self.deed == Deed::Receipt;
        let expires = Self::expires(line).ok().flatten();
        let batch = line.batch.trim().to_owned();
        (told && (expires.is_some() || !batch.is_empty())).then_some(Lot { expires, batch })
    }

    /// The warehouse a transfer goes to.
    fn target(&self) -> Option<i64> {
        self.to.filter(|to| *to != self.warehouse)
    }

    /// What is used up and what comes of it are both there.
    fn balanced(&self) -> bool {
        let pieces = || self.lines.iter().filter_map(|line| self.pieces(line));
        pieces().any(|qty| qty > 0) && pieces().any(|qty| qty < 0)
    }

    /// What each piece costs that comes of what was used up: all of its cost, when one SKU comes of it and all costs are known.
    fn assembled_cost(&self) -> Option<Money> {
        let mut used = Money::ZERO;
        let mut made = None;
        for line in &self.lines {
            let qty = self.pieces(line)?;
            if qty < 0 {
                used += line.row.unit_cost()?.worth(-qty)?;
            } else if made.replace(qty).is_some() {
                return None;
            }
        }
        Money::from_yuan(used.yuan().checked_div(made?.into())?)
    }

    /// The document, once everything in it makes sense; what does not is shown from then on. Only once until it is refused.
    pub fn document(&mut self, ctx: &Ctx) -> Option<Document> {
        if self.saving == Saving::UnderWay {
            return None;
        }
        self.saving = Saving::Tried;
        let document = self.made(ctx)?;
        self.saving = Saving::UnderWay;
        Some(document)
    }

    fn made(&self, ctx: &Ctx) -> Option<Document> {
        let quantities: Option<Vec<i64>> = self.lines.iter().map(|line| self.pieces(line)).collect();
        let costs: Option<Vec<Option<Money>>> = self.lines.iter().map(|line| Self::cost(line).ok()).collect();
        let (quantities, costs) = quantities.zip(costs)?;
        if self.deed.needs_reason() && self.reason.trim().is_empty() {
            return None;
        }
        if self.lots && self.lines.iter().any(|line| Self::expires(line).is_err()) {
            return None;
        }
        let (kind, moves) = self.deed.moves();
        let moved_at = ctx.now();
        let reason = self.reason.trim().to_owned();
        let code = |line: &Line| line.row.code.clone();
        if self.deed == Deed::Count {
            let lines = self.lines.iter().zip(quantities).map(|(line, qty)| (code(line), qty)).collect();
            return Some(Document::Count(Count { warehouse: self.warehouse, counted_at: moved_at, reason, lines }));
        }
        if self.deed == Deed::Transfer {
            let lines = self.lines.iter().zip(quantities).map(|(line, qty)| (code(line), qty)).collect();
            let (from, to, travels) = (self.warehouse, self.target()?, self.travels);
            return Some(Document::Transfer(Transfer { from, to, moved_at, reason, lines, travels }));
        }
        if self.deed == Deed::Assembly && !self.balanced() {
            return None;
        }
        let assembled = if self.deed == Deed::Assembly { self.assembled_cost() } else { None };
        let (deed, warehouse) = (self.deed, self.warehouse);
        let lines = self.lines.iter().zip(quantities).zip(costs).flat_map(|((line, qty), cost)| {
            let lot = self.lot(line);
            let cost = match deed {
                Deed::Receipt => cost,
                Deed::Assembly => assembled.filter(|_| qty > 0),
                _ => None,
            };
            moves.iter().map(move |(place, sign)| EntryLine {
                code: code(line),
                warehouse,
                place: *place,
                qty: qty * sign,
                unit_cost: cost,
                note: String::new(),
                lot: lot.clone(),
            })
        });
        Some(Document::Entry(Entry { kind, moved_at, reason, lines: lines.collect() }))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let deeds = Deed::ALL.map(|deed| (deed, ctx.t(deed.key()).to_owned()));
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line(ctx, at, line));
        let wrong_reason = (self.tried() && self.deed.needs_reason() && self.reason.trim().is_empty())
            .then(|| ctx.t("stock.reason_needed").to_owned());
        let reason = field::field(
            ctx.t("stock.reason"),
            field::input(ctx.t("stock.reason_hint"), &self.reason, Message::Reason).on_submit(Message::Save),
            None,
            wrong_reason,
        );
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let unbalanced = (self.tried() && self.deed == Deed::Assembly && !self.balanced())
            .then(|| words::body(ctx.t("stock.assembly_wrong")).style(ink::bad));
        let lots =
            (self.deed == Deed::Receipt).then(|| choice::check(ctx.t("stock.with_lots"), self.lots, Message::Lots));
        let content = column![
            choice::chips(deeds, self.deed, Message::Deed),
            words::muted(ctx.t(self.deed.hint())),
            self.places(ctx),
            lots,
            Column::with_children(lines).spacing(gap::S),
            unbalanced,
            reason,
            refused,
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("stock.save"), (self.saving != Saving::UnderWay).then_some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t("stock.post_title"), (ctx.t("shell.close"), Message::Close), content, buttons, 780.0)
    }

    /// Which warehouse, and for transfers which other one.
    fn places<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let transfer = self.deed == Deed::Transfer;
        if self.warehouses.len() < 2 {
            return transfer.then(|| words::body(ctx.t("warehouse.only_one")).style(ink::bad).into());
        }
        let named: Vec<Named> = self.warehouses.iter().map(Named::from).collect();
        let here = named.iter().find(|one| one.id == self.warehouse).cloned();
        let others: Vec<Named> = named.iter().filter(|one| one.id != self.warehouse).cloned().collect();
        let there = others.iter().find(|one| Some(one.id) == self.to).cloned();
        let from = field::pick(named, here, "", |one| Message::Warehouse(one.id));
        let from = container(field::around(ctx.t("warehouse.from"), from, None, None)).width(220);
        let to = transfer.then(|| {
            let wrong = (self.tried() && self.target().is_none()).then(|| ctx.t("warehouse.choose_to").to_owned());
            let pick = field::pick(others, there, ctx.t("warehouse.choose_to"), |one| Message::To(one.id));
            container(field::around(ctx.t("warehouse.to"), pick, None, wrong)).width(220)
        });
        let travels = transfer.then(|| {
            container(choice::check(ctx.t("warehouse.travels"), self.travels, Message::Travels))
                .padding(iced::Padding { top: gap::L + gap::XS, ..iced::Padding::ZERO })
        });
        Some(row![from, to, travels].spacing(gap::M).into())
    }

    fn line<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let row_name = format!("{} {}", line.row.name, words::spec(&line.row.props));
        let levels = &line.row.levels;
        let (there, key) = match self.deed {
            Deed::FromDefective | Deed::Scrap => (levels.defective, "stock.there_defective"),
            Deed::Unlock => (levels.locked, "stock.there_locked"),
            _ => (levels.good, "stock.there"),
        };
        let there = there.map_or_else(
            || ctx.t("stock.not_counted").to_owned(),
            |pieces| ctx.f(key, &[("n", &crate::table::grouped(&pieces.to_string()))]),
        );
        let wrong = self.told(line).err().filter(|_| self.tried()).map(|key| ctx.t(key).to_owned());
        let key = if self.deed == Deed::Count { "stock.qty_counted" } else { "stock.qty" };
        let qty = field::field(
            ctx.t(key),
            field::input("", &line.qty, move |qty| Message::Qty(at, qty))
                .id(format!("stock-qty-{at}"))
                .on_submit(Message::Save),
            None,
            wrong,
        );
        let cost = (self.deed == Deed::Receipt).then(|| {
            let wrong = (self.tried() && Self::cost(line).is_err()).then(|| ctx.t("stock.cost_wrong").to_owned());
            let input = field::input("", &line.cost, move |cost| Message::Cost(at, cost)).on_submit(Message::Save);
            container(field::field(ctx.t("stock.unit_cost"), input, None, wrong)).width(110)
        });
        let lot = (self.deed == Deed::Receipt && self.lots).then(|| {
            let wrong = (self.tried() && Self::expires(line).is_err()).then(|| ctx.t("warehouse.day_wrong").to_owned());
            let batch = field::input("", &line.batch, move |batch| Message::Batch(at, batch)).on_submit(Message::Save);
            let expires = field::input("2027-06-30", &line.expires, move |day| Message::Expires(at, day))
                .on_submit(Message::Save);
            row![
                container(field::field(ctx.t("stock.batch"), batch, None, None)).width(110),
                container(field::field(ctx.t("stock.expires"), expires, None, wrong)).width(120),
            ]
            .spacing(gap::M)
        });
        row![
            column![one_line(line.row.code.clone()).bold(), one_line(row_name), words::small(there)]
                .width(Length::Fill),
            container(qty).width(if self.deed == Deed::Receipt { 100 } else { 150 }),
            cost,
            lot,
        ]
        .spacing(gap::M)
        .align_y(Alignment::Start)
        .into()
    }
}
