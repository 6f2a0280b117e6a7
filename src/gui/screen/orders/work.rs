//! Handing orders out from the list (分配、标记、挂起): the dialogs, what is asked about people, and what is told afterwards.

use iced::widget::{Column, Row, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::rule::Flag;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, card, choice, dialog, field, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::screen::{self, import::ACTOR};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::dropdown::dropdown;
use crate::locale::{Lang, Said};
use crate::store::{self, Doer, Hand, OrderQuery, StaffRow, Store, StoreError, Touched, Warehouse};
use crate::table::grouped;

/// Name of the first field of a dialog.
const FIRST: &str = "orders-work-first";
/// Orders named in the list of those that were left alone.
const SHOWN: usize = 200;

/// What the dialogs offer.
#[derive(Debug, Clone, Default)]
pub struct People {
    staff: Vec<StaffRow>,
    warehouses: Vec<Warehouse>,
    couriers: Vec<String>,
    tags: Vec<String>,
}

/// Which orders are shown, by whom they belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lens {
    #[default]
    All,
    Nobody,
    Of(i64),
    Held,
    Flagged(Flag),
}

impl Lens {
    /// Puts it into the question.
    pub fn ask(self, query: &mut OrderQuery) {
        match self {
            Self::All => {}
            Self::Nobody => query.doer = Some(Doer::Nobody),
            Self::Of(id) => query.doer = Some(Doer::Of(id)),
            Self::Held => query.held = Some(true),
            Self::Flagged(flag) => query.flag = Some(flag),
        }
    }
}

/// What is done to orders, in one dialog each.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Assign {
        staff: Option<i64>,
        warehouse: Option<i64>,
        courier: Option<String>,
    },
    Mark {
        part: Part,
        flag: Option<Flag>,
        tags: String,
        remove: Vec<String>,
        remark: String,
    },
    Hold {
        reason: String,
    },
    /// What an action left alone, and why.
    Told(Box<Touched>),
}

/// One of the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Flag,
    Tags,
    Remark,
}

/// What the list keeps of all this.
#[derive(Debug, Clone)]
pub struct Work {
    /// Makes the page's own message of one of these, for buttons in toasts.
    tell: fn(Message) -> screen::Message,
    people: Load<People>,
    pub lens: Lens,
    form: Option<Form>,
    ids: Vec<i64>,
    /// Saving was tried: what is missing is shown.
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    People(Ticket, Result<People, Said>),
    Lens(Lens),
    Assign(Vec<i64>),
    Mark(Vec<i64>),
    Hold(Vec<i64>),
    Release(Vec<i64>),
    Staff(Option<i64>),
    Warehouse(Option<i64>),
    Courier(Option<String>),
    Part(Part),
    Flag(Option<Flag>),
    Tags(String),
    Remove(String),
    Text(String),
    Save,
    Close,
    /// What was done (key of the sentence), and with which orders.
    Done(&'static str, Result<Box<Touched>, Said>),
    Undo(i64),
    Undone(Result<Box<Touched>, Said>),
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "orders by hand");
    error.said()
}

/// The tone a flag is shown in.
pub const fn flag_tone(flag: Flag) -> Tone {
    match flag {
        Flag::Red => Tone::Bad,
        Flag::Yellow => Tone::Warning,
        Flag::Green => Tone::Good,
        Flag::Blue => Tone::Blue,
        Flag::Purple => Tone::Accent,
    }
}

/// A flag's name: 红.
pub fn flag_name(lang: Lang, flag: Flag) -> String {
    lang.t(&format!("rules.flag_{}", flag.id())).to_owned()
}

/// One thing of a list to pick from, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pick<T> {
    value: T,
    name: String,
}

impl<T> std::fmt::Display for Pick<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// A list to pick one of, whose first entry is none.
fn pick_or<'a, T: Clone + PartialEq + 'a>(
    none: &str,
    options: impl IntoIterator<Item = (T, String)>,
    chosen: Option<&T>,
    on_choose: impl Fn(Option<T>) -> Message + 'a,
) -> Element<'a, Message> {
    let mut all = vec![Pick { value: None, name: none.to_owned() }];
    all.extend(options.into_iter().map(|(value, name)| Pick { value: Some(value), name }));
    let chosen = all.iter().find(|one| one.value.as_ref() == chosen).cloned();
    field::pick(all, chosen, none.to_owned(), move |one| on_choose(one.value))
}

/// Tags as they are typed, with any comma between them.
fn typed_tags(text: &str) -> Vec<String> {
    text.split([',', '，', '、']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

impl Work {
    pub fn new(tell: fn(Message) -> screen::Message) -> Self {
        Self {
            tell,
            people: Load::default(),
            lens: Lens::All,
            form: None,
            ids: Vec::new(),
            tried: false,
            refused: None,
        }
    }

    /// Asks who works here, if the shop has changed.
    pub fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.people.ask(&store.version()) else { return Action::none() };
        let ask = move || -> store::Result<People> {
            Ok(People {
                staff: store.staff()?,
                warehouses: store.warehouses()?,
                couriers: store.couriers()?.into_iter().map(|courier| courier.name).collect(),
                tags: store.tags()?,
            })
        };
        Action::work(move || ask().map_err(|error| told(&error)), move |people| Message::People(ticket, people))
    }

    pub const fn open(&self) -> bool {
        self.form.is_some()
    }

    pub fn close(&mut self) -> bool {
        self.form.take().is_some()
    }

    fn begin(&mut self, ids: Vec<i64>, form: Form) -> Action<Message> {
        (self.ids, self.form, self.tried, self.refused) = (ids, Some(form), false, None);
        Action::task(iced::widget::operation::focus(FIRST))
    }

    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match (message, &mut self.form) {
            (Message::People(ticket, people), _) => {
                self.people.answer(ticket, people);
                return Action::none();
            }
            (Message::Lens(lens), _) => self.lens = lens,
            (Message::Assign(ids), _) => {
                return self.begin(ids, Form::Assign { staff: None, warehouse: None, courier: None });
            }
            (Message::Mark(ids), _) => {
                let (tags, remark) = (String::new(), String::new());
                let form = Form::Mark { part: Part::Flag, flag: Some(Flag::Red), tags, remove: Vec::new(), remark };
                return self.begin(ids, form);
            }
            (Message::Hold(ids), _) => return self.begin(ids, Form::Hold { reason: String::new() }),
            (Message::Release(ids), _) => {
                return Self::work(ctx, "rules.done_release", move |store| store.release_orders(ACTOR, &ids));
            }
            (Message::Staff(chosen), Some(Form::Assign { staff, .. })) => *staff = chosen,
            (Message::Warehouse(chosen), Some(Form::Assign { warehouse, .. })) => *warehouse = chosen,
            (Message::Courier(chosen), Some(Form::Assign { courier, .. })) => *courier = chosen,
            (Message::Part(chosen), Some(Form::Mark { part, .. })) => *part = chosen,
            (Message::Flag(chosen), Some(Form::Mark { flag, .. })) => *flag = chosen,
            (Message::Tags(text), Some(Form::Mark { tags, .. })) => *tags = text,
            (Message::Remove(tag), Some(Form::Mark { remove, .. })) => {
                match remove.iter().position(|one| *one == tag) {
                    Some(at) => drop(remove.remove(at)),
                    None => remove.push(tag),
                }
            }
            (Message::Text(text), Some(Form::Mark { remark, .. })) => *remark = text,
            (Message::Text(text), Some(Form::Hold { reason })) => *reason = text,
            (Message::Save, Some(_)) => return self.save(ctx),
            (Message::Close, _) => self.form = None,
            (Message::Done(key, done), _) => return self.done(key, done),
            (Message::Undo(batch), _) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                return Action::work(
                    move || store.undo_marks(ACTOR, batch).map(Box::new).map_err(|error| told(&error)),
                    Message::Undone,
                );
            }
            (Message::Undone(Ok(touched)), _) => {
                let said = Said::new("rules.undone").with("n", touched.done.len());
                let left = !touched.skipped.is_empty();
                if left {
                    self.form = Some(Form::Told(touched));
                }
                return Action::toast(Toast::note(said)).with(Intent::DataChanged);
            }
            (Message::Undone(Err(said)), _) => return Action::toast(Toast::bad(said)),
            _ => {}
        }
        self.refused = None;
        Action::none()
    }

    /// Does what the dialog says; the orders it is about come from when it was opened.
    pub fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        self.tried = true;
        let ids = self.ids.clone();
        match self.form.clone() {
            Some(Form::Assign { staff, warehouse, courier }) => {
                let to = Hand { staff, warehouse, courier };
                Self::work(ctx, "rules.done_assign", move |store| store.assign_by_hand(ACTOR, &ids, &to))
            }
            Some(Form::Mark { part: Part::Flag, flag, .. }) => {
                Self::work(ctx, "rules.done_flag", move |store| store.flag_orders(ACTOR, &ids, flag))
            }
            Some(Form::Mark { part: Part::Tags, tags, remove, .. }) => {
                let add = typed_tags(&tags);
                if add.is_empty() && remove.is_empty() {
                    return Action::none();
                }
                Self::work(ctx, "rules.done_tag", move |store| store.tag_orders(ACTOR, &ids, &add, &remove))
            }
            Some(Form::Mark { part: Part::Remark, remark, .. }) => {
                Self::work(ctx, "rules.done_remark", move |store| store.remark_orders(ACTOR, &ids, &remark))
            }
            Some(Form::Hold { reason }) if !reason.trim().is_empty() => {
                Self::work(ctx, "rules.done_hold", move |store| store.hold_orders(ACTOR, &ids, &reason))
            }
            Some(Form::Told(_)) => {
                self.form = None;
                Action::none()
            }
            Some(Form::Hold { .. }) | None => Action::none(),
        }
    }

    fn work(
        ctx: &Ctx,
        key: &'static str,
        work: impl FnOnce(&Store) -> store::Result<Touched> + Send + 'static,
    ) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        Action::work(
            move || work(&store).map(Box::new).map_err(|error| told(&error)),
            move |done| Message::Done(key, done),
        )
    }

    fn done(&mut self, key: &'static str, done: Result<Box<Touched>, Said>) -> Action<Message> {
        let touched = match done {
            Ok(touched) => touched,
            Err(said) if self.form.is_some() => {
                self.refused = Some(said);
                return Action::none();
            }
            Err(said) => return Action::toast(Toast::bad(said)),
        };
        self.form = None;
        let (n, batch) = (touched.done.len(), touched.batch);
        let left = touched.skipped.len();
        if left > 0 {
            self.form = Some(Form::Told(touched));
        }
        if n == 0 {
            return Action::none();
        }
        let undo = (self.tell)(Message::Undo(batch));
        let toast = Toast::good(Said::new(key).with("n", n)).with_button("shell.undo", Intent::Tell(Box::new(undo)));
        Action::toast(toast).with(Intent::DataChanged)
    }

    /// The choice of whose orders are shown.
    pub fn filter<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let staff = self.people.value().map_or(&[][..], |people| &people.staff);
        let mut lenses = vec![(Lens::All, ctx.t("rules.lens_all").to_owned())];
        lenses.push((Lens::Nobody, ctx.t("rules.lens_nobody").to_owned()));
        lenses.extend(staff.iter().filter(|one| one.active).map(|one| (Lens::Of(one.id), one.name.clone())));
        lenses.push((Lens::Held, ctx.t("rules.lens_held").to_owned()));
        lenses.extend(
            Flag::ALL
                .map(|flag| (Lens::Flagged(flag), ctx.f("rules.lens_flag", &[("flag", &flag_name(ctx.lang, flag))]))),
        );
        let chosen = lenses.iter().find(|(lens, _)| *lens == self.lens).map(|(_, name)| name.clone());
        let label = words::body(chosen.unwrap_or_else(|| ctx.t("rules.lens_all").to_owned()));
        let label = row![label, icon::icon(Icon::ChevronDown)].spacing(6).align_y(Alignment::Center);
        let entries =
            lenses.into_iter().map(|(lens, name)| choice::menu_entry(None, name, Some(Message::Lens(lens))).into());
        dropdown(label, choice::menu(entries, 150.0)).into()
    }

    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let form = self.form.as_ref()?;
        let n = grouped(&self.ids.len().to_string());
        let (title, content, save): (String, Element<'a, Message>, Option<&'static str>) = match form {
            Form::Assign { staff, warehouse, courier } => (
                ctx.f("rules.assign_title", &[("n", &n)]),
                self.assign(ctx, *staff, *warehouse, courier.as_ref()),
                Some("rules.assign_save"),
            ),
            Form::Mark { part, flag, tags, remove, remark } => (
                ctx.f("rules.mark_title", &[("n", &n)]),
                self.marks(ctx, *part, *flag, tags, remove, remark),
                Some("rules.mark_save"),
            ),
            Form::Hold { reason } => {
                let wrong = (self.tried && reason.trim().is_empty()).then(|| ctx.t("rules.wrong_hold").to_owned());
                let input = field::input(ctx.t("rules.hold_hint"), reason, Message::Text).id(FIRST);
                let label = ctx.t("rules.hold_reason");
                let hint = Some(ctx.t("rules.hold_explained").to_owned());
                let reason = field::field(label, input.on_submit(Message::Save), hint, wrong);
                (ctx.f("rules.hold_title", &[("n", &n)]), reason.into(), Some("rules.hold_save"))
            }
            Form::Told(touched) => (ctx.t("rules.told_title").to_owned(), left_alone(ctx, touched), None),
        };
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![content, refused].spacing(gap::M);
        let buttons = match save {
            Some(save) => vec![
                button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
                button::primary(ctx.t(save), Some(Message::Save)).into(),
            ],
            None => vec![button::primary(ctx.t("shell.close"), Some(Message::Close)).into()],
        };
        Some(dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 520.0))
    }

    fn assign<'a>(
        &'a self,
        ctx: &'a Ctx,
        staff: Option<i64>,
        warehouse: Option<i64>,
        courier: Option<&String>,
    ) -> Element<'a, Message> {
        let known = self.people.value();
        let stays = ctx.t("rules.stays");
        let mut people: Vec<(i64, String)> = known
            .into_iter()
            .flat_map(|people| &people.staff)
            .filter(|one| one.active)
            .map(|one| {
                let open = grouped(&one.open.to_string());
                (one.id, ctx.f("rules.staff_open", &[("name", &one.name), ("n", &open)]))
            })
            .collect();
        people.push((0, ctx.t("rules.nobody").to_owned()));
        let warehouses: Vec<(i64, String)> =
            known.into_iter().flat_map(|people| &people.warehouses).map(|one| (one.id, one.name.clone())).collect();
        let couriers: Vec<(String, String)> =
            known.into_iter().flat_map(|people| &people.couriers).map(|name| (name.clone(), name.clone())).collect();
        let nothing = (self.tried && staff.is_none() && warehouse.is_none() && courier.is_none())
            .then(|| ctx.t("rules.hand_nothing").to_owned());
        column![
            field::around(ctx.t("rules.staff"), pick_or(stays, people, staff.as_ref(), Message::Staff), None, nothing),
            row![
                field::around(
                    ctx.t("rules.warehouse"),
                    pick_or(stays, warehouses, warehouse.as_ref(), Message::Warehouse),
                    None,
                    None
                )
                .width(Length::Fill),
                field::around(ctx.t("rules.courier"), pick_or(stays, couriers, courier, Message::Courier), None, None)
                    .width(Length::Fill),
            ]
            .spacing(gap::M),
            words::small(ctx.t("rules.by_hand_hint")),
        ]
        .spacing(gap::M)
        .into()
    }

    fn marks<'a>(
        &'a self,
        ctx: &'a Ctx,
        part: Part,
        flag: Option<Flag>,
        tags: &'a str,
        remove: &'a [String],
        remark: &'a str,
    ) -> Element<'a, Message> {
        let parts = [(Part::Flag, "rules.flag"), (Part::Tags, "rules.tags"), (Part::Remark, "rules.remark")];
        let parts = choice::segments(parts.map(|(part, key)| (part, ctx.t(key).to_owned())), Some(part), Message::Part);
        let below: Element<'a, Message> = match part {
            Part::Flag => {
                let mut flags: Vec<(Option<Flag>, String)> =
                    Flag::ALL.map(|flag| (Some(flag), flag_name(ctx.lang, flag))).into();
                flags.push((None, ctx.t("rules.flag_none").to_owned()));
                choice::chips(flags, flag, Message::Flag)
            }
            Part::Tags => {
                let known = self.people.value().map_or(&[][..], |people| &people.tags);
                let chips = known.iter().map(|tag| {
                    let on = remove.contains(tag);
                    choice::check(tag.as_str(), on, move |_| Message::Remove(tag.clone()))
                });
                let take_off = (!known.is_empty()).then(|| {
                    column![words::muted(ctx.t("rules.tags_remove")), Row::with_children(chips).spacing(gap::S).wrap()]
                        .spacing(gap::XS)
                });
                let input = field::input(ctx.t("rules.tags_hint"), tags, Message::Tags).id(FIRST);
                let add = field::field(ctx.t("rules.tags_add"), input.on_submit(Message::Save), None, None);
                column![add, take_off].spacing(gap::M).into()
            }
            Part::Remark => {
                let input = field::input(ctx.t("rules.remark_hint"), remark, Message::Text).id(FIRST);
                field::field(
                    ctx.t("rules.remark"),
                    input.on_submit(Message::Save),
                    Some(ctx.t("rules.remark_explained").to_owned()),
                    None,
                )
                .into()
            }
        };
        column![parts, below].spacing(gap::M).into()
    }
}

/// Orders that were left alone, each with its reason.
fn left_alone<'a>(ctx: &'a Ctx, touched: &'a Touched) -> Element<'a, Message> {
    let number = |n: usize| grouped(&n.to_string());
    let (done, left) = (number(touched.done.len()), number(touched.skipped.len()));
    let summary = ctx.f("rules.told_summary", &[("done", &done), ("left", &left)]);
    let lines = touched.skipped.iter().take(SHOWN).map(|one| {
        row![
            container(words::strong(one.order_no.as_str())).width(180),
            words::body(ctx.say(&one.why)).width(Length::Fill)
        ]
        .spacing(gap::S)
        .align_y(Alignment::Start)
        .into()
    });
    column![words::body(summary), card::rule(), Column::with_children(lines).spacing(gap::XS)].spacing(gap::S).into()
}
