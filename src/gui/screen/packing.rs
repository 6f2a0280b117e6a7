//! 扫描验货: an order's or a parcel's number is scanned, then every piece that goes into the box. What is missing stands there until it
//! is in; what does not belong in is refused. All of it goes through one field, into which a scanner types.

#[cfg(test)]
mod tests;
mod view;

use chrono::NaiveDateTime;
use iced::Element;

use crate::domain::order::OrderStatus;
use crate::domain::packing::{Check, PackBox, Scan};
use crate::domain::platform::Platform;
use crate::gui::action::{Action, Intent};
use crate::gui::ctx::Ctx;
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::{PageCommand, Screen};
use crate::locale::Said;

/// Name of the field.
const FIELD: &str = "packing-scan";
/// Boxes that are remembered below.
const REMEMBERED: usize = 12;

/// How the last scan went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    Well,
    Done,
    Mind,
    Badly,
}

/// A box that was found complete here.
#[derive(Debug, Clone)]
struct Past {
    orders: String,
    pieces: i64,
    at: NaiveDateTime,
}

/// The page.
#[derive(Debug)]
pub struct Packing {
    field: String,
    /// Boxes behind the scanned number, and the one being packed.
    boxes: Vec<PackBox>,
    at: usize,
    check: Option<Check>,
    said: Option<(Went, Said)>,
    past: Vec<Past>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Field(String),
    /// Enter: the scanner ends each code with it.
    Scanned,
    Found(String, Result<Found, Said>),
    /// Another box of the same order.
    Box(usize),
    /// A piece without a code, counted by hand.
    Count(usize),
    TakeBack,
    /// Another order: this one is left as it is.
    Leave,
    Recorded(Result<(), Said>),
    Go(Open),
}

/// What stands behind a scanned number.
#[derive(Debug, Clone)]
pub struct Found {
    boxes: Vec<PackBox>,
    /// When and by whom it was checked before.
    before: Option<(NaiveDateTime, String)>,
    /// Why it should not leave the house: held back, a refund is asked for.
    unfit: Option<Said>,
}

fn told(error: &crate::store::StoreError) -> Said {
    tracing::warn!(%error, "packing");
    error.said()
}

fn orders_of(one: &PackBox) -> Vec<(Platform, String)> {
    one.orders.iter().map(|order| (order.platform, order.order_no.clone())).collect()
}

fn numbers_of(one: &PackBox) -> String {
    one.orders.iter().map(|order| order.order_no.as_str()).collect::<Vec<_>>().join(", ")
}

impl Screen for Packing {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { field: String::new(), boxes: Vec::new(), at: 0, check: None, said: None, past: Vec::new() }
    }

    fn enter(&mut self, _ctx: &Ctx) -> Action<Message> {
        focus()
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Field(text) => {
                self.field = text;
                Action::none()
            }
            Message::Scanned => {
                let code = std::mem::take(&mut self.field).trim().to_owned();
                if code.is_empty() {
                    return Action::none();
                }
                match &mut self.check {
                    Some(check) if !check.complete() => {
                        let scan = check.scan(&code);
                        self.went(ctx, &scan, &code).and(focus())
                    }
                    _ => look(ctx, code).and(focus()),
                }
            }
            Message::Found(number, Ok(found)) => {
                self.found(&number, found);
                focus()
            }
            Message::Found(_, Err(said)) | Message::Recorded(Err(said)) => {
                self.said = Some((Went::Badly, said));
                focus()
            }
            Message::Box(at) => {
                if let Some(one) = self.boxes.get(at) {
                    self.check = Some(Check::new(&one.lines));
                    self.at = at;
                    self.said = None;
                }
                focus()
            }
            Message::Count(at) => {
                let Some(check) = &mut self.check else { return Action::none() };
                let scan = check.count(at);
                self.went(ctx, &scan, "").and(focus())
            }
            Message::TakeBack => {
                if self.check.as_mut().is_some_and(Check::take_back) {
                    self.said = Some((Went::Mind, Said::new("packing.taken_back")));
                }
                focus()
            }
            Message::Leave => {
                self.leave();
                focus()
            }
            Message::Recorded(Ok(())) => Action::intent(Intent::DataChanged).and(focus()),
            Message::Go(what) => Action::intent(Intent::Open(what)),
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        self.page(ctx)
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.check.is_some().then(|| {
            self.leave();
            focus()
        })
    }

    fn command(&mut self, _ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Find => focus(),
            PageCommand::Export | PageCommand::Refresh | PageCommand::Accept => Action::none(),
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        match what {
            Open::Pack(number) => look(ctx, number),
            other => {
                debug_assert_eq!(other.route(), Route::Packing);
                Action::none()
            }
        }
    }
}

/// The field is where the scanner types, always.
fn focus() -> Action<Message> {
    Action::task(iced::widget::operation::focus(FIELD))
}

/// Looks a number up.
fn look(ctx: &Ctx, number: String) -> Action<Message> {
    let Some(store) = ctx.store().cloned() else { return Action::none() };
    let asked = number.clone();
    Action::work(
        move || {
            let boxes = store.boxes_of_number(&asked).map_err(|error| told(&error))?;
            let orders: Vec<(Platform, String)> = boxes.iter().flat_map(orders_of).collect();
            let before = store.last_check(&orders).map_err(|error| told(&error))?;
            let ids: Vec<i64> = boxes.iter().flat_map(|one| &one.orders).map(|order| order.id).collect();
            let unfit = store.unfit_to_pack(&ids).map_err(|error| told(&error))?;
            Ok(Found { boxes, before, unfit })
        },
        move |found| Message::Found(number, found),
    )
}

impl Packing {
    fn leave(&mut self) {
        self.boxes.clear();
        self.check = None;
        self.said = None;
    }

    /// The box being packed.
    fn current(&self) -> Option<&PackBox> {
        self.boxes.get(self.at)
    }

    fn found(&mut self, number: &str, found: Found) {
        let no = |key: &str| Said::new(key).with("no", number);
        self.leave();
        let Found { boxes, before, unfit } = found;
        let orders = || boxes.iter().flat_map(|one| &one.orders);
        let Some(first) = boxes.first() else {
            self.said = Some((Went::Badly, no("packing.unknown")));
            return;
        };
        // Whatever else it is: these are not sent.
        let refused = orders().find_map(|order| match order.status {
            Some(OrderStatus::Unpaid) => Some("packing.unpaid"),
            Some(OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded) => Some("packing.closed"),
            _ => None,
        });
        if let Some(key) = refused {
            self.said = Some((Went::Badly, no(key)));
            return;
        }
        if let Some(said) = unfit {
            self.said = Some((Went::Badly, said));
            return;
        }
        if first.lines.is_empty() {
            self.said = Some((Went::Badly, no("packing.nothing")));
            return;
        }
        self.at = boxes.iter().position(|one| one.tracking_no == number).unwrap_or(0);
        self.said = match before {
            Some((at, who)) => {
                let at = at.format("%Y-%m-%d %H:%M");
                Some((Went::Mind, no("packing.before").with("at", at).with("who", who)))
            }
            None if orders().all(|order| !order.waits()) => Some((Went::Mind, no("packing.sent"))),
            None => None,
        };
        self.check = boxes.get(self.at).map(|one| Check::new(&one.lines));
        self.boxes = boxes;
    }

    /// Says how a scan went; keeps what is complete.
    fn went(&mut self, ctx: &Ctx, scan: &Scan, code: &str) -> Action<Message> {
        let name = |at: usize| {
            let one = self.check.as_ref().and_then(|check| check.articles.get(at));
            one.map(|one| [one.name.as_str(), one.props.as_str()].join(" ").trim().to_owned()).unwrap_or_default()
        };
        let said = match scan {
            Scan::Counted { at, missing: 0 } => (Went::Well, Said::new("packing.article_done").with("name", name(*at))),
            Scan::Counted { at, missing } => {
                (Went::Well, Said::new("packing.counted").with("name", name(*at)).with("n", missing))
            }
            Scan::Surplus { at } => (Went::Badly, Said::new("packing.surplus").with("name", name(*at))),
            Scan::Wrong => (Went::Badly, Said::new("packing.wrong").with("code", code)),
            Scan::Complete { .. } => (Went::Done, Said::new("packing.complete")),
        };
        self.said = Some(said);
        let complete = matches!(scan, Scan::Complete { .. });
        let (Some(one), Some(store)) = (self.current().filter(|_| complete), ctx.store().cloned()) else {
            return Action::none();
        };
        let (orders, pieces) = (orders_of(one), one.pieces());
        let past = Past { orders: numbers_of(one), pieces, at: ctx.now() };
        self.past.insert(0, past);
        self.past.truncate(REMEMBERED);
        Action::work(move || store.checked(ACTOR, &orders, pieces).map_err(|error| told(&error)), Message::Recorded)
    }
}
