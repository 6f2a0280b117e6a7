//! Settings (设置): look and language, the owner's thresholds, backups. A change takes effect and is kept at once; what cannot be used
//! stays in its field with a word about it.

use std::path::PathBuf;

use iced::widget::{Column, column, row, space};
use iced::{Alignment, Element, Length, Task};

use crate::domain::flow::Oversell;
use crate::gui::action::{Action, Intent};
use crate::gui::component::{button, card, choice, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::picker::Ask;
use crate::gui::route::{Open, Route};
use crate::gui::screen::Screen;
use crate::gui::theme::{Tokens, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::locale::Lang;
use crate::settings::{Rise, Settings, ThemeChoice};

/// A number typed by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Recency,
    Frequency,
    Monetary,
    LateHours,
    SilentHours,
    SoonHours,
    UnpaidHours,
    AfterSaleHours,
}

impl Number {
    const ALL: [Self; 8] = [
        Self::Recency,
        Self::Frequency,
        Self::Monetary,
        Self::LateHours,
        Self::SilentHours,
        Self::SoonHours,
        Self::UnpaidHours,
        Self::AfterSaleHours,
    ];

    /// Least and most that makes sense.
    const fn range(self) -> (u32, u32) {
        match self {
            Self::Recency => (1, 3650),
            Self::Frequency => (1, 1000),
            Self::Monetary => (1, 100_000_000),
            Self::LateHours | Self::SilentHours | Self::SoonHours | Self::UnpaidHours | Self::AfterSaleHours => {
                (1, 720)
            }
        }
    }

    /// May be left empty, to be worked out from the data.
    const fn optional(self) -> bool {
        matches!(self, Self::Recency | Self::Frequency | Self::Monetary)
    }

    const fn read(self, settings: &Settings) -> Option<u32> {
        match self {
            Self::Recency => settings.rfm.recency_days,
            Self::Frequency => settings.rfm.frequency,
            Self::Monetary => settings.rfm.monetary_yuan,
            Self::LateHours => Some(settings.late_hours),
            Self::SilentHours => Some(settings.silent_hours),
            Self::SoonHours => Some(settings.alerts.soon_hours),
            Self::UnpaidHours => Some(settings.alerts.unpaid_hours),
            Self::AfterSaleHours => Some(settings.alerts.after_sale_hours),
        }
    }

    const fn write(self, settings: &mut Settings, value: Option<u32>) {
        match (self, value) {
            (Self::Recency, _) => settings.rfm.recency_days = value,
            (Self::Frequency, _) => settings.rfm.frequency = value,
            (Self::Monetary, _) => settings.rfm.monetary_yuan = value,
            (Self::LateHours, Some(value)) => settings.late_hours = value,
            (Self::SilentHours, Some(value)) => settings.silent_hours = value,
            (Self::SoonHours, Some(value)) => settings.alerts.soon_hours = value,
            (Self::UnpaidHours, Some(value)) => settings.alerts.unpaid_hours = value,
            (Self::AfterSaleHours, Some(value)) => settings.alerts.after_sale_hours = value,
            (
                Self::LateHours | Self::SilentHours | Self::SoonHours | Self::UnpaidHours | Self::AfterSaleHours,
                None,
            ) => {}
        }
    }

    /// What was typed: a number, nothing where that is allowed, or something that is neither.
    fn typed(self, text: &str) -> Result<Option<u32>, ()> {
        if self.optional() && text.trim().is_empty() {
            return Ok(None);
        }
        number(text, self.range()).map(Some).ok_or(())
    }

    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Recency => ("settings.rfm_recency", "settings.rfm_recency_hint"),
            Self::Frequency => ("settings.rfm_frequency", "settings.rfm_frequency_hint"),
            Self::Monetary => ("settings.rfm_monetary", "settings.rfm_monetary_hint"),
            Self::LateHours => ("settings.late_hours", "settings.late_hours_hint"),
            Self::SilentHours => ("settings.silent_hours", "settings.silent_hours_hint"),
            Self::SoonHours => ("settings.soon_hours", "settings.soon_hours_hint"),
            Self::UnpaidHours => ("settings.unpaid_hours", "settings.unpaid_hours_hint"),
            Self::AfterSaleHours => ("settings.after_sale_hours", "settings.after_sale_hours_hint"),
        }
    }
}

/// The raw text of the fields, as typed.
#[derive(Debug)]
pub struct SettingsPage {
    typed: [String; Number::ALL.len()],
    actor: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    Lang(Option<Lang>),
    Theme(ThemeChoice),
    Rise(Rise),
    Typed(Number, String),
    Actor(String),
    Watch(bool),
    Notify(bool),
    /// To the page where the lines of stock are drawn.
    AlertRules,
    Oversell(Oversell),
    PickBackups,
    Backups(Option<PathBuf>),
    OwnBackups,
}

/// What a person typed as a whole number: `1,000` and `1.2万` are numbers too. `None` when it is none within the range.
fn number(text: &str, (least, most): (u32, u32)) -> Option<u32> {
    let text: String = text.trim().chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let (digits, scale) = match text.strip_suffix(['万', 'w', 'W']) {
        Some(rest) => (rest, 10_000),
        None => (text.as_str(), 1),
    };
    let value: rust_decimal::Decimal = digits.parse().ok()?;
    let value = value.checked_mul(scale.into())?;
    let whole: u32 = value.trunc().try_into().ok()?;
    (value.is_integer() && (least..=most).contains(&whole)).then_some(whole)
}

impl Screen for SettingsPage {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        Self {
            typed: Number::ALL.map(|which| which.read(&ctx.settings).map(|n| n.to_string()).unwrap_or_default()),
            actor: ctx.settings.actor.clone(),
        }
    }

    fn enter(&mut self, _ctx: &Ctx) -> Action<Message> {
        Action::none()
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let mut settings = ctx.settings.clone();
        match message {
            Message::Lang(lang) => settings.lang = lang,
            Message::Theme(theme) => settings.theme = theme,
            Message::Rise(rise) => settings.rise = rise,
            Message::Oversell(oversell) => settings.oversell = oversell,
            Message::Typed(which, text) => {
                let value = which.typed(&text);
                if let Some(slot) = Number::ALL.iter().position(|n| *n == which).and_then(|at| self.typed.get_mut(at)) {
                    *slot = text;
                }
                match value {
                    Ok(value) => which.write(&mut settings, value),
                    Err(()) => return Action::none(),
                }
            }
            Message::Actor(name) => {
                name.trim().clone_into(&mut settings.actor);
                self.actor = name;
            }
            Message::Watch(on) => settings.alerts.watch = on,
            Message::Notify(on) => settings.alerts.notify = on,
            Message::AlertRules => return Action::intent(Intent::Open(Open::Page(Route::Alerts))),
            Message::PickBackups => {
                let ask = Ask {
                    title: ctx.t("settings.backup_folder").to_owned(),
                    folder: settings.backup_folder,
                    ..Ask::default()
                };
                return Action::task(Task::perform(ctx.services.picker.open_folder(ask), Message::Backups));
            }
            Message::Backups(None) => return Action::none(),
            Message::Backups(folder) => settings.backup_folder = folder,
            Message::OwnBackups => settings.backup_folder = None,
        }
        if settings == ctx.settings { Action::none() } else { Action::intent(Intent::Settings(Box::new(settings))) }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let page = column![self.look(ctx), self.thresholds(ctx), self.backups(ctx), self.person(ctx)]
            .spacing(gap::M)
            .max_width(760);
        card::page(page).into()
    }
}

impl SettingsPage {
    fn look<'a>(&self, ctx: &'a Ctx) -> Element<'a, Message> {
        let settings = &ctx.settings;
        let langs = [
            (None, ctx.t("settings.lang_system").to_owned()),
            (Some(Lang::Zh), "中文".to_owned()),
            (Some(Lang::En), "English".to_owned()),
        ];
        let themes = [
            (ThemeChoice::System, ctx.t("settings.theme_system").to_owned()),
            (ThemeChoice::Light, ctx.t("settings.theme_light").to_owned()),
            (ThemeChoice::Dark, ctx.t("settings.theme_dark").to_owned()),
        ];
        let rises = [
            (Rise::Red, ctx.t("settings.rise_red").to_owned()),
            (Rise::Green, ctx.t("settings.rise_green").to_owned()),
        ];
        let t: &'static Tokens = ctx.tokens();
        let sample = row![
            words::strong("▲ 12.4%").color(t.change(true, ctx.red_up())),
            words::strong("▼ 3.1%").color(t.change(false, ctx.red_up())),
        ]
        .spacing(gap::M);
        card::section(
            ctx.t("settings.look"),
            "",
            None,
            column![
                line(ctx, "settings.lang", choice::segments(langs, Some(settings.lang), Message::Lang)),
                line(ctx, "settings.theme", choice::segments(themes, Some(settings.theme), Message::Theme)),
                line(
                    ctx,
                    "settings.rise",
                    row![choice::segments(rises, Some(settings.rise), Message::Rise), sample]
                        .spacing(gap::L)
                        .align_y(Alignment::Center),
                ),
            ]
            .spacing(gap::M),
        )
        .into()
    }

    fn thresholds<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let rfm = row![
            self.number(ctx, Number::Recency),
            self.number(ctx, Number::Frequency),
            self.number(ctx, Number::Monetary),
        ]
        .spacing(gap::L);
        column![
            card::section(
                ctx.t("settings.rfm"),
                ctx.t("settings.rfm_subtitle"),
                None,
                column![words::muted(ctx.t("settings.rfm_text")), rfm].spacing(gap::M),
            ),
            card::section(
                ctx.t("settings.alerts"),
                "",
                Some(button::link(ctx.t("settings.alert_rules"), Some(Message::AlertRules)).into()),
                column![
                    choice::check(ctx.t("settings.alerts_watch"), ctx.settings.alerts.watch, Message::Watch),
                    choice::check(ctx.t("settings.alerts_notify"), ctx.settings.alerts.notify, Message::Notify),
                    row![
                        self.number(ctx, Number::SoonHours),
                        self.number(ctx, Number::UnpaidHours),
                        self.number(ctx, Number::AfterSaleHours),
                    ]
                    .spacing(gap::L),
                ]
                .spacing(gap::S),
            ),
            card::section(
                ctx.t("settings.shipping"),
                "",
                None,
                row![
                    self.number(ctx, Number::LateHours),
                    self.number(ctx, Number::SilentHours),
                    field::around(
                        ctx.t("work.oversell"),
                        choice::segments(
                            [
                                (Oversell::Flag, ctx.t("work.oversell_flag").to_owned()),
                                (Oversell::Refuse, ctx.t("work.oversell_refuse").to_owned()),
                            ],
                            Some(ctx.settings.oversell),
                            Message::Oversell,
                        ),
                        Some(ctx.t("work.oversell_hint").to_owned()),
                        None,
                    )
                    .width(Length::FillPortion(1)),
                ]
                .spacing(gap::L),
            ),
        ]
        .spacing(gap::M)
        .into()
    }

    fn backups<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let own = ctx.settings.backup_folder.is_none();
        let folder = ctx.settings.backup_folder.as_ref().unwrap_or(&ctx.services.paths.backups);
        let shown = row![
            one_line(folder.display().to_string()).width(Length::Fill),
            button::secondary(ctx.t("settings.choose_folder"), Some(Message::PickBackups)),
            (!own).then(|| button::ghost(ctx.t("settings.own_folder"), Some(Message::OwnBackups))),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        card::section(
            ctx.t("settings.backups"),
            "",
            None,
            column![field::around(
                ctx.t("settings.backup_folder"),
                shown,
                Some(ctx.t("settings.backup_folder_hint").to_owned()),
                None
            ),]
            .spacing(gap::M),
        )
        .into()
    }

    fn person<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        card::section(
            ctx.t("settings.person"),
            "",
            None,
            row![
                field::field(
                    ctx.t("settings.actor"),
                    field::input(ctx.t("settings.actor_placeholder"), &self.actor, Message::Actor),
                    Some(ctx.t("settings.actor_hint").to_owned()),
                    None,
                )
                .width(Length::FillPortion(1)),
                space().width(Length::FillPortion(1)),
            ],
        )
        .into()
    }

    fn number<'a>(&'a self, ctx: &'a Ctx, which: Number) -> Column<'a, Message> {
        let (label, hint) = which.keys();
        let typed = Number::ALL.iter().position(|n| *n == which).and_then(|at| self.typed.get(at));
        let typed = typed.map_or("", String::as_str);
        let (least, most) = which.range();
        let wrong = which.typed(typed).is_err().then(|| {
            let (least, most) = (least.to_string(), crate::table::grouped(&most.to_string()));
            ctx.f("settings.not_a_number", &[("least", &least), ("most", &most)])
        });
        let empty = if which.optional() { ctx.t("settings.automatic") } else { ctx.t(label) };
        let input = field::input(empty, typed, move |text| Message::Typed(which, text)).size(size::BODY);
        field::field(ctx.t(label), input, Some(ctx.t(hint).to_owned()), wrong).width(Length::FillPortion(1))
    }
}

/// A label at the left and its control.
fn line<'a>(ctx: &'a Ctx, key: &'a str, control: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    row![words::muted(ctx.t(key)).width(120), control.into()].spacing(gap::M).align_y(Alignment::Center).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number(" 1,000 ", (1, 10_000)), Some(1000));
        assert_eq!(number("1.2万", (1, 100_000)), Some(12_000));
        assert_eq!(number("1.5", (1, 100)), None);
        assert_eq!(number("0", (1, 100)), None);
        assert_eq!(number("many", (1, 100)), None);
    }
}
