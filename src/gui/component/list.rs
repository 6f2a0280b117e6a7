//! What stands above and below a grid: column chooser, bar of chosen rows, count of rows.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, container as box_style, measure, space as gap};
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::grid::{Column, GridState};
use crate::settings::GridLayout;

use super::{button, card, choice, icon, words};

/// The column chooser (列): a check box for each column, and back to how it was.
pub fn columns<'a, Message: Clone + 'a>(
    ctx: &'a Ctx,
    state: &'a GridState,
    columns: &'a [Column],
    on_change: impl Fn(GridLayout) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let shown = columns.iter().filter(|c| state.visible(c.id)).count();
    let boxes = columns.iter().map(|column| {
        let on = state.visible(column.id);
        // The last column cannot be put away: an empty grid explains nothing.
        let on_change = on_change.clone();
        let id = column.id;
        choice::check(column.title.clone(), on, move |_| {
            if on && shown <= 1 { on_change(state.layout()) } else { on_change(state.toggle_column(id)) }
        })
    });
    let reset = on_change.clone();
    let list = column![
        iced::widget::Column::with_children(boxes),
        card::rule(),
        iced::widget::button(words::body(ctx.t("shell.columns_reset")))
            .padding([5, 8])
            .width(Length::Fill)
            .style(style::entry)
            .on_press_with(move || reset(state.reset_layout())),
    ]
    .spacing(gap::XS);
    let label =
        row![icon::icon(Icon::Columns3), words::body(ctx.t("shell.columns"))].spacing(6).align_y(Alignment::Center);
    dropdown(label, container(list).padding(gap::S).width(220)).stays().align_right().into()
}

/// The bar under a grid while rows are chosen: how many, what they add up to, and what can be done with them.
pub fn chosen<'a, Message: Clone + 'a>(
    ctx: &'a Ctx,
    count: usize,
    sums: String,
    clear: Message,
    actions: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    let count = crate::table::grouped(&count.to_string());
    container(
        row![
            words::strong(ctx.f("shell.rows_chosen", &[("n", &count)])),
            words::muted(sums),
            space::horizontal(),
            Row::with_children(actions).spacing(gap::S),
            button::icon_button(Icon::X, ctx.t("shell.clear_selection"), Some(clear)),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center),
    )
    .padding([gap::S, gap::M])
    .height(measure::CONTROL + 2.0 * gap::S)
    .width(Length::Fill)
    .style(box_style::card)
    .into()
}
