//! Filters kept by a name (筛选方案): search, sort and the list's own filters, taken up again with one click.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, field, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, space as gap};
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::grid::Sort;
use crate::locale::Said;
use crate::settings::KeptView;

use super::{Message, RecordList, Records};

#[derive(Debug, Clone)]
pub enum ViewMessage {
    Name(String),
    /// Keeps the filters in force by the name that was typed.
    Keep,
    /// Takes up the kept filters at this place.
    Take(usize),
    Drop(usize),
}

impl<L: Records> RecordList<L> {
    fn views(ctx: &Ctx) -> &[KeptView] {
        ctx.settings.views.get(L::ID).map_or(&[], Vec::as_slice)
    }

    /// The filters in force, without a name.
    fn in_force(&self) -> Option<KeptView> {
        let sort = self.grid.sort().map(|sort| (sort.column.to_owned(), sort.descending));
        Some(KeptView { name: String::new(), text: self.text.trim().to_owned(), sort, own: self.list.kept()? })
    }

    pub(super) fn on_view(&mut self, ctx: &Ctx, message: ViewMessage) -> Action<Message<L>> {
        let mut views = Self::views(ctx).to_vec();
        match message {
            ViewMessage::Name(name) => {
                self.view_name = name;
                Action::none()
            }
            ViewMessage::Keep => {
                let name = self.view_name.trim().to_owned();
                let Some(view) = self.in_force().filter(|_| !name.is_empty()) else { return Action::none() };
                self.view_name.clear();
                let said = Said::new("shell.view_kept").with("name", &name);
                // A name that is kept already means the new filters.
                views.retain(|known| known.name != name);
                views.push(KeptView { name, ..view });
                Action::toast(Toast::good(said)).with(Intent::Views(L::ID, views))
            }
            ViewMessage::Take(at) => {
                let Some(view) = views.into_iter().nth(at) else { return Action::none() };
                self.only = None;
                self.text = view.text;
                if let Some((column, descending)) = view.sort
                    && let Some(column) = self.columns.iter().map(|known| known.id).find(|id| *id == column)
                {
                    self.grid.set_sort(Some(Sort { column, descending }));
                }
                self.list.take_up(&view.own);
                self.after(ctx, Action::none())
            }
            ViewMessage::Drop(at) => {
                if at >= views.len() {
                    return Action::none();
                }
                let back = Intent::Views(L::ID, views.clone());
                let gone = views.remove(at);
                let said = Said::new("shell.view_dropped").with("name", &gone.name);
                Action::toast(Toast::note(said).with_button("shell.undo", back)).with(Intent::Views(L::ID, views))
            }
        }
    }

    /// The button that opens the kept filters; none for a list that keeps none.
    pub(super) fn views_menu<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message<L>>> {
        let now = self.in_force()?;
        let views = Self::views(ctx);
        let same = |view: &KeptView| KeptView { name: String::new(), ..view.clone() } == now;
        let entries = views.iter().enumerate().map(|(at, view)| {
            let entry = choice::menu_entry(None, view.name.clone(), Some(Message::View(ViewMessage::Take(at))));
            let entry = if same(view) { entry.style(style::chosen) } else { entry };
            let tip = ctx.t("shell.view_drop");
            let gone = button::icon_button(Icon::Trash2, tip, Some(Message::View(ViewMessage::Drop(at))));
            row![entry, gone].spacing(gap::XS).align_y(Alignment::Center).into()
        });
        let none =
            views.is_empty().then(|| container(words::muted(ctx.t("shell.views_none"))).padding([gap::XS, gap::S]));
        let name =
            field::input(ctx.t("shell.view_name"), &self.view_name, |name| Message::View(ViewMessage::Name(name)))
                .on_submit(Message::View(ViewMessage::Keep));
        let able = !self.view_name.trim().is_empty();
        let keep = button::secondary(ctx.t("shell.view_keep"), able.then_some(Message::View(ViewMessage::Keep)));
        let new = row![container(name).width(Length::Fill), keep].spacing(gap::XS).align_y(Alignment::Center);
        let content =
            column![none, Column::with_children(entries).spacing(1), container(new).padding([gap::XS, gap::S])]
                .spacing(gap::XS)
                .width(280);
        let named =
            views.iter().find(|view| same(view)).map_or_else(|| ctx.t("shell.views"), |view| view.name.as_str());
        let label = row![icon::icon(Icon::ListFilter), words::body(named)].spacing(6).align_y(Alignment::Center);
        let menu =
            dropdown(label, container(content).padding(gap::XS)).align_right().closes(move |message| match message {
                Message::View(ViewMessage::Name(_)) => false,
                Message::View(ViewMessage::Keep) => able,
                _ => true,
            });
        Some(menu.into())
    }
}
