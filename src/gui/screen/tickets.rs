//! 客服工单: what buyers ask and complain about, linked to orders and refunds, with who sees to it and until when; and the library of
//! replies.

mod detail;
mod form;
mod library;
#[cfg(test)]
mod tests;

use chrono::NaiveDateTime;
use iced::Element;
use iced::widget::row;

use crate::domain::reply::Known;
use crate::domain::ticket::TicketState;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::queue;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{self, Reply, Store, TicketDetail, TicketQuery, TicketRow, TicketSort};

use form::{Form, kind_key};
use library::Library;

/// 客服工单
pub type Tickets = RecordList<TicketRecords>;

/// Which tickets are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// What is not done
    Undone,
    Of(TicketState),
    Late,
    All,
}

/// Tickets as a list.
#[derive(Debug, Clone)]
pub struct TicketRecords {
    shown: Shown,
    form: Option<Form>,
    library: Option<Library>,
    /// A note being written on the open ticket.
    note: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    Show(Shown),
    New,
    Edit(i64),
    ToEdit(Result<Box<TicketDetail>, Said>),
    Form(form::Message),
    /// Id and number, and whether it is new.
    Saved(Result<(i64, String, bool), Said>),
    Drop(i64),
    Dropped(Result<(), Said>),
    Note(String),
    NoteSave(i64),
    Noted(Result<(), Said>),
    Move(Vec<i64>, TicketState),
    /// The state they were put into, and what they were in before.
    Moved(Result<(Option<TicketState>, Vec<(i64, TicketState)>), Said>),
    Put(Vec<(i64, TicketState)>),
    /// The library, for the order with this id; 0 for none.
    Replies(i64),
    Library(Result<(Vec<Reply>, Option<Known>), Said>),
    OfLibrary(library::Message),
    Kept(Result<Vec<Reply>, Said>),
    Deleted(Result<(Vec<Reply>, Reply), Said>),
    KeepAgain(Reply),
    Go(Open),
}

fn tone(state: TicketState) -> Tone {
    match state {
        TicketState::Open => Tone::Accent,
        TicketState::Waiting => Tone::Blue,
        TicketState::Done => Tone::Neutral,
    }
}

/// Locale key of a state's name.
fn state_key(state: TicketState) -> String {
    format!("service.state_{}", state.id())
}

/// Not done, and its time is over.
fn late(row: &TicketRow, now: NaiveDateTime) -> bool {
    row.state != TicketState::Done && row.due.is_some_and(|due| due < now)
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "tickets");
    error.said()
}

fn own(message: Message) -> Intent {
    Intent::Tell(Box::new(crate::gui::screen::Message::Tickets(record_list::Message::Own(message))))
}

impl Records for TicketRecords {
    const ROUTE: Route = Route::Tickets;
    const TEXTS: Texts = Texts {
        search: "service.search",
        only: "service.only",
        total: "service.total",
        none: "service.none",
        hint: "service.none_hint",
    };
    const SORT: (&'static str, bool) = ("due", false);
    const HIDDEN: &'static [&'static str] = &["refund_no", "opened_by", "closed_at", "updated_at"];

    type Row = TicketRow;
    type Query = TicketQuery;
    type Detail = TicketDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { shown: Shown::Undone, form: None, library: None, note: String::new() }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<TicketRow>> {
        type F = Field<TicketRow>;
        let name = desk::namer(ctx);
        let (lang, now) = (ctx.lang, queue::now(ctx));
        vec![
            F::id("number", ctx.t("service.number"), |row| row.number.clone()).width(88.0),
            F::text("state", ctx.t("orders.status"), move |row| lang.t(&state_key(row.state)).to_owned())
                .width(80.0)
                .look(|row| Look::Badge(tone(row.state))),
            F::text("kind", ctx.t("service.kind"), move |row| lang.t(&kind_key(row.kind)).to_owned()).width(90.0),
            F::text("subject", ctx.t("service.subject"), |row| row.subject.clone()).width(180.0).grow(),
            F::id("order_no", ctx.t("orders.order_no"), |row| row.order_no.clone()).width(180.0).link(),
            F::id("refund_no", ctx.t("refund_list.refund_no"), |row| row.refund_no.clone()).width(160.0).unsorted(),
            F::text("buyer", ctx.t("orders.buyer"), |row| row.buyer.clone()).width(90.0).unsorted(),
            F::text("assignee", ctx.t("service.assignee"), |row| row.assignee.clone()).width(80.0),
            F::time("due", ctx.t("service.due"), |row| row.due)
                .look(move |row| if late(row, now) { Look::Toned(Tone::Bad) } else { Look::Plain }),
            F::count("notes", ctx.t("service.notes"), |row| Some(row.notes).filter(|n| *n > 0)).width(60.0).unsorted(),
            F::time("opened_at", ctx.t("service.opened"), |row| Some(row.opened_at)),
            F::text("opened_by", ctx.t("service.opened_by"), move |row| name(&row.opened_by)).width(90.0).unsorted(),
            F::time("closed_at", ctx.t("service.closed_at"), |row| row.closed_at).unsorted(),
            F::time("updated_at", ctx.t("service.updated_at"), |row| Some(row.updated_at)),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> TicketQuery {
        let sort = match asked.sort.column {
            "number" => TicketSort::Number,
            "state" => TicketSort::State,
            "kind" => TicketSort::Kind,
            "subject" => TicketSort::Subject,
            "order_no" => TicketSort::OrderNo,
            "assignee" => TicketSort::Assignee,
            "opened_at" => TicketSort::Opened,
            "updated_at" => TicketSort::Updated,
            _ => TicketSort::Due,
        };
        let only = asked.only.map(<[i64]>::to_vec);
        let states = match self.shown {
            _ if only.is_some() => Vec::new(),
            Shown::Undone => vec![TicketState::Open, TicketState::Waiting],
            Shown::Of(state) => vec![state],
            Shown::Late | Shown::All => Vec::new(),
        };
        let late = only.is_none() && self.shown == Shown::Late;
        TicketQuery {
            text: asked.text.to_owned(),
            states,
            overdue: late.then(|| queue::now(ctx)),
            ids: only,
            sort,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, query: &TicketQuery) -> store::Result<Found> {
        Ok(Found { ids: store.tickets(query)?, totals: Vec::new() })
    }

    fn fetch(store: &Store, _query: &TicketQuery, ids: &[i64]) -> store::Result<Vec<TicketRow>> {
        store.ticket_rows(ids)
    }

    fn id(row: &TicketRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<TicketDetail> {
        store.ticket(id)
    }

    fn title(&self, _ctx: &Ctx, ticket: &TicketDetail) -> String {
        ticket.row.subject.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, ticket: &'a TicketDetail) -> Element<'a, Message> {
        detail::view(ctx, ticket, &self.note)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Tickets { what, ids } => Some(Goal::These(what, ids)),
            Open::Ticket(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn wanted(&mut self, ctx: &Ctx, what: &Open) -> Option<Action<Message>> {
        match what {
            Open::NewTicket { order_no, refund_no } => Some(self.fill(Form::new(order_no, refund_no))),
            Open::Replies(order) => Some(self.update(ctx, Message::Replies(*order))),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        match message {
            Message::Show(shown) => {
                self.shown = shown;
                Action::none()
            }
            Message::New => self.fill(Form::new("", "")),
            Message::Edit(id) => {
                Action::work(move || store.ticket(id).map(Box::new).map_err(|error| told(&error)), Message::ToEdit)
            }
            Message::ToEdit(Ok(ticket)) => self.fill(Form::of(&ticket)),
            Message::Form(form::Message::Close) => {
                self.form = None;
                Action::none()
            }
            Message::Form(form::Message::Save) => self.save(store),
            Message::Form(message) => {
                if let Some(form) = &mut self.form {
                    form.update(message);
                }
                Action::none()
            }
            Message::Saved(Ok((id, number, new))) => {
                self.form = None;
                let said = Said::new(if new { "service.opened_toast" } else { "service.saved" }).with("number", number);
                let mut toast = Toast::good(said);
                if new {
                    toast = toast.with_button("shell.undo", own(Message::Drop(id)));
                }
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Saved(Err(said)) => {
                match &mut self.form {
                    Some(form) => form.refused(said),
                    None => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
            Message::Drop(id) => {
                Action::work(move || store.drop_ticket(ACTOR, id).map_err(|error| told(&error)), Message::Dropped)
            }
            Message::Dropped(Ok(())) => {
                Action::toast(Toast::note(Said::new("service.dropped"))).with(Intent::DataChanged)
            }
            Message::Note(text) => {
                self.note = text;
                Action::none()
            }
            Message::NoteSave(id) => {
                let note = self.note.trim().to_owned();
                if note.is_empty() {
                    return Action::none();
                }
                Action::work(move || store.note_ticket(ACTOR, id, &note).map_err(|error| told(&error)), Message::Noted)
            }
            Message::Noted(Ok(())) => {
                self.note.clear();
                Action::intent(Intent::DataChanged)
            }
            Message::Move(ids, state) => Action::work(
                move || {
                    let before = store.move_tickets(ACTOR, &ids, state).map_err(|error| told(&error))?;
                    Ok((Some(state), before))
                },
                Message::Moved,
            ),
            Message::Put(states) => Action::work(
                move || {
                    let before = store.put_tickets(ACTOR, &states).map_err(|error| told(&error))?;
                    Ok((None, before))
                },
                Message::Moved,
            ),
            Message::Moved(Ok((state, before))) => {
                if before.is_empty() {
                    return Action::toast(Toast::note(Said::new("service.nothing_moved")));
                }
                let toast = match state {
                    Some(state) => {
                        let key = match state {
                            TicketState::Open => "service.reopened",
                            TicketState::Waiting => "service.put_waiting",
                            TicketState::Done => "service.closed",
                        };
                        let said = Said::new(key).with("n", before.len());
                        Toast::good(said).with_button("shell.undo", own(Message::Put(before)))
                    }
                    None => Toast::note(Said::new("service.put_back").with("n", before.len())),
                };
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Replies(order) => Action::work(
                move || {
                    let known = (order != 0).then(|| store.reply_facts(order)).transpose();
                    Ok((store.replies().map_err(|error| told(&error))?, known.map_err(|error| told(&error))?))
                },
                Message::Library,
            ),
            Message::Library(Ok((replies, known))) => {
                self.library = Some(Library::new(replies, known));
                Action::task(iced::widget::operation::focus(library::SEARCH))
            }
            Message::OfLibrary(message) => self.of_library(ctx, store, message),
            Message::Kept(Ok(replies)) => {
                if let Some(library) = &mut self.library {
                    library.renew(replies);
                }
                Action::none()
            }
            Message::Kept(Err(said)) => {
                match &mut self.library {
                    Some(library) => library.refused(said),
                    None => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
            Message::Deleted(Ok((replies, gone))) => {
                if let Some(library) = &mut self.library {
                    library.renew(replies);
                }
                let said = Said::new("service.reply_deleted").with("title", &gone.title);
                Action::toast(Toast::note(said).with_button("shell.undo", own(Message::KeepAgain(gone))))
            }
            Message::KeepAgain(reply) => keep(store, reply),
            Message::Go(what) => Action::intent(Intent::Open(what)),
            Message::ToEdit(Err(said))
            | Message::Dropped(Err(said))
            | Message::Noted(Err(said))
            | Message::Moved(Err(said))
            | Message::Library(Err(said))
            | Message::Deleted(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn link(&self, row: &TicketRow, column: &'static str) -> Option<Message> {
        (column == "order_no" && row.order_id != 0).then_some(Message::Go(Open::Order(row.order_id)))
    }

    fn turn(&mut self) {
        self.note.clear();
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(Shown::Undone, ctx.t("service.undone").to_owned())];
        options.extend(TicketState::ALL.map(|state| (Shown::Of(state), ctx.t(&state_key(state)).to_owned())));
        options.push((Shown::Late, ctx.t("service.late").to_owned()));
        options.push((Shown::All, ctx.t("orders.any").to_owned()));
        Some(choice::chips(options, self.shown, Message::Show))
    }

    fn narrowed(&self) -> bool {
        self.shown != Shown::All && self.shown != Shown::Undone
    }

    fn widen(&mut self) {
        self.shown = Shown::All;
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let new = button::labelled(Icon::Plus, ctx.t("service.new"), Some(Message::New)).into();
        Some(state::empty(Icon::Headphones, ctx.t("service.none"), ctx.t("service.none_hint"), Some(new)))
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let batch = |icon, key, message: fn(Vec<i64>) -> Message| Batch { icon, label: ctx.t(key).to_owned(), message };
        vec![
            batch(Icon::CircleCheck, "service.close", |ids| Message::Move(ids, TicketState::Done)),
            batch(Icon::Clock, "service.wait", |ids| Message::Move(ids, TicketState::Waiting)),
            batch(Icon::RotateCcw, "service.reopen", |ids| Message::Move(ids, TicketState::Open)),
        ]
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let buttons = row![
            button::labelled(Icon::BookOpen, ctx.t("service.replies"), Some(Message::Replies(0))),
            button::primary_labelled(Icon::Plus, ctx.t("service.new"), Some(Message::New)),
        ];
        Some(buttons.spacing(gap::S).into())
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match (&self.form, &self.library) {
            (Some(form), _) => Some(form.view(ctx).map(Message::Form)),
            (None, Some(library)) => Some(library.view(ctx).map(Message::OfLibrary)),
            (None, None) => None,
        }
    }

    fn back(&mut self) -> bool {
        if self.form.take().is_some() {
            return true;
        }
        let Some(library) = &mut self.library else { return false };
        if !library.back() {
            self.library = None;
        }
        true
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        match ctx.store().cloned() {
            Some(store) if self.form.is_some() => self.save(store),
            _ => Action::none(),
        }
    }

    /// Tickets are there before the first order as well.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        if ctx.facts().is_some() { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

impl TicketRecords {
    fn fill(&mut self, form: Form) -> Action<Message> {
        self.form = Some(form);
        Action::task(iced::widget::operation::focus(form::FIRST))
    }

    fn save(&mut self, store: Store) -> Action<Message> {
        let Some(typed) = self.form.as_mut().and_then(Form::typed) else { return Action::none() };
        Action::work(
            move || {
                let id = typed.id;
                let draft = typed.draft(&store)?;
                if let Some(id) = id {
                    store.edit_ticket(ACTOR, id, &draft).map_err(|error| told(&error))?;
                    return Ok((id, String::new(), false));
                }
                let (id, number) = store.open_ticket(ACTOR, &draft).map_err(|error| told(&error))?;
                Ok((id, number, true))
            },
            Message::Saved,
        )
    }

    fn of_library(&mut self, ctx: &Ctx, store: Store, message: library::Message) -> Action<Message> {
        let Some(library) = &mut self.library else { return Action::none() };
        match message {
            library::Message::Close => {
                self.library = None;
                Action::none()
            }
            library::Message::Copy(id) => {
                let Some((text, missing)) = library.text(ctx.lang, id) else { return Action::none() };
                let copied = Action::intent(Intent::Copy(text));
                if missing.is_empty() {
                    return copied;
                }
                let said = Said::new("service.reply_missing").with("what", missing.join(" "));
                copied.with(Intent::Toast(Toast::warning(said)))
            }
            library::Message::Save => match library.written() {
                Some(reply) => keep(store, reply),
                None => Action::none(),
            },
            library::Message::Delete(id) => Action::work(
                move || {
                    let gone = store.delete_reply(ACTOR, id).map_err(|error| told(&error))?;
                    Ok((store.replies().map_err(|error| told(&error))?, gone))
                },
                Message::Deleted,
            ),
            message => {
                library.update(message);
                Action::none()
            }
        }
    }
}

/// Keeps a reply and reads them all anew.
fn keep(store: Store, reply: Reply) -> Action<Message> {
    Action::work(
        move || {
            store.save_reply(ACTOR, &reply).map_err(|error| told(&error))?;
            store.replies().map_err(|error| told(&error))
        },
        Message::Kept,
    )
}
