//! The dialogs that put alerts off (暂停提醒) and settle them (了结).

use iced::Element;
use iced::widget::column;

use crate::domain::alert::Nap;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::store::AlertDeed;
use crate::table::grouped;

/// Name of the field for the reason.
pub const FIRST: &str = "alerts-reason";

/// What is asked before it is done.
#[derive(Debug, Clone)]
pub struct Handle {
    ids: Vec<i64>,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Snooze(Nap),
    Settle { reason: String, tried: bool },
}

#[derive(Debug, Clone)]
pub enum Message {
    Nap(Nap),
    Reason(String),
    Save,
    Close,
}

const fn key(nap: Nap) -> &'static str {
    match nap {
        Nap::Hour => "alerts.nap_hour",
        Nap::Tomorrow => "alerts.nap_tomorrow",
        Nap::Week => "alerts.nap_week",
        Nap::UntilStock => "alerts.nap_until_stock",
    }
}

impl Handle {
    pub const fn snooze(ids: Vec<i64>) -> Self {
        Self { ids, what: What::Snooze(Nap::Tomorrow) }
    }

    pub const fn settle(ids: Vec<i64>) -> Self {
        Self { ids, what: What::Settle { reason: String::new(), tried: false } }
    }

    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    pub fn update(&mut self, message: Message) {
        match (message, &mut self.what) {
            (Message::Nap(nap), What::Snooze(chosen)) => *chosen = nap,
            (Message::Reason(text), What::Settle { reason, .. }) => *reason = text,
            _ => {}
        }
    }

    /// What is to be done; `None` while the reason is missing, which is said from then on.
    pub fn deed(&mut self) -> Option<AlertDeed> {
        match &mut self.what {
            What::Snooze(nap) => Some(AlertDeed::Snooze(*nap)),
            What::Settle { reason, tried } => {
                *tried = true;
                (!reason.trim().is_empty()).then(|| AlertDeed::Settle(reason.trim().to_owned()))
            }
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let count = grouped(&self.ids.len().to_string());
        let (title, content, save): (&str, Element<'a, Message>, &str) = match &self.what {
            What::Snooze(nap) => {
                let naps = Nap::ALL.map(|nap| (nap, ctx.t(key(nap)).to_owned()));
                let text = if *nap == Nap::UntilStock { "alerts.snooze_stock_hint" } else { "alerts.snooze_hint" };
                let inside = column![
                    choice::segments(naps, Some(*nap), Message::Nap),
                    words::muted(ctx.f(text, &[("n", &count)])),
                ];
                ("alerts.snooze", inside.spacing(gap::M).into(), "alerts.snooze")
            }
            What::Settle { reason, tried } => {
                let wrong = (*tried && reason.trim().is_empty()).then(|| ctx.t("alerts.reason_needed").to_owned());
                let input = field::input(ctx.t("alerts.reason_hint"), reason, Message::Reason)
                    .id(FIRST)
                    .on_submit(Message::Save);
                let inside = column![
                    words::muted(ctx.f("alerts.settle_hint", &[("n", &count)])),
                    field::field(ctx.t("alerts.reason"), input, None, wrong),
                ];
                ("alerts.settle", inside.spacing(gap::M).into(), "alerts.settle")
            }
        };
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t(save), Some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Close), content, buttons, 520.0)
    }
}
