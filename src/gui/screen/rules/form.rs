//! The form that writes a rule (写规则): conditions and what to do as rows with pickers, read back below as one sentence. The text as it was
//! typed is kept; what is wrong is told at its field.

use iced::widget::{Column, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::domain::rule::{Actions, Body, Field, Flag, Known, Rule, StaffChoice, Wrong, check};
use crate::gui::component::{button, card, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{container as box_style, space as gap, text as ink};
use crate::gui::widget::dropdown::dropdown;
use crate::locale::Said;

use super::Desk;
use super::line::{Change, Kind, Line};

/// Name of the first field.
pub const FIRST: &str = "rule-name";

/// Who gets the orders, as it is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Nobody,
    One,
    Balance,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Form {
    /// Index of the rule in the list; `None` for a new one.
    pub at: Option<usize>,
    rule: Rule,
    lines: Vec<Line>,
    mode: Mode,
    staff: Vec<i64>,
    tags: String,
    hold: String,
    /// Names of the other rules.
    others: Vec<String>,
    /// Saving was tried: what is wrong is shown.
    tried: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Name(String),
    Add,
    Remove(usize),
    Line(usize, Change),
    Mode(Mode),
    Staff(i64),
    Warehouse(Option<i64>),
    Courier(Option<String>),
    Flag(Option<Flag>),
    Tags(String),
    Hold(String),
    Pass(bool),
    Save,
    Close,
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

/// Words as they are typed, with any comma between them.
pub(super) fn typed_words(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Form {
    /// For the rule at `at` of the list, or a new one.
    pub fn new(rules: &[Rule], at: Option<usize>) -> Self {
        let rule = at.and_then(|at| rules.get(at)).cloned();
        let rule = rule.unwrap_or_else(|| Rule { on: true, ..Rule::default() });
        let others = rules.iter().enumerate().filter(|(index, _)| Some(*index) != at);
        let (mode, staff) = match &rule.body.actions.staff {
            None => (Mode::Nobody, Vec::new()),
            Some(StaffChoice::One { id }) => (Mode::One, vec![*id]),
            Some(StaffChoice::Balance { among }) => (Mode::Balance, among.clone()),
        };
        let mut lines: Vec<Line> = rule.body.conditions.iter().map(Line::of).collect();
        if at.is_none() {
            lines.push(Line::default());
        }
        Self {
            at,
            lines,
            mode,
            staff,
            tags: rule.body.actions.tags.join("、"),
            hold: rule.body.actions.hold.clone().unwrap_or_default(),
            others: others.map(|(_, rule)| rule.name.clone()).collect(),
            tried: false,
            rule,
        }
    }

    pub fn update(&mut self, message: Message) {
        let actions = &mut self.rule.body.actions;
        match message {
            Message::Name(name) => self.rule.name = name,
            Message::Add => self.lines.push(Line::default()),
            Message::Remove(at) => {
                if at < self.lines.len() {
                    self.lines.remove(at);
                }
            }
            Message::Line(at, change) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.update(change);
                }
            }
            Message::Mode(mode) => {
                self.mode = mode;
                if mode == Mode::One {
                    self.staff.truncate(1);
                }
            }
            Message::Staff(id) if self.mode == Mode::One => self.staff = vec![id],
            Message::Staff(id) => match self.staff.iter().position(|one| *one == id) {
                Some(at) => drop(self.staff.remove(at)),
                None => self.staff.push(id),
            },
            Message::Warehouse(id) => actions.warehouse = id,
            Message::Courier(name) => actions.courier = name,
            Message::Flag(flag) => actions.flag = flag,
            Message::Tags(text) => self.tags = text,
            Message::Hold(text) => self.hold = text,
            Message::Pass(on) => actions.pass = on,
            Message::Save | Message::Close => {}
        }
    }

    /// The rule as far as it can be read, and everything that is wrong with it.
    fn read(&self, desk: &Desk) -> (Rule, Vec<Wrong>) {
        let (mut conditions, mut wrong) = (Vec::new(), Vec::new());
        for (at, line) in self.lines.iter().enumerate() {
            let (condition, unreadable) = line.read();
            conditions.push(condition);
            if let Some(key) = unreadable {
                wrong.push(Wrong { at: Field::Condition(at), said: Said::new(key) });
            }
        }
        let staff = match self.mode {
            Mode::Nobody => None,
            Mode::One => Some(StaffChoice::One { id: self.staff.first().copied().unwrap_or_default() }),
            Mode::Balance => Some(StaffChoice::Balance { among: self.staff.clone() }),
        };
        let hold = Some(self.hold.trim().to_owned()).filter(|hold| !hold.is_empty());
        let actions = Actions { staff, tags: typed_words(&self.tags), hold, ..self.rule.body.actions.clone() };
        let name = self.rule.name.trim().to_owned();
        let rule = Rule { name, body: Body { conditions, actions }, ..self.rule.clone() };
        let staff: Vec<(i64, bool)> = desk.staff.iter().map(|one| (one.id, one.active)).collect();
        let warehouses: Vec<i64> = desk.warehouses.iter().map(|one| one.id).collect();
        let names: Vec<&str> = self.others.iter().map(String::as_str).collect();
        let known = Known { staff: &staff, warehouses: &warehouses, names: &names };
        let more = check(&rule, &known).into_iter().filter(|one| !wrong.iter().any(|known| known.at == one.at));
        let more: Vec<Wrong> = more.collect();
        wrong.extend(more);
        (rule, wrong)
    }

    /// The rule, once everything in it makes sense; what does not is shown from then on.
    pub fn rule(&mut self, desk: &Desk) -> Option<Rule> {
        self.tried = true;
        let (rule, wrong) = self.read(desk);
        wrong.is_empty().then_some(rule)
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk) -> Element<'a, Message> {
        let (rule, wrong) = self.read(desk);
        let at = |at: Field| {
            let found = wrong.iter().find(|one| self.tried && one.at == at);
            found.map(|one| ctx.say(&one.said))
        };
        let name = field::field(
            ctx.t("rules.name"),
            field::input(ctx.t("rules.name_hint"), &self.rule.name, Message::Name).id(FIRST),
            None,
            at(Field::Name),
        );
        let lines = self.lines.iter().enumerate().map(|(index, line)| {
            let remove = button::icon_button(Icon::X, ctx.t("rules.condition_remove"), Some(Message::Remove(index)));
            let wrong = at(Field::Condition(index)).map(|wrong| words::small(wrong).style(ink::bad));
            let editor = line.view(ctx, desk, index).map(move |change| Message::Line(index, change));
            column![
                row![container(editor).width(Length::Fill), remove].spacing(gap::S).align_y(Alignment::Center),
                wrong
            ]
            .spacing(2)
            .into()
        });
        let add = button::labelled(Icon::Plus, ctx.t("rules.condition_add"), Some(Message::Add));
        let all = self.lines.is_empty().then(|| words::muted(ctx.t("rules.no_conditions")));
        let conditions = column![
            words::card_title(ctx.t("rules.conditions")),
            all,
            Column::with_children(lines).spacing(gap::S),
            add,
        ]
        .spacing(gap::S);
        let idle = at(Field::Actions).map(|wrong| words::small(wrong).style(ink::bad));
        let actions =
            column![words::card_title(ctx.t("rules.actions")), self.actions(ctx, desk, &at), idle].spacing(gap::S);
        let sentence = container(words::body(rule.said(ctx.lang, &desk.book.names)))
            .padding(gap::M)
            .width(Length::Fill)
            .style(box_style::well);
        let content = column![name, conditions, card::rule(), actions, card::rule(), sentence].spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("rules.save"), Some(Message::Save)).into(),
        ];
        let title = if self.at.is_some() { "rules.edit_title" } else { "rules.new_title" };
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }

    fn actions<'a>(
        &'a self,
        ctx: &'a Ctx,
        desk: &'a Desk,
        at: &dyn Fn(Field) -> Option<String>,
    ) -> Element<'a, Message> {
        let actions = &self.rule.body.actions;
        let modes =
            [(Mode::Nobody, "rules.mode_nobody"), (Mode::One, "rules.mode_one"), (Mode::Balance, "rules.mode_balance")];
        let modes =
            choice::segments(modes.map(|(mode, key)| (mode, ctx.t(key).to_owned())), Some(self.mode), Message::Mode);
        let staff = (self.mode != Mode::Nobody).then(|| self.people(ctx, desk));
        let wrong = at(Field::Staff).map(|wrong| words::small(wrong).style(ink::bad));
        let people = column![row![modes, staff].spacing(gap::M).align_y(Alignment::Center), wrong].spacing(2);
        let stays = ctx.t("rules.stays");
        let warehouses = desk.warehouses.iter().map(|one| (one.id, one.name.clone()));
        let couriers = desk.couriers.iter().map(|one| (one.name.clone(), one.name.clone()));
        let sends = row![
            field::around(
                ctx.t("rules.warehouse"),
                pick_or(stays, warehouses, actions.warehouse.as_ref(), Message::Warehouse),
                None,
                at(Field::Warehouse),
            )
            .width(Length::Fill),
            field::around(
                ctx.t("rules.courier"),
                pick_or(stays, couriers, actions.courier.as_ref(), Message::Courier),
                None,
                at(Field::Courier),
            )
            .width(Length::Fill),
        ]
        .spacing(gap::M);
        let mut flags: Vec<(Option<Flag>, String)> = vec![(None, stays.to_owned())];
        flags.extend(Flag::ALL.map(|flag| (Some(flag), ctx.t(&format!("rules.flag_{}", flag.id())).to_owned())));
        let marks = row![
            field::around(ctx.t("rules.flag"), choice::chips(flags, actions.flag, Message::Flag), None, None)
                .width(Length::Fill),
            field::field(
                ctx.t("rules.tags"),
                field::input(ctx.t("rules.tags_hint"), &self.tags, Message::Tags),
                None,
                at(Field::Tags),
            )
            .width(Length::Fill),
        ]
        .spacing(gap::M);
        let wrong = at(Field::Pass).map(|wrong| words::small(wrong).style(ink::bad));
        let audit = row![
            field::field(
                ctx.t("rules.hold_reason"),
                field::input(ctx.t("rules.hold_hint"), &self.hold, Message::Hold),
                None,
                at(Field::Hold),
            )
            .width(Length::Fill),
            column![space().height(gap::L), choice::check(ctx.t("rules.pass"), actions.pass, Message::Pass), wrong]
                .width(Length::Fill),
        ]
        .spacing(gap::M);
        column![people, sends, marks, audit].spacing(gap::M).into()
    }

    /// Who it may fall to.
    fn people<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk) -> Element<'a, Message> {
        let chosen = self.staff.iter().map(|id| desk.book.names.staff(ctx.lang, *id));
        let label = crate::domain::rule::listed(ctx.lang, chosen);
        let label = if label.is_empty() { ctx.t("rules.choose").to_owned() } else { label };
        let working = desk.staff.iter().filter(|one| one.active);
        if self.mode == Mode::One {
            let entries =
                working.map(|one| choice::menu_entry(None, one.name.clone(), Some(Message::Staff(one.id))).into());
            return dropdown(words::body(label), choice::menu(entries, 160.0)).into();
        }
        let boxes = working.map(|one| {
            let on = self.staff.contains(&one.id);
            choice::check(one.name.clone(), on, move |_| Message::Staff(one.id))
        });
        let list = container(Column::with_children(boxes)).padding(gap::S).width(160);
        dropdown(words::body(label), list).stays().into()
    }
}

/// A list to pick one of, whose first entry leaves things as they are.
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

/// The kinds of conditions to pick from.
pub(super) fn pick_kind(ctx: &Ctx, chosen: Kind) -> Element<'_, Change> {
    let all: Vec<Pick<Kind>> = Kind::ALL.map(|kind| Pick { value: kind, name: ctx.t(kind.key()).to_owned() }).into();
    let chosen = all.iter().find(|one| one.value == chosen).cloned();
    field::pick(all, chosen, "", |one| Change::Kind(one.value))
}
