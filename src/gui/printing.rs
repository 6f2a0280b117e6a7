//! Printing from the window (打印): pick list, packing slips and labels of chosen orders as one PDF, under a name the user chooses,
//! made off the window's thread with its progress in the foot.

use std::path::PathBuf;

use chrono::NaiveDateTime;

use crate::domain::packing::{PackBox, PackLine, PackOrder, PrintKind};
use crate::export;
use crate::export::pdf::label::Label;
use crate::export::pdf::packing::{Packed, PackingSlip};
use crate::export::pdf::pick::{Basket, PickList, Picked};
use crate::export::pdf::{self, Page};
use crate::locale::{Lang, Said};
use crate::store::{Printed, Refused, Store};
use crate::table::grouped;

use super::action::{Action, Intent, Toast};
use super::ctx::Ctx;
use super::job::Job;
use super::names;
use super::save;
use super::screen::import::ACTOR;

/// The remembered folder of printed documents.
const FOLDER: &str = "prints";
/// Boxes laid out between two looks at the Cancel button.
const PIECE: usize = 100;

#[derive(Debug, Clone)]
pub enum Message {
    Ask(PrintKind, Vec<i64>),
    Picked(PrintKind, Vec<i64>, Option<PathBuf>),
    /// The file and what is on it; `None` when it was stopped.
    Done(Result<Option<Made>, Said>),
}

/// A document that was made.
#[derive(Debug, Clone)]
pub struct Made {
    path: PathBuf,
    boxes: usize,
    /// Boxes that were left out, with why.
    kept: Vec<Refused>,
}

/// Locale key of a document's name.
pub const fn name(kind: PrintKind) -> &'static str {
    match kind {
        PrintKind::PickList => "print.pick_list",
        PrintKind::PackingSlip => "print.packing_slip",
        PrintKind::Label => "print.labels",
    }
}

pub fn update(ctx: &Ctx, message: Message) -> Action<Message> {
    match message {
        Message::Ask(_, ids) if ids.is_empty() => Action::none(),
        Message::Ask(kind, ids) => {
            let title = ctx.t(name(kind));
            let file = export::name::clean(&format!("{title} {}", ctx.now().format("%Y-%m-%d %H%M")));
            save::ask(ctx, FOLDER, title.to_owned(), &file, "pdf", move |path| Message::Picked(kind, ids.clone(), path))
        }
        Message::Picked(_, _, None) => Action::none(),
        Message::Picked(kind, ids, Some(path)) => {
            let Some(store) = ctx.store().cloned() else { return Action::none() };
            let path = save::with_ending(path, "pdf");
            let remember = save::remember(ctx, FOLDER, &path);
            let work = Printing {
                kind,
                lang: ctx.lang,
                shop: ctx.shop.as_ref().map(super::ctx::Shop::name).unwrap_or_default(),
                at: ctx.now(),
                job: Job::new(Said::new("print.job").with("what", ctx.t(name(kind)))),
            };
            let shown = work.job.clone();
            Action::work(move || work.run(&store, &ids, path), Message::Done).with(Intent::Job(shown)).with(remember)
        }
        Message::Done(Ok(None)) => Action::toast(Toast::note(Said::new("shell.export_stopped"))),
        Message::Done(Ok(Some(Made { path, boxes, kept }))) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let key = if kept.is_empty() { "print.done" } else { "print.done_kept" };
            let said = Said::new(key)
                .with("n", grouped(&boxes.to_string()))
                .with("name", name)
                .with("kept", grouped(&kept.len().to_string()))
                .with("why", kept.first().map(|first| ctx.say(&first.why)).unwrap_or_default());
            let toast = if kept.is_empty() { Toast::good(said) } else { Toast::warning(said) };
            Action::toast(toast.with_button("shell.show_folder", Intent::Reveal(path))).with(Intent::DataChanged)
        }
        Message::Done(Err(said)) => Action::toast(Toast::bad(said)),
    }
}

struct Printing {
    kind: PrintKind,
    lang: Lang,
    shop: String,
    at: NaiveDateTime,
    job: Job,
}

impl Printing {
    fn run(&self, store: &Store, ids: &[i64], path: PathBuf) -> Result<Option<Made>, Said> {
        let written = self.write(store, ids, &path);
        self.job.finish();
        match written {
            Err(_) if self.job.cancelled() => Ok(None),
            written => written.map(|(boxes, kept)| Some(Made { path, boxes, kept })),
        }
    }

    fn write(&self, store: &Store, ids: &[i64], path: &std::path::Path) -> Result<(usize, Vec<Refused>), Said> {
        let told = |error: crate::store::StoreError| {
            tracing::warn!(%error, "printing");
            error.said()
        };
        let boxes = store.boxes(ids).map_err(told)?;
        if boxes.iter().all(|one| one.lines.is_empty()) {
            return Err(Said::new("print.nothing"));
        }
        // Written down before it is on paper: nobody reads a receiver without the audit knowing.
        let Printed { boxes, kept } = store.print(ACTOR, self.kind, ids).map_err(told)?;
        if let Some(first) = kept.first().filter(|_| boxes.is_empty()) {
            return Err(first.why.clone());
        }
        let pages = self.pages(store, &boxes)?;
        let bytes = pdf::bytes(&pages, self.lang.t(name(self.kind)))?;
        export::put(path, &bytes).map_err(|error| error.said())?;
        Ok((boxes.len(), kept))
    }

    fn pages(&self, store: &Store, boxes: &[PackBox]) -> Result<Vec<Page>, Said> {
        let made_at = self.at.format("%Y-%m-%d %H:%M").to_string();
        if self.kind == PrintKind::PickList {
            let warehouses = store.warehouses().map_err(|error| error.said())?;
            let place = warehouses.first().map(|first| first.name.clone()).unwrap_or_default();
            let baskets = boxes.iter().map(|one| basket(self.lang, &place, one)).collect();
            return Ok(PickList { shop: self.shop.clone(), made_at, baskets }.pages(self.lang));
        }
        let mut pages = Vec::with_capacity(boxes.len());
        for (at, piece) in boxes.chunks(PIECE).enumerate() {
            self.job.progress((at * PIECE) as u64, Some(boxes.len() as u64));
            if self.job.cancelled() {
                return Err(Said::new("shell.export_stopped"));
            }
            for one in piece {
                match self.kind {
                    PrintKind::Label => pages.push(label(self.lang, one, &made_at).page(self.lang)),
                    _ => pages.extend(slip(self.lang, one).pages(self.lang)),
                }
            }
        }
        Ok(pages)
    }
}

fn numbers(one: &PackBox) -> Vec<String> {
    one.orders.iter().map(|order| order.order_no.clone()).collect()
}

fn shop(lang: Lang, order: &PackOrder) -> String {
    names::shop(lang, &order.shop, order.platform)
}

/// The article of a line: the shop's own code, or at least something to go by.
fn code(line: &PackLine) -> String {
    if line.code.is_empty() { "—".to_owned() } else { line.code.clone() }
}

fn basket(lang: Lang, place: &str, one: &PackBox) -> Basket {
    let mut orders = numbers(one).join(", ");
    if let Some((n, of)) = one.part {
        orders.push_str(&format!(" ({n}/{of})"));
    }
    let picked = |line: &PackLine| Picked {
        place: place.to_owned(),
        code: code(line),
        name: line.name.clone(),
        props: line.props.clone(),
        qty: line.pieces(),
    };
    Basket {
        orders,
        shop: one.orders.first().map(|order| shop(lang, order)).unwrap_or_default(),
        lines: one.lines.iter().map(picked).collect(),
    }
}

fn slip(lang: Lang, one: &PackBox) -> PackingSlip {
    let packed = |line: &PackLine| Packed {
        code: code(line),
        name: line.name.clone(),
        props: line.props.clone(),
        qty: line.pieces(),
        gift: line.gift,
    };
    let first = one.orders.first();
    let of = |text: fn(&PackOrder) -> String| first.map(text).unwrap_or_default();
    PackingSlip {
        shop: first.map(|order| shop(lang, order)).unwrap_or_default(),
        orders: numbers(one),
        paid_at: of(|order| order.paid_at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()),
        receiver: of(|order| order.receiver.clone()),
        region: of(|order| order.region.clone()),
        courier: of(|order| order.courier.clone()),
        tracking_no: one.tracking_no.clone(),
        buyer_message: one
            .orders
            .iter()
            .map(|order| order.buyer_message.trim())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" / "),
        lines: one.lines.iter().map(packed).collect(),
    }
}

fn label(lang: Lang, one: &PackBox, printed_at: &str) -> Label {
    let short = |line: &PackLine| {
        let name = if line.props.is_empty() { line.name.clone() } else { format!("{} {}", line.name, line.props) };
        format!("{name} ×{}", line.pieces())
    };
    let first = one.orders.first();
    let of = |text: fn(&PackOrder) -> &String| first.map(text).cloned().unwrap_or_default();
    Label {
        shop: first.map(|order| shop(lang, order)).unwrap_or_default(),
        receiver: of(|order| &order.receiver),
        phone: of(|order| &order.phone),
        address: of(|order| &order.address),
        courier: of(|order| &order.courier),
        tracking_no: one.tracking_no.clone(),
        order_no: numbers(one).join(", "),
        items: one.lines.iter().map(short).collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " }),
        pieces: one.pieces(),
        part: one.part,
        printed_at: printed_at.to_owned(),
    }
}
