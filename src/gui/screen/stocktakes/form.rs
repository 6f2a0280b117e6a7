//! The form of a plan: what is counted, how, and what must be counted twice; how many SKUs it takes is seen while it is filled in.

use std::sync::Arc;

use iced::widget::{Row, column, container, row};
use iced::{Element, Length};

use super::{told, who};
use crate::domain::abc::AbcClass;
use crate::domain::stocktake::{Base, Draw, Limits, Scope};
use crate::gui::action::Action;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::store::{self, StocktakePlan, StocktakeRow, Store, Warehouse};
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "stocktake-name";

/// What can be chosen from.
#[derive(Debug, Clone)]
pub struct Options {
    warehouses: Vec<Warehouse>,
    categories: Vec<String>,
}

impl Options {
    pub fn read(store: &Store) -> store::Result<Self> {
        let categories = store.categories()?.into_iter().map(|one| one.name).collect();
        Ok(Self { warehouses: store.warehouses()?, categories })
    }
}

/// Which kind of scope is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    All,
    Categories,
    Abc,
    Skus,
}

/// The form as it stands: the text as it was typed is kept.
#[derive(Debug, Clone)]
pub struct Form {
    options: Arc<Options>,
    /// The draft that is changed.
    id: Option<i64>,
    name: String,
    warehouse: i64,
    kind: Kind,
    categories: Vec<String>,
    classes: Vec<AbcClass>,
    codes: String,
    draw: String,
    seed: String,
    blind: bool,
    pieces: String,
    percent: String,
    value: String,
    /// How many SKUs the scope takes.
    taken: Load<usize>,
    /// Saving was tried: what is missing is shown.
    tried: bool,
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Name(String),
    Warehouse(i64),
    Kind(Kind),
    Category(String),
    Class(AbcClass),
    Codes(String),
    Draw(String),
    Seed(String),
    Blind(bool),
    Pieces(String),
    Percent(String),
    Value(String),
    Taken(Ticket, Result<usize, Said>),
    /// Keeps the plan; `true` begins counting at once.
    Save(bool),
    Saved(Result<(i64, bool), Said>),
    Close,
}

impl Form {
    pub fn new(ctx: &Ctx, options: Arc<Options>, row: Option<&StocktakeRow>) -> Self {
        let first = options.warehouses.first().map_or(1, |one| one.id);
        let mut form = Self {
            options,
            id: None,
            name: ctx.f("stocktake.new_name", &[("day", &ctx.now().format("%Y-%m-%d").to_string())]),
            warehouse: first,
            kind: Kind::All,
            categories: Vec::new(),
            classes: vec![AbcClass::A],
            codes: String::new(),
            draw: String::new(),
            seed: ctx.now().format("%m%d").to_string(),
            blind: true,
            pieces: "10".to_owned(),
            percent: String::new(),
            value: "500".to_owned(),
            taken: Load::default(),
            tried: false,
            busy: false,
            refused: None,
        };
        if let Some(row) = row {
            form.fill(row);
        }
        form
    }

    fn fill(&mut self, row: &StocktakeRow) {
        let plan = &row.plan;
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        self.id = Some(row.id);
        self.name.clone_from(&plan.name);
        self.warehouse = plan.warehouse;
        self.blind = plan.blind;
        self.pieces = number(plan.limits.pieces);
        self.percent = number(plan.limits.percent);
        self.value = plan.limits.value.map(|value| value.to_string()).unwrap_or_default();
        match &plan.scope.base {
            Base::All => self.kind = Kind::All,
            Base::Categories(names) => {
                self.kind = Kind::Categories;
                self.categories.clone_from(names);
            }
            Base::Abc(classes) => {
                self.kind = Kind::Abc;
                self.classes.clone_from(classes);
            }
            Base::Skus(codes) => {
                self.kind = Kind::Skus;
                self.codes = codes.join(" ");
            }
        }
        if let Some(draw) = plan.scope.draw {
            self.draw = draw.skus.to_string();
            self.seed = draw.seed.to_string();
        }
    }

    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        self.refused = None;
        match message {
            Message::Name(name) => self.name = name,
            Message::Warehouse(warehouse) => self.warehouse = warehouse,
            Message::Kind(kind) => self.kind = kind,
            Message::Category(name) => toggle(&mut self.categories, name),
            Message::Class(class) => toggle(&mut self.classes, class),
            Message::Codes(codes) => self.codes = codes,
            Message::Draw(draw) => self.draw = draw,
            Message::Seed(seed) => self.seed = seed,
            Message::Blind(blind) => self.blind = blind,
            Message::Pieces(pieces) => self.pieces = pieces,
            Message::Percent(percent) => self.percent = percent,
            Message::Value(value) => self.value = value,
            Message::Taken(ticket, taken) => {
                self.taken.answer(ticket, taken);
            }
            Message::Save(start) => return self.save(ctx, start),
            Message::Saved(Err(said)) => self.refused(said),
            Message::Saved(Ok(_)) | Message::Close => {}
        }
        self.preview(ctx)
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    /// Asks how many SKUs the scope takes.
    pub fn preview(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(store), Some(scope)) = (ctx.store().cloned(), self.scope()) else { return Action::none() };
        let until = ctx.today();
        let Some(ticket) = self.taken.ask(&(store.version(), &scope, until)) else { return Action::none() };
        Action::work(
            move || store.stocktake_scope(&scope, until).map(|codes| codes.len()).map_err(|error| told(&error)),
            move |taken| Message::Taken(ticket, taken),
        )
    }

    /// `None` while what is typed makes no sense.
    fn scope(&self) -> Option<Scope> {
        let base = match self.kind {
            Kind::All => Base::All,
            Kind::Categories => Base::Categories(self.categories.clone()),
            Kind::Abc => Base::Abc(self.classes.clone()),
            Kind::Skus => Base::Skus(codes(&self.codes)),
        };
        let draw = match number(&self.draw).ok()? {
            Some(skus) => Some(Draw { skus: u32::try_from(skus).ok()?, seed: self.seed()? }),
            None => None,
        };
        Some(Scope { base, draw })
    }

    fn seed(&self) -> Option<u64> {
        number(&self.seed).ok()?.and_then(|seed| u64::try_from(seed).ok())
    }

    fn limits(&self) -> Option<Limits> {
        let value = cell::money(&self.value).ok().filter(|value| value.is_none_or(|value| value.fen() > 0))?;
        Some(Limits { pieces: number(&self.pieces).ok()?, percent: number(&self.percent).ok()?, value })
    }

    fn save(&mut self, ctx: &Ctx, start: bool) -> Action<Message> {
        self.tried = true;
        let (Some(scope), Some(limits), Some(store)) = (self.scope(), self.limits(), ctx.store().cloned()) else {
            return Action::none();
        };
        if self.name.trim().is_empty() || self.busy {
            return Action::none();
        }
        self.busy = true;
        let name = self.name.trim().to_owned();
        let plan = StocktakePlan { name, warehouse: self.warehouse, scope, blind: self.blind, limits };
        let (id, until, at, actor) = (self.id, ctx.today(), ctx.now(), who(ctx));
        let work = move || {
            // A plan that would count nothing is not even written down.
            if start && store.stocktake_scope(&plan.scope, until).map_err(|error| told(&error))?.is_empty() {
                return Err(Said::new("stocktake.nothing_planned"));
            }
            let kept = match id {
                Some(id) => store.change_stocktake(&actor, id, &plan).map(|()| id),
                None => store.create_stocktake(&actor, &plan, at),
            };
            let id = kept.map_err(|error| told(&error))?;
            if start {
                store.start_stocktake(&actor, id, until, at).map_err(|error| told(&error))?;
            }
            Ok((id, start))
        };
        Action::work(work, Message::Saved)
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let wrong = |bad: bool, key: &str| (self.tried && bad).then(|| ctx.t(key).to_owned());
        let named = field::field(
            ctx.t("stocktake.name"),
            field::input(ctx.t("stocktake.name_hint"), &self.name, Message::Name).id(FIRST),
            None,
            wrong(self.name.trim().is_empty(), "stocktake.no_name"),
        );
        let warehouses = self.options.warehouses.iter().map(|one| (one.id, one.name.clone()));
        let warehouse = (self.options.warehouses.len() > 1).then(|| {
            let chips = choice::chips(warehouses, self.warehouse, Message::Warehouse);
            field::around(ctx.t("stocktake.warehouse"), chips, None, None)
        });
        let kinds = [
            (Kind::All, "stocktake.kind_all"),
            (Kind::Categories, "stocktake.kind_categories"),
            (Kind::Abc, "stocktake.kind_abc"),
            (Kind::Skus, "stocktake.kind_skus"),
        ]
        .map(|(kind, key)| (kind, ctx.t(key).to_owned()));
        let kind = choice::segments(kinds, Some(self.kind), Message::Kind);
        let taken = match (self.taken.value(), self.scope().is_some()) {
            (Some(0), true) => words::body(ctx.t("stocktake.takes_none")).style(ink::bad),
            (Some(n), true) => words::strong(ctx.f("stocktake.takes", &[("n", &grouped(&n.to_string()))])),
            _ => words::muted("—"),
        };
        let draw = row![
            container(field::field(
                ctx.t("stocktake.draw"),
                field::input(ctx.t("stocktake.draw_all"), &self.draw, Message::Draw),
                None,
                (!is_number(&self.draw)).then(|| ctx.t("stocktake.number_wrong").to_owned()),
            ))
            .width(160),
            (!self.draw.trim().is_empty()).then(|| {
                container(field::field(
                    ctx.t("stocktake.seed"),
                    field::input("", &self.seed, Message::Seed),
                    Some(ctx.t("stocktake.seed_hint").to_owned()),
                    self.seed().is_none().then(|| ctx.t("stocktake.number_wrong").to_owned()),
                ))
                .width(240)
            }),
        ]
        .spacing(gap::M);
        let limit = |key: &'a str, value: &str, bad: bool, message: fn(String) -> Message| {
            let wrong = bad.then(|| ctx.t("stocktake.number_wrong").to_owned());
            container(field::field(ctx.t(key), field::input(ctx.t("stocktake.limit_off"), value, message), None, wrong))
                .width(Length::Fill)
        };
        let bad_value = !matches!(cell::money(&self.value), Ok(value) if value.is_none_or(|value| value.fen() > 0));
        let limits = row![
            limit("stocktake.over_pieces", &self.pieces, !is_number(&self.pieces), Message::Pieces),
            limit("stocktake.over_percent", &self.percent, !is_number(&self.percent), Message::Percent),
            limit("stocktake.over_value", &self.value, bad_value, Message::Value),
        ]
        .spacing(gap::M);
        let content = column![
            named,
            warehouse,
            field::around(ctx.t("stocktake.scope"), column![kind, self.which(ctx)].spacing(gap::S), None, None),
            draw,
            taken,
            choice::check(ctx.t("stocktake.blind_check"), self.blind, Message::Blind),
            column![words::muted(ctx.t("stocktake.limits_hint")), limits].spacing(gap::S),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let idle = !self.busy;
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::secondary(ctx.t("stocktake.keep_draft"), idle.then_some(Message::Save(false))).into(),
            button::primary(ctx.t("stocktake.start"), idle.then_some(Message::Save(true))).into(),
        ];
        let title = if self.id.is_some() { "stocktake.change_title" } else { "stocktake.new" };
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Close), content, buttons, 640.0)
    }

    /// What the chosen kind of scope asks for.
    fn which<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match self.kind {
            Kind::All => None,
            Kind::Categories => {
                let checks = self.options.categories.iter().map(|name| {
                    let on = self.categories.contains(name);
                    choice::check(name.clone(), on, move |_| Message::Category(name.clone()))
                });
                Some(Row::with_children(checks).spacing(gap::S).wrap().into())
            }
            Kind::Abc => {
                let checks = AbcClass::ALL.map(|class| {
                    let label = ctx.t(match class {
                        AbcClass::A => "stocktake.class_a",
                        AbcClass::B => "stocktake.class_b",
                        AbcClass::C => "stocktake.class_c",
                    });
                    choice::check(label.to_owned(), self.classes.contains(&class), move |_| Message::Class(class))
                });
                let hint = words::small(ctx.t("stocktake.abc_hint"));
                Some(column![Row::with_children(checks).spacing(gap::M), hint].spacing(gap::XS).into())
            }
            Kind::Skus => Some(field::input(ctx.t("stocktake.codes_hint"), &self.codes, Message::Codes).into()),
        }
    }
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, one: T) {
    match chosen.iter().position(|known| *known == one) {
        Some(at) => {
            chosen.remove(at);
        }
        None => chosen.push(one),
    }
}

/// A whole number above zero, or nothing.
fn number(text: &str) -> Result<Option<i64>, ()> {
    match cell::count(text) {
        Ok(n) if n.is_none_or(|n| n > 0) => Ok(n),
        _ => Err(()),
    }
}

fn is_number(text: &str) -> bool {
    number(text).is_ok()
}

/// Codes as they are pasted: apart by blanks, commas or lines.
fn codes(text: &str) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    text.split(apart).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
