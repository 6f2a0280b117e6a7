//! The reply library (回复库) in a dialog: found by words or pinyin, filled in for the order at hand, copied with one click, written and
//! changed here.

use iced::widget::{Column, column, container, row, text_editor};
use iced::{Alignment, Element, Length};

use crate::domain::reply::{Known, Place, fill};
use crate::gui::component::{button, card, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::search;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::Reply;

/// Name of the search field.
pub const SEARCH: &str = "reply-search";

/// The dialog as it stands.
#[derive(Debug, Clone)]
pub struct Library {
    replies: Vec<Reply>,
    /// The order that replies are filled in for.
    known: Option<Known>,
    search: String,
    category: Option<usize>,
    edit: Option<Edit>,
}

/// A reply being written.
#[derive(Debug, Clone)]
struct Edit {
    id: i64,
    category: String,
    title: String,
    body: text_editor::Content,
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Search(String),
    /// The place of a category; `None` for all.
    Category(Option<usize>),
    /// The reply with this id.
    Copy(i64),
    New,
    Edit(i64),
    Delete(i64),
    EditCategory(String),
    EditTitle(String),
    EditBody(text_editor::Action),
    Save,
    /// Back from a reply to the list, or out of the library.
    Back,
    Close,
}

impl Library {
    pub fn new(replies: Vec<Reply>, known: Option<Known>) -> Self {
        Self { replies, known, search: String::new(), category: None, edit: None }
    }

    /// The replies have changed; whatever is looked for stays.
    pub fn renew(&mut self, replies: Vec<Reply>) {
        self.replies = replies;
        self.edit = None;
        if self.category.is_some_and(|at| at >= self.categories().len()) {
            self.category = None;
        }
    }

    fn categories(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for reply in &self.replies {
            if !all.contains(&reply.category.as_str()) {
                all.push(&reply.category);
            }
        }
        all
    }

    /// What answers to the search, best first.
    fn found(&self) -> Vec<&Reply> {
        let category = self.category.and_then(|at| self.categories().get(at).copied());
        let mut found: Vec<(u32, &Reply)> = self
            .replies
            .iter()
            .filter(|reply| category.is_none_or(|category| reply.category == category))
            .filter_map(|reply| {
                let title = search::score(&reply.title, &self.search);
                let body = reply.body.contains(self.search.trim()).then_some(20);
                Some((title.max(body)?, reply))
            })
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, reply)| reply).collect()
    }

    fn reply(&self, id: i64) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.id == id)
    }

    /// The text to be copied, and the places for which nothing is known.
    pub fn text(&self, lang: crate::locale::Lang, id: i64) -> Option<(String, Vec<&'static str>)> {
        let reply = self.reply(id)?;
        Some(match &self.known {
            Some(known) => fill(&reply.body, &named(lang, known)),
            None => (reply.body.clone(), Vec::new()),
        })
    }

    pub fn update(&mut self, message: Message) {
        match message {
            Message::Search(text) => self.search = text,
            Message::Category(category) => self.category = category,
            Message::New => {
                let category = self.category.and_then(|at| self.categories().get(at).copied()).unwrap_or_default();
                self.edit = Some(Edit::of(&Reply { category: category.to_owned(), ..Reply::default() }));
            }
            Message::Edit(id) => self.edit = self.reply(id).map(Edit::of),
            Message::EditCategory(text) => self.with_edit(|edit| edit.category = text),
            Message::EditTitle(text) => self.with_edit(|edit| edit.title = text),
            Message::EditBody(action) => self.with_edit(|edit| edit.body.perform(action)),
            Message::Back => self.edit = None,
            Message::Copy(_) | Message::Delete(_) | Message::Save | Message::Close => {}
        }
    }

    fn with_edit(&mut self, change: impl FnOnce(&mut Edit)) {
        if let Some(edit) = &mut self.edit {
            edit.refused = None;
            change(edit);
        }
    }

    /// Esc: back from a reply. `false` when the library itself is to be closed.
    pub fn back(&mut self) -> bool {
        self.edit.take().is_some()
    }

    pub fn refused(&mut self, said: Said) {
        self.with_edit(|edit| edit.refused = Some(said));
    }

    /// The reply as written, once it has a title and a text.
    pub fn written(&mut self) -> Option<Reply> {
        let edit = self.edit.as_mut()?;
        edit.tried = true;
        let body = edit.body.text().trim().to_owned();
        let whole = !edit.title.trim().is_empty() && !body.is_empty();
        whole.then(|| Reply {
            id: edit.id,
            category: edit.category.trim().to_owned(),
            title: edit.title.trim().to_owned(),
            body,
        })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        match &self.edit {
            Some(edit) => edit.view(ctx),
            None => self.list(ctx),
        }
    }

    fn list<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let about = match &self.known {
            Some(known) => ctx.f("service.replies_for", &[("no", &known.order_no)]),
            None => ctx.t("service.replies_plain").to_owned(),
        };
        let mut options = vec![(None, ctx.t("orders.any").to_owned())];
        options.extend(self.categories().into_iter().enumerate().map(|(at, name)| {
            (Some(at), if name.is_empty() { ctx.t("service.no_category").to_owned() } else { name.to_owned() })
        }));
        let found = self.found();
        let none = found.is_empty().then(|| words::muted(ctx.t("service.no_reply")));
        let cards = found.into_iter().map(|reply| self.card(ctx, reply));
        let content = column![
            words::muted(about),
            row![
                field::input(ctx.t("service.reply_search"), &self.search, Message::Search).id(SEARCH),
                button::labelled(Icon::Plus, ctx.t("service.reply_new"), Some(Message::New)),
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center),
            choice::chips(options, self.category, Message::Category),
            none,
            Column::with_children(cards).spacing(gap::S),
        ]
        .spacing(gap::M);
        dialog::dialog(ctx.t("service.replies"), (ctx.t("shell.close"), Message::Close), content, [], 680.0)
    }

    fn card<'a>(&'a self, ctx: &'a Ctx, reply: &'a Reply) -> Element<'a, Message> {
        let (text, missing) = self.text(ctx.lang, reply.id).unwrap_or_default();
        let gap_words = (!missing.is_empty())
            .then(|| words::small(ctx.f("service.reply_missing", &[("what", &missing.join(" "))])).style(ink::warning));
        let head = row![
            one_line(reply.title.clone()).bold().width(Length::Fill),
            button::icon_button(Icon::Pencil, ctx.t("service.edit"), Some(Message::Edit(reply.id))),
            button::icon_button(Icon::Trash2, ctx.t("service.delete"), Some(Message::Delete(reply.id))),
            button::labelled(Icon::Copy, ctx.t("service.reply_copy"), Some(Message::Copy(reply.id))),
        ]
        .spacing(gap::XS)
        .align_y(Alignment::Center);
        card::card(column![head, words::body(text), gap_words].spacing(gap::XS)).padding([gap::S, gap::M]).into()
    }
}

/// The places that a reply may hold, as they are written in this language.
fn places(lang: crate::locale::Lang) -> String {
    let name = |place: Place| {
        let [zh, en] = place.names();
        if lang == crate::locale::Lang::Zh { zh } else { en }
    };
    Place::ALL.map(name).join(" ")
}

/// A buyer without a name is spoken to as everybody is.
fn named(lang: crate::locale::Lang, known: &Known) -> Known {
    let buyer = if known.buyer.is_empty() { lang.t("service.dear").to_owned() } else { known.buyer.clone() };
    Known { buyer, ..known.clone() }
}

impl Edit {
    fn of(reply: &Reply) -> Self {
        Self {
            id: reply.id,
            category: reply.category.clone(),
            title: reply.title.clone(),
            body: text_editor::Content::with_text(&reply.body),
            tried: false,
            refused: None,
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let wrong = |on: bool, key: &'static str| (self.tried && on).then(|| ctx.t(key).to_owned());
        let title = field::field(
            ctx.t("service.reply_title"),
            field::input(ctx.t("service.reply_title_hint"), &self.title, Message::EditTitle),
            None,
            wrong(self.title.trim().is_empty(), "service.title_needed"),
        );
        let category = field::field(
            ctx.t("service.reply_category"),
            field::input(ctx.t("service.reply_category_hint"), &self.category, Message::EditCategory),
            None,
            None,
        );
        let body = field::around(
            ctx.t("service.reply_body"),
            field::area("", &self.body, 150.0, Message::EditBody),
            Some(ctx.f("service.reply_places", &[("what", &places(ctx.lang))])),
            wrong(self.body.text().trim().is_empty(), "service.body_needed"),
        );
        let content = column![
            row![container(title).width(Length::FillPortion(2)), container(category).width(Length::FillPortion(1))]
                .spacing(gap::M),
            body,
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Back)).into(),
            button::primary(ctx.t("service.save"), Some(Message::Save)).into(),
        ];
        let title = if self.id == 0 { "service.reply_new" } else { "service.reply_edit" };
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Back), content, buttons, 600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn library(known: Option<Known>) -> Library {
        let reply = |id: i64, category: &str, title: &str, body: &str| Reply {
            id,
            category: category.to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
        };
        let replies = vec![
            reply(1, "物流", "已发货", "{买家}，订单 {订单号} 已由{快递}发出，单号 {单号}。"),
            reply(2, "售后", "退货地址", "请寄到仓库。"),
        ];
        Library::new(replies, known)
    }

    #[test]
    fn replies_are_found_by_pinyin_and_filled_for_the_order() {
        let known = Known { order_no: "7001".to_owned(), courier: "圆通".to_owned(), ..Known::default() };
        let mut library = library(Some(known));
        library.update(Message::Search("thdz".to_owned()));
        assert_eq!(library.found().iter().map(|reply| reply.id).collect::<Vec<_>>(), [2]);
        let (text, missing) = library.text(Lang::Zh, 1).unwrap();
        assert_eq!((text.as_str(), missing), ("亲，订单 7001 已由圆通发出，单号 {单号}。", vec!["{单号}"]));
    }

    #[test]
    fn a_reply_without_a_text_is_not_kept() {
        let mut library = library(None);
        library.update(Message::New);
        library.update(Message::EditTitle("晚点发".to_owned()));
        assert_eq!(library.written(), None);
        assert!(library.back() && !library.back());
    }
}
