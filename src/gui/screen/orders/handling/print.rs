//! Which document to print of the chosen orders (打印): each with what it is for.

use iced::widget::{Column, column, row};
use iced::{Alignment, Element, Length};

use crate::domain::packing::PrintKind;
use crate::gui::component::{button, card, dialog, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::printing;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{Tokens, space as gap};
use crate::table::grouped;

#[derive(Debug, Clone, Copy)]
pub enum Message {
    Choose(PrintKind),
    Close,
}

pub fn view(ctx: &Ctx, orders: usize) -> Element<'_, Message> {
    let choices = PrintKind::ALL.map(|kind| {
        let (picture, hint) = match kind {
            PrintKind::PickList => (Icon::ClipboardList, "print.pick_list_hint"),
            PrintKind::PackingSlip => (Icon::Package, "print.packing_slip_hint"),
            PrintKind::Label => (Icon::ScanBarcode, "print.labels_hint"),
        };
        let inside = row![
            icon::sized(picture, 24.0, |t: &Tokens| t.accent),
            column![words::strong(ctx.t(printing::name(kind))), words::small(ctx.t(hint))].width(Length::Fill),
            button::primary(ctx.t("print.make"), Some(Message::Choose(kind))),
        ];
        card::card(inside.spacing(gap::M).align_y(Alignment::Center)).padding([gap::S, gap::M]).into()
    });
    let title = ctx.f("print.title", &[("n", &grouped(&orders.to_string()))]);
    let content = Column::with_children(choices).spacing(gap::S);
    dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, [], 520.0)
}
