//! The form of one rule: which line, for what, drawn how. The text as it was typed is kept.

use iced::widget::{column, container, row, space};
use iced::{Element, Length};

use super::{Loaded, typed};
use crate::domain::alert::{Line, Rule, Scope, Threshold};
use crate::gui::component::{choice, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::import::cell;

/// What a rule holds for, before it is said which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    All,
    Category,
    Warehouse,
    Sku,
}

/// How a line is drawn, before it is said where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Pieces,
    Days,
    Sales,
    Lead,
}

impl Way {
    const ALL: [Self; 4] = [Self::Pieces, Self::Days, Self::Sales, Self::Lead];

    const fn key(self) -> &'static str {
        match self {
            Self::Pieces => "alerts.way_pieces",
            Self::Days => "alerts.way_days",
            Self::Sales => "alerts.way_sales",
            Self::Lead => "alerts.way_lead",
        }
    }
}

/// Why a rule makes no sense yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is chosen that the rule holds for.
    NoSubject,
    /// No SKU has this code.
    UnknownSku,
    /// Something that is no whole number from 1 on, in this field.
    Number(usize),
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Edit {
    id: i64,
    line: Line,
    reach: Reach,
    category: Option<String>,
    warehouse: Option<String>,
    sku: String,
    way: Way,
    numbers: [String; 2],
    tried: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Line(Line),
    Reach(Reach),
    Category(String),
    Warehouse(String),
    Sku(String),
    Way(Way),
    Number(usize, String),
}

/// More than this is a slip of the finger.
const MOST: i64 = 1_000_000;

impl Edit {
    /// The form for a rule, or for a new one.
    pub fn new(rule: Option<Rule>) -> Self {
        let Some(rule) = rule else {
            return Self {
                id: 0,
                line: Line::Low,
                reach: Reach::Category,
                category: None,
                warehouse: None,
                sku: String::new(),
                way: Way::Days,
                numbers: [String::new(), String::new()],
                tried: false,
            };
        };
        let (mut category, mut warehouse, mut sku) = (None, None, String::new());
        let reach = match rule.scope {
            Scope::All => Reach::All,
            Scope::Warehouse(id) => {
                warehouse = Some(id.to_string());
                Reach::Warehouse
            }
            Scope::Category(name) => {
                category = Some(name);
                Reach::Category
            }
            Scope::Sku(code) => {
                sku = code;
                Reach::Sku
            }
        };
        let way = match rule.threshold {
            Threshold::Pieces(_) => Way::Pieces,
            Threshold::Days(_) => Way::Days,
            Threshold::Sales(_) => Way::Sales,
            Threshold::Lead { .. } => Way::Lead,
        };
        let numbers = typed(rule.threshold);
        Self { id: rule.id, line: rule.line, reach, category, warehouse, sku, way, numbers, tried: false }
    }

    pub const fn is_new(&self) -> bool {
        self.id == 0
    }

    /// Saving was tried: what is missing is shown.
    pub fn tried(&mut self) {
        self.tried = true;
    }

    pub fn update(&mut self, message: Message) {
        match message {
            Message::Line(line) => {
                self.line = line;
                // Dead stock is told by days alone.
                if line == Line::Dead {
                    self.way = Way::Days;
                }
            }
            Message::Reach(reach) => self.reach = reach,
            Message::Category(name) => self.category = Some(name),
            Message::Warehouse(id) => self.warehouse = Some(id),
            Message::Sku(code) => self.sku = code,
            Message::Way(way) => self.way = way,
            Message::Number(at, text) => {
                if let Some(slot) = self.numbers.get_mut(at) {
                    *slot = text;
                }
            }
        }
    }

    fn number(&self, at: usize, least: i64) -> Result<u32, Wrong> {
        let text = self.numbers.get(at).map_or("", String::as_str);
        let number = cell::count(text).ok().flatten().filter(|number| (least..=MOST).contains(number));
        number.and_then(|number| u32::try_from(number).ok()).ok_or(Wrong::Number(at))
    }

    /// The rule as it stands in the form.
    pub fn rule(&self, loaded: &Loaded) -> Result<Rule, Wrong> {
        let scope = match self.reach {
            Reach::All => Scope::All,
            Reach::Category => Scope::Category(self.category.clone().ok_or(Wrong::NoSubject)?),
            Reach::Warehouse => {
                let id = self.warehouse.as_ref().and_then(|id| id.parse().ok());
                Scope::Warehouse(id.ok_or(Wrong::NoSubject)?)
            }
            Reach::Sku => {
                let code = self.sku.trim();
                if code.is_empty() {
                    return Err(Wrong::NoSubject);
                }
                let known = loaded.stock.iter().flat_map(|(_, rows)| rows).any(|row| row.code == code);
                if !known {
                    return Err(Wrong::UnknownSku);
                }
                Scope::Sku(code.to_owned())
            }
        };
        let threshold = match self.way {
            Way::Pieces => Threshold::Pieces(self.number(0, 1)?),
            Way::Days => Threshold::Days(self.number(0, 1)?),
            Way::Sales => Threshold::Sales(self.number(0, 1)?),
            Way::Lead => Threshold::Lead { lead: self.number(0, 1)?, safety: self.number(1, 0)? },
        };
        Ok(Rule { id: self.id, line: self.line, scope, threshold })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, loaded: &'a Loaded) -> Element<'a, Message> {
        let wrong = self.rule(loaded).err().filter(|_| self.tried);
        let lines = Line::ALL.map(|line| (line, ctx.t(&format!("alerts.line_{}", line.id())).to_owned()));
        let mut reaches = vec![(Reach::All, "alerts.reach_all"), (Reach::Category, "alerts.reach_category")];
        if loaded.warehouses.len() > 1 {
            reaches.push((Reach::Warehouse, "alerts.reach_warehouse"));
        }
        reaches.push((Reach::Sku, "alerts.reach_sku"));
        let reaches = reaches.into_iter().map(|(reach, key)| (reach, ctx.t(key).to_owned()));
        let ways = Way::ALL.into_iter().filter(|way| self.line != Line::Dead || *way == Way::Days);
        let ways = ways.map(|way| (way, ctx.t(way.key()).to_owned()));
        column![
            field::around(
                ctx.t("alerts.rule_line"),
                choice::segments(lines, Some(self.line), Message::Line),
                Some(ctx.t(&format!("alerts.line_{}_hint", self.line.id())).to_owned()),
                None,
            ),
            field::around(
                ctx.t("alerts.rule_scope"),
                choice::segments(reaches, Some(self.reach), Message::Reach),
                None,
                None,
            ),
            self.subject(ctx, loaded, wrong),
            field::around(ctx.t("alerts.rule_way"), choice::segments(ways, Some(self.way), Message::Way), None, None,),
            self.amounts(ctx, wrong),
        ]
        .spacing(gap::M)
        .into()
    }

    /// Which category, warehouse or SKU.
    fn subject<'a>(&'a self, ctx: &'a Ctx, loaded: &'a Loaded, wrong: Option<Wrong>) -> Option<Element<'a, Message>> {
        let missing = match wrong {
            Some(Wrong::NoSubject) => Some(ctx.t("alerts.rule_no_subject").to_owned()),
            Some(Wrong::UnknownSku) => Some(ctx.f("alerts.rule_unknown_sku", &[("code", self.sku.trim())])),
            _ => None,
        };
        let (label, pick): (&str, Element<'a, Message>) = match self.reach {
            Reach::All => return None,
            Reach::Category => {
                let pick = field::pick(
                    loaded.categories.clone(),
                    self.category.clone(),
                    ctx.t("alerts.rule_choose"),
                    Message::Category,
                );
                ("catalogue.category", pick)
            }
            Reach::Warehouse => {
                let names: Vec<Named> =
                    loaded.warehouses.iter().map(|one| Named { id: one.id, name: one.name.clone() }).collect();
                let chosen = names.iter().find(|one| self.warehouse.as_deref() == Some(&one.id.to_string())).cloned();
                let pick = field::pick(names, chosen, ctx.t("alerts.rule_choose"), |one| {
                    Message::Warehouse(one.id.to_string())
                });
                ("alerts.warehouse", pick)
            }
            Reach::Sku => {
                let input = field::input(ctx.t("alerts.rule_sku_hint"), &self.sku, Message::Sku);
                return Some(field::field(ctx.t("catalogue.code"), input, None, missing).into());
            }
        };
        Some(field::around(ctx.t(label), pick, None, missing).into())
    }

    /// The numbers of the line.
    fn amounts<'a>(&'a self, ctx: &'a Ctx, wrong: Option<Wrong>) -> Element<'a, Message> {
        let one = |at: usize, key: &'a str| {
            let text = self.numbers.get(at).map_or("", String::as_str);
            let bad = (wrong == Some(Wrong::Number(at))).then(|| ctx.t("alerts.rule_number").to_owned());
            let input = field::input("", text, move |text| Message::Number(at, text));
            container(field::field(ctx.t(key), input, None, bad)).width(Length::FillPortion(1))
        };
        let key = match (self.line, self.way) {
            (Line::Dead, _) => "alerts.amount_dead",
            (_, Way::Pieces) => "alerts.amount_pieces",
            (_, Way::Days) => "alerts.amount_days",
            (_, Way::Sales) => "alerts.amount_sales",
            (_, Way::Lead) => "alerts.amount_lead",
        };
        let second = (self.way == Way::Lead).then(|| one(1, "alerts.amount_safety"));
        let hint = (self.way == Way::Sales).then(|| words::small(ctx.t("alerts.amount_sales_hint")));
        let rest = space().width(Length::FillPortion(1));
        column![row![one(0, key), second, rest].spacing(gap::M), hint].spacing(gap::XS).into()
    }
}

/// A warehouse in the list to choose from.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    id: i64,
    name: String,
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}
