//! What floats above the page: palette, shortcuts, a metric's definition, questions of the shell.

use iced::widget::{Column, column, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::action::Intent;
use crate::gui::app::{App, Float, Message};
use crate::gui::command::{COMMANDS, Section};
use crate::gui::component::{badge, button, dialog, figure, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;

pub(super) fn view(app: &App) -> Option<Element<'_, Message>> {
    let ctx = &app.ctx;
    Some(match app.float.as_ref()? {
        Float::Palette(palette) => palette.view(ctx).map(Message::Palette),
        Float::Shortcuts => shortcuts(ctx),
        Float::Metric(metric) => dialog::dialog(
            metric.name(ctx.lang),
            (ctx.t("shell.close"), Message::CloseFloat),
            figure::definition(ctx, metric),
            [],
            520.0,
        ),
        Float::Leave => dialog::confirm(
            ctx.t("shell.leave_title"),
            ctx.t("shell.leave_text"),
            (ctx.t("shell.stay"), Message::CloseFloat),
            (ctx.t("shell.leave").to_owned(), Message::Leave),
            true,
        ),
        Float::Trouble { said, path, backup } => {
            let mut buttons: Vec<Element<'_, Message>> = vec![
                button::secondary(ctx.t("shell.close"), Some(Message::CloseFloat)).into(),
                button::secondary(ctx.t("shell.show_folder"), Some(Message::Intent(Intent::Reveal(path.clone()))))
                    .into(),
            ];
            if let Some(backup) = backup {
                buttons.push(
                    button::primary(ctx.t("shell.show_backup"), Some(Message::Intent(Intent::Reveal(backup.clone()))))
                        .into(),
                );
            }
            dialog::dialog(
                ctx.t("shell.trouble_title"),
                (ctx.t("shell.close"), Message::CloseFloat),
                words::body(ctx.say(said)),
                buttons,
                520.0,
            )
        }
    })
}

/// Every chord, by section.
fn shortcuts(ctx: &Ctx) -> Element<'_, Message> {
    let section = |section: Section, key: &'static str| {
        let rows = COMMANDS.iter().filter(|c| c.section == section).filter_map(|command| {
            let chord = command.chord?.shown();
            Some(
                row![words::body(ctx.t(command.name)), space::horizontal(), badge::key(chord)]
                    .align_y(Alignment::Center)
                    .into(),
            )
        });
        column![words::small(ctx.t(key)), Column::with_children(rows).spacing(gap::XS)]
            .spacing(gap::XS)
            .width(Length::Fill)
    };
    let grid = [
        ("shell.key_arrows", "↑ ↓  PgUp PgDn  Home End"),
        ("shell.key_select", "Space  Shift+↑↓  Ctrl+A"),
        ("shell.key_open", "Enter"),
        ("shell.key_copy", "Ctrl+C"),
    ]
    .map(|(key, keys)| {
        row![words::body(ctx.t(key)), space::horizontal(), badge::key(keys)].align_y(Alignment::Center).into()
    });
    let right = column![
        section(Section::Actions, "shell.section_actions"),
        column![words::small(ctx.t("shell.section_tables")), Column::with_children(grid).spacing(gap::XS)]
            .spacing(gap::XS)
            .width(Length::Fill),
    ]
    .spacing(gap::L)
    .width(Length::Fill);
    dialog::dialog(
        ctx.t("shell.command_help"),
        (ctx.t("shell.close"), Message::CloseFloat),
        row![section(Section::Pages, "shell.section_pages"), right].spacing(gap::XXL),
        [],
        680.0,
    )
}
