//! The form that posts stock (登记出入库): what happened, how many pieces of each SKU, why. The text as it was typed is kept.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{Count, Entry, EntryLine, StockRow};

/// Name of the first field.
pub const FIRST: &str = "stock-qty-0";

/// The warehouse that ships orders.
const MAIN: i64 = 1;

/// What happened (业务).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Receipt,
    Count,
    Return,
    Damage,
    /// Good pieces turn out to be defective.
    ToDefective,
    Lock,
    Unlock,
    Adjustment,
}

impl Deed {
    pub const ALL: [Self; 8] = [
        Self::Receipt,
        Self::Count,
        Self::Return,
        Self::Damage,
        Self::ToDefective,
        Self::Lock,
        Self::Unlock,
        Self::Adjustment,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "stock.deed_receipt",
            Self::Count => "stock.deed_count",
            Self::Return => "stock.deed_return",
            Self::Damage => "stock.deed_damage",
            Self::ToDefective => "stock.deed_to_defective",
            Self::Lock => "stock.deed_lock",
            Self::Unlock => "stock.deed_unlock",
            Self::Adjustment => "stock.deed_adjustment",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Receipt => "stock.hint_receipt",
            Self::Count => "stock.hint_count",
            Self::Return => "stock.hint_return",
            Self::Damage => "stock.hint_damage",
            Self::ToDefective => "stock.hint_to_defective",
            Self::Lock => "stock.hint_lock",
            Self::Unlock => "stock.hint_unlock",
            Self::Adjustment => "stock.hint_adjustment",
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
            Self::Lock => (MovementKind::Lock, &[(Place::Good, -1), (Place::Locked, 1)]),
            Self::Unlock => (MovementKind::Lock, &[(Place::Locked, -1), (Place::Good, 1)]),
            Self::Adjustment => (MovementKind::Adjustment, &[(Place::Good, 1)]),
        }
    }

    /// Why must be said: nothing else explains it.
    const fn needs_reason(self) -> bool {
        matches!(self, Self::Damage | Self::ToDefective | Self::Adjustment)
    }
}

/// A SKU in the form.
#[derive(Debug, Clone)]
struct Line {
    row: StockRow,
    qty: String,
    cost: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Form {
    deed: Deed,
    lines: Vec<Line>,
    reason: String,
    /// Saving was tried: what is missing is shown.
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Deed(Deed),
    Qty(usize, String),
    Cost(usize, String),
    Reason(String),
    Save,
    Close,
}

/// What the form comes to.
#[derive(Debug)]
pub enum Document {
    Entry(Entry),
    Count(Count),
}

impl Form {
    /// A SKU that nobody has counted yet is counted first.
    pub fn new(rows: Vec<StockRow>) -> Self {
        let counted = rows.iter().all(|row| row.levels.good.is_some());
        let lines = rows.into_iter().map(|row| Line { row, qty: String::new(), cost: String::new() }).collect();
        let deed = if counted { Deed::Receipt } else { Deed::Count };
        Self { deed, lines, reason: String::new(), tried: false, refused: None }
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
            Message::Reason(reason) => self.reason = reason,
            Message::Save | Message::Close => {}
        }
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    /// The pieces of a line; `None` when what is typed is no such number.
    fn pieces(&self, line: &Line) -> Option<i64> {
        let qty = cell::count(&line.qty).ok().flatten()?;
        let fits = match self.deed {
            Deed::Count => qty >= 0,
            Deed::Adjustment => qty != 0,
            _ => qty > 0,
        };
        fits.then_some(qty)
    }

    fn cost(line: &Line) -> Result<Option<Money>, ()> {
        match cell::money(&line.cost) {
            Ok(cost) if cost.is_none_or(|cost| cost.fen() >= 0) => Ok(cost),
            _ => Err(()),
        }
    }

    /// The document, once everything in it makes sense; what does not is shown from then on.
    pub fn document(&mut self, ctx: &Ctx) -> Option<Document> {
        self.tried = true;
        let quantities: Option<Vec<i64>> = self.lines.iter().map(|line| self.pieces(line)).collect();
        let costs: Option<Vec<Option<Money>>> = self.lines.iter().map(|line| Self::cost(line).ok()).collect();
        let (quantities, costs) = quantities.zip(costs)?;
        if self.deed.needs_reason() && self.reason.trim().is_empty() {
            return None;
        }
        let (kind, moves) = self.deed.moves();
        let moved_at = ctx.now();
        let reason = self.reason.trim().to_owned();
        let code = |line: &Line| line.row.code.clone();
        if self.deed == Deed::Count {
            let lines = self.lines.iter().zip(quantities).map(|(line, qty)| (code(line), qty)).collect();
            return Some(Document::Count(Count { warehouse: MAIN, counted_at: moved_at, reason, lines }));
        }
        let lines = self.lines.iter().zip(quantities).zip(costs).flat_map(|((line, qty), cost)| {
            let cost = cost.filter(|_| self.deed == Deed::Receipt);
            moves.iter().map(move |(place, sign)| EntryLine {
                code: code(line),
                warehouse: MAIN,
                place: *place,
                qty: qty * sign,
                unit_cost: cost,
                note: String::new(),
            })
        });
        Some(Document::Entry(Entry { kind, moved_at, reason, lines: lines.collect() }))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let deeds = Deed::ALL.map(|deed| (deed, ctx.t(deed.key()).to_owned()));
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line(ctx, at, line));
        let wrong_reason = (self.tried && self.deed.needs_reason() && self.reason.trim().is_empty())
            .then(|| ctx.t("stock.reason_needed").to_owned());
        let reason = field::field(
            ctx.t("stock.reason"),
            field::input(ctx.t("stock.reason_hint"), &self.reason, Message::Reason).on_submit(Message::Save),
            None,
            wrong_reason,
        );
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![
            choice::segments(deeds, Some(self.deed), Message::Deed),
            words::muted(ctx.t(self.deed.hint())),
            Column::with_children(lines).spacing(gap::S),
            reason,
            refused,
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("stock.save"), Some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t("stock.post_title"), (ctx.t("shell.close"), Message::Close), content, buttons, 720.0)
    }

    fn line<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let row_name = format!("{} {}", line.row.name, line.row.props);
        let there = line.row.levels.good.map_or_else(
            || ctx.t("stock.not_counted").to_owned(),
            |good| ctx.f("stock.there", &[("n", &crate::table::grouped(&good.to_string()))]),
        );
        let wrong = (self.tried && self.pieces(line).is_none()).then(|| ctx.t("stock.qty_wrong").to_owned());
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
            let wrong = (self.tried && Self::cost(line).is_err()).then(|| ctx.t("stock.cost_wrong").to_owned());
            let input = field::input("", &line.cost, move |cost| Message::Cost(at, cost)).on_submit(Message::Save);
            container(field::field(ctx.t("stock.unit_cost"), input, None, wrong)).width(130)
        });
        row![
            column![one_line(line.row.code.clone()).bold(), one_line(row_name), words::small(there)]
                .width(Length::Fill),
            container(qty).width(150),
            cost,
        ]
        .spacing(gap::M)
        .align_y(Alignment::Start)
        .into()
    }
}
