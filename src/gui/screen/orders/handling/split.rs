//! The form that splits an order (拆单): how many of each line go into a box of their own.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::packing::{PackOrder, SplitRefusal, may_split};
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "split-0";

/// A line of the order: what it is, how many there are, how many are put aside.
#[derive(Debug, Clone)]
struct Line {
    line_no: String,
    name: String,
    ordered: i64,
    aside: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Split {
    id: i64,
    order_no: String,
    waits: bool,
    lines: Vec<Line>,
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Aside(usize, String),
    Save,
    Close,
}

impl Split {
    /// Of the order as it lies in its first box.
    pub fn new(order: &PackOrder) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for line in order.lines.iter().filter(|line| !line.line_no.is_empty()) {
            // A bundle is one line, whatever is in it.
            if lines.iter().any(|known| known.line_no == line.line_no) {
                continue;
            }
            let name = [line.code.as_str(), line.name.as_str(), line.props.as_str()].join(" ").trim().to_owned();
            lines.push(Line { line_no: line.line_no.clone(), name, ordered: line.ordered, aside: String::new() });
        }
        let (id, order_no, waits) = (order.id, order.order_no.clone(), order.waits());
        Self { id, order_no, waits, lines, tried: false, refused: None }
    }

    pub const fn id(&self) -> i64 {
        self.id
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        if let Message::Aside(at, text) = message
            && let Some(line) = self.lines.get_mut(at)
        {
            line.aside = text;
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    fn pieces(line: &Line) -> Option<i64> {
        if line.aside.trim().is_empty() {
            return Some(0);
        }
        cell::count(&line.aside).ok().flatten().filter(|qty| (0..=line.ordered).contains(qty))
    }

    /// What stands in the way, once every number is one.
    fn refusal(&self) -> Option<SplitRefusal> {
        let aside: Vec<i64> = self.lines.iter().map(|line| Self::pieces(line).unwrap_or(-1)).collect();
        let ordered: Vec<i64> = self.lines.iter().map(|line| line.ordered).collect();
        may_split(self.waits, &ordered, &aside).err()
    }

    /// Lines and numbers, once they make sense; what does not is shown from then on.
    pub fn aside(&mut self) -> Option<Vec<(String, i64)>> {
        self.tried = true;
        if self.refusal().is_some() {
            return None;
        }
        let parts = self.lines.iter().filter_map(|line| Some((line.line_no.clone(), Self::pieces(line)?)));
        Some(parts.filter(|(_, qty)| *qty > 0).collect())
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let lines = self.lines.iter().enumerate().map(|(at, line)| {
            let wrong = (self.tried && Self::pieces(line).is_none())
                .then(|| ctx.f("desk.split_wrong", &[("n", &line.ordered.to_string())]));
            let input = field::input("0", &line.aside, move |text| Message::Aside(at, text))
                .id(format!("split-{at}"))
                .on_submit(Message::Save);
            row![
                column![
                    one_line(line.name.clone()),
                    words::small(ctx.f("desk.ordered", &[("n", &grouped(&line.ordered.to_string()))])),
                ]
                .width(Length::Fill),
                container(field::field(ctx.t("desk.aside"), input, None, wrong)).width(150),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Start)
            .into()
        });
        let said = match self.refusal().filter(|_| self.tried) {
            Some(SplitRefusal::NotWaiting) => Some(ctx.t("store.split_not_waiting").to_owned()),
            Some(SplitRefusal::Nothing) => Some(ctx.t("store.split_nothing").to_owned()),
            Some(SplitRefusal::Everything) => Some(ctx.t("store.split_everything").to_owned()),
            Some(SplitRefusal::Wrong { .. }) | None => self.refused.as_ref().map(|said| ctx.say(said)),
        };
        let content = column![
            words::muted(ctx.t("desk.split_hint")),
            Column::with_children(lines).spacing(gap::S),
            said.map(|said| words::body(said).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("desk.split_save"), Some(Message::Save)).into(),
        ];
        let title = ctx.f("desk.split_title", &[("no", &self.order_no)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 600.0)
    }
}
