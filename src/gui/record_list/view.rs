//! How a list looks: what rows are meant, filters, search and buttons above the grid, the bar of chosen rows under it, details at the
//! right.

use iced::widget::{button as plain_button, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::component::{button, card, choice, field as fields, icon, list, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, measure, space as gap};
use crate::gui::widget::busy::Busy;
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::grid::{Cell, Rows as _, grid};
use crate::gui::widget::one_line::one_line;
use crate::table::grouped;

use super::{Batch, Form, Found, Message, Only, RecordList, Records};

/// Name of what scrolls in the details.
pub(super) const DETAILS: &str = "list-details";
/// Width of the details.
const DETAIL: f32 = 340.0;
/// Width kept for the sign that an answer is on its way.
const BUSY: f32 = 40.0;
/// Width of the search field.
const SEARCH: f32 = 216.0;
/// A column this wide has room for the count of rows.
const ROOM_FOR_COUNT: f32 = 100.0;

/// Name of the search field, which Ctrl+F goes to.
pub(super) fn search_field<L: Records>() -> String {
    format!("{}-search", L::ID)
}

impl<L: Records> RecordList<L> {
    pub(super) fn page<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        let body = match (self.found.value(), self.found.failed()) {
            (_, Some(said)) if !self.found.busy() => state::failed(ctx, said, Some(Message::Retry)),
            (Some(found), _) => self.table(ctx, found),
            (None, _) => state::loading(),
        };
        let mut across = row![container(body).width(Length::Fill).height(Length::Fill)].spacing(gap::M);
        if self.open.is_some() {
            across = across.push(container(self.details(ctx)).width(DETAIL).height(Length::Fill));
        }
        let bottom = iced::Padding::from(0).bottom(gap::M);
        let above = self.list.above(ctx).map(|above| container(above.map(Message::Own)).padding(bottom));
        let below = column![self.head(ctx), across.height(Length::Fill)].spacing(gap::M).padding(bottom);
        column![container(column![above]), below].into()
    }

    fn head<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        let filters = self.list.filters(ctx).map(|filters| filters.map(Message::Own));
        // It keeps its place: rows leave nothings out, and a field that moves up among its neighbours forgets that it was being typed in.
        let busy = container(column![(self.found.busy() && self.found.value().is_some()).then_some(Busy)]);
        let search = fields::input(ctx.t(L::TEXTS.search), &self.text, Message::Text).id(search_field::<L>());
        column![
            self.only.as_ref().map(|only| Self::meant(ctx, only)),
            row![
                container(column![filters]).width(Length::Fill),
                busy.width(BUSY),
                search.width(SEARCH),
                self.views_menu(ctx),
                list::columns(ctx, &self.grid, &self.columns, Message::Layout),
                self.export_menu(ctx),
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        ]
        .spacing(gap::S)
        .into()
    }

    /// Which rows are shown, and the way back to all.
    fn meant<'a>(ctx: &'a Ctx, only: &'a Only) -> Element<'a, Message<L>> {
        let count = grouped(&only.ids.len().to_string());
        let label = ctx.f(L::TEXTS.only, &[("what", &only.what), ("n", &count)]);
        let inside = row![one_line(label), icon::tinted(Icon::X, |t| t.accent_text)].spacing(gap::S);
        let chip = plain_button(container(inside.align_y(Alignment::Center)).center_y(measure::CONTROL))
            .padding([0, 10])
            .height(measure::CONTROL)
            .style(style::chosen)
            .on_press(Message::All);
        button::tipped(chip, ctx.t("shell.show_all")).into()
    }

    fn export_menu<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        let able = !self.rows.is_empty() && self.job.is_none();
        let count = grouped(&self.rows.len().to_string());
        let mut entries = vec![choice::menu_title(ctx.f("shell.list_export_all", &[("n", &count)]))];
        for form in Form::ALL {
            let picture = if form == Form::Xlsx { Icon::FileSpreadsheet } else { Icon::FileText };
            let press = able.then_some(Message::Export(form));
            entries.push(choice::menu_entry(Some(picture), ctx.t(form.name()), press).into());
        }
        let label = row![icon::icon(Icon::Download), words::body(ctx.t("shell.list_export"))]
            .spacing(6)
            .align_y(Alignment::Center);
        dropdown(label, choice::menu(entries, 220.0)).align_right().into()
    }

    fn table<'a>(&'a self, ctx: &'a Ctx, found: &'a Found) -> Element<'a, Message<L>> {
        if self.rows.is_empty() {
            return self.empty(ctx);
        }
        let made = grid(&self.grid, &self.rows, &self.columns, Message::Grid)
            .selectable(true)
            .totals(self.totals(ctx, found))
            .red_up(ctx.red_up());
        let table = card::card(made).padding(1).height(Length::Fill);
        column![table, self.chosen(ctx)].spacing(gap::S).into()
    }

    /// The sums below, and how many rows there are under the first column with room for it.
    fn totals(&self, ctx: &Ctx, found: &Found) -> Vec<Cell> {
        let counted = self
            .columns
            .iter()
            .find(|column| self.grid.visible(column.id) && !column.right() && column.width >= ROOM_FOR_COUNT)
            .map(|column| column.id);
        let total = |id: &'static str| {
            let sum = found.totals.iter().find(|(column, _)| *column == id);
            match sum {
                _ if Some(id) == counted => {
                    Cell::plain(ctx.f(L::TEXTS.total, &[("n", &grouped(&self.rows.len().to_string()))]))
                }
                Some((_, sum)) => Cell::from(sum),
                None => Cell::default(),
            }
        };
        self.columns.iter().map(|column| total(column.id)).collect()
    }

    /// The bar of chosen rows: what is done most in sight, the rest in a menu.
    fn chosen<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message<L>>> {
        let count = self.grid.selected(self.rows.len());
        if count == 0 {
            return None;
        }
        let mut seen = self.list.batch(ctx);
        let rest = seen.split_off(L::IN_SIGHT.min(seen.len()));
        let copy = (Icon::Copy, ctx.t("shell.copy_rows"), Some(Message::Copy));
        let button = |batch: Batch<L>| button::labelled(batch.icon, batch.label, Some(Message::Batch(batch.message)));
        let seen = seen.into_iter().map(|batch| button(batch).into());
        let buttons: Vec<Element<'a, Message<L>>> = if rest.is_empty() {
            std::iter::once(button::labelled(copy.0, copy.1, copy.2).into()).chain(seen).collect()
        } else {
            let entry = |batch: Batch<L>| {
                choice::menu_entry(Some(batch.icon), batch.label, Some(Message::Batch(batch.message))).into()
            };
            let copy = choice::menu_entry(Some(copy.0), copy.1, copy.2).into();
            let label = row![icon::icon(Icon::Ellipsis), words::body(ctx.t("shell.more"))].spacing(6);
            let menu = choice::menu(rest.into_iter().map(entry).chain([copy]), 200.0);
            seen.chain([dropdown(label.align_y(Alignment::Center), menu).align_right().into()]).collect()
        };
        Some(list::chosen(ctx, count, String::new(), Message::Deselect, buttons))
    }

    fn empty<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        let filtered = L::ROUTE.heeds().filters && ctx.filters.narrowed() > 0;
        let looked_for = !self.text.trim().is_empty() || self.list.narrowed() || filtered;
        if let Some(blank) = self.list.blank(ctx).filter(|_| !looked_for && self.only.is_none()) {
            return blank.map(Message::Own);
        }
        let hint = if looked_for { "shell.list_widen" } else { L::TEXTS.hint };
        let way = (!looked_for)
            .then(|| button::labelled(Icon::FileInput, ctx.t("shell.go_import"), Some(Message::Import)).into());
        state::empty(L::ROUTE.icon(), ctx.t(L::TEXTS.none), ctx.t(hint), way)
    }

    fn details<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        state::load(ctx, &self.detail, Message::Retry, |detail| {
            let head = row![
                one_line(self.list.title(ctx, detail)).bold().width(Length::Fill),
                button::icon_button(Icon::X, ctx.t("shell.close"), Some(Message::Close)),
            ]
            .align_y(Alignment::Center);
            let body = container(self.list.detail(ctx, detail).map(Message::Own));
            card::card(
                column![head, card::scroll(body.width(Length::Fill)).id(DETAILS).height(Length::Fill)].spacing(gap::S),
            )
            .padding(gap::M)
            .height(Length::Fill)
            .into()
        })
    }
}
