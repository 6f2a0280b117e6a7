//! The rules (预警规则): where low, over-stock and dead stock begin, for all SKUs, a category, a warehouse or one SKU, with how many SKUs
//! each marks right now. A rule is tried on the stock as it stands before it is kept.

mod edit;

use std::sync::Arc;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::alert::rule::Subject;
use crate::domain::alert::{Applied, Line, Rule, RuleBook, Scope, Threshold};
use crate::domain::stock::{StockMark, StockRules};
use crate::gui::action::Action;
use crate::gui::component::{button, card, dialog, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::{self, RuleRow, StockQuery, StockRow, Store, Warehouse};
use crate::table::grouped;

use super::{phrase, told};
use edit::Edit;
#[cfg(test)]
pub use edit::{Message as EditMessage, Reach, Way};

/// What the dialog is about, read off the window's thread.
#[derive(Debug, Clone)]
pub struct Loaded {
    rules: Vec<RuleRow>,
    warehouses: Vec<Warehouse>,
    categories: Vec<String>,
    /// Stock of all warehouses together, then of each.
    stock: Arc<Vec<(i64, Vec<StockRow>)>>,
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Rules {
    loaded: Loaded,
    base: StockRules,
    /// SKUs that each rule marks now, the general ones first.
    marks: Vec<(Shown, usize)>,
    edit: Option<Edit>,
}

/// A rule in the list: kept by the owner, or the line that holds without one.
#[derive(Debug, Clone)]
struct Shown {
    rule: Rule,
    warehouse: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    New,
    Change(Rule),
    Drop(Rule),
    Edit(edit::Message),
    Save,
    /// Back from the form to the list.
    Back,
    Close,
}

/// Reads rules and stock.
pub fn load<M: Send + 'static>(
    ctx: &Ctx,
    done: impl FnOnce(Result<Box<Loaded>, Said>) -> M + Send + 'static,
) -> Action<M> {
    let Some(store) = ctx.store().cloned() else { return Action::none() };
    let query = StockQuery {
        day: ctx.today().max(ctx.now().date()),
        sold_until: ctx.today(),
        warehouse: 0,
        text: String::new(),
        categories: Vec::new(),
        ids: None,
        rules: ctx.stock_rules(),
    };
    let work = move || {
        let rules = store.alert_rules()?;
        let warehouses = store.warehouses()?;
        let mut stock = Vec::new();
        // A shop with one warehouse has no use for rules of its own.
        let each = warehouses.iter().map(|warehouse| warehouse.id).filter(|_| warehouses.len() > 1);
        for warehouse in std::iter::once(0).chain(each) {
            stock.push((warehouse, store.stock(&StockQuery { warehouse, ..query.clone() })?));
        }
        let mut categories: Vec<String> = stock
            .first()
            .map(|(_, rows)| rows.iter().map(|row| row.category.clone()).filter(|name| !name.is_empty()).collect())
            .unwrap_or_default();
        categories.sort_unstable();
        categories.dedup();
        Ok(Box::new(Loaded { rules, warehouses, categories, stock: Arc::new(stock) }))
    };
    Action::work(move || work().map_err(|error| told(&error)), done)
}

/// How many SKUs a rule marks, among all rules.
fn marked(stock: &[(i64, Vec<StockRow>)], book: &RuleBook, rule: &Rule) -> usize {
    let warehouse = match rule.scope {
        Scope::Warehouse(id) => id,
        _ => 0,
    };
    let wanted = Applied { line: rule.line, scope: rule.scope.clone(), threshold: rule.threshold };
    let mark = match rule.line {
        Line::Low => StockMark::Low,
        Line::Over => StockMark::Over,
        Line::Dead => StockMark::Dead,
    };
    let rows = stock.iter().find(|(id, _)| *id == warehouse).map(|(_, rows)| rows.as_slice()).unwrap_or_default();
    let judged = rows.iter().map(|row| {
        let subject = Subject { code: &row.code, category: &row.category, warehouse };
        book.judge(subject, &row.levels, row.pace, row.idle_days)
    });
    judged.filter(|judged| judged.mark == mark && judged.rule.as_ref() == Some(&wanted)).count()
}

impl Rules {
    /// The list of rules over the stock as it stands.
    pub fn new(loaded: Loaded, base: StockRules) -> Self {
        let book = RuleBook::new(base, loaded.rules.iter().map(|row| row.rule.clone()));
        let nobody = Subject { code: "", category: "", warehouse: 0 };
        let general = Line::ALL.map(|line| {
            let kept = loaded.rules.iter().find(|row| row.rule.line == line && row.rule.scope == Scope::All);
            let Applied { scope, threshold, .. } = book.applied(line, nobody);
            let rule = Rule { id: kept.map_or(0, |row| row.rule.id), line, scope, threshold };
            Shown { rule, warehouse: String::new() }
        });
        let own = loaded.rules.iter().filter(|row| row.rule.scope != Scope::All);
        let own = own.map(|row| Shown { rule: row.rule.clone(), warehouse: row.warehouse.clone() });
        let marks = general
            .into_iter()
            .chain(own)
            .map(|shown| {
                let count = marked(&loaded.stock, &book, &shown.rule);
                (shown, count)
            })
            .collect();
        Self { loaded, base, marks, edit: None }
    }

    pub fn update(&mut self, message: Message) {
        match message {
            Message::New => self.edit = Some(Edit::new(None)),
            Message::Change(rule) => self.edit = Some(Edit::new(Some(rule))),
            Message::Edit(message) => {
                if let Some(edit) = &mut self.edit {
                    edit.update(message);
                }
            }
            Message::Back => self.edit = None,
            Message::Drop(_) | Message::Save | Message::Close => {}
        }
    }

    /// The rule in the form, once everything in it makes sense; what does not is shown from then on.
    pub fn rule(&mut self) -> Option<Rule> {
        let edit = self.edit.as_mut()?;
        edit.tried();
        edit.rule(&self.loaded).ok()
    }

    /// From the form to the list; `false` in the list.
    pub fn back(&mut self) -> bool {
        self.edit.take().is_some()
    }

    /// The rules that give way when this one is kept.
    pub fn displaced(&self, rule: &Rule) -> Vec<Rule> {
        let known = self.loaded.rules.iter().map(|row| row.rule.clone());
        known.filter(|known| gives_way(known, rule)).collect()
    }

    /// How many SKUs a rule would mark now if it were kept.
    fn would_mark(&self, rule: &Rule) -> usize {
        let others = self.loaded.rules.iter().map(|row| row.rule.clone()).filter(|known| !gives_way(known, rule));
        let book = RuleBook::new(self.base, others.chain(std::iter::once(rule.clone())));
        marked(&self.loaded.stock, &book, rule)
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        match &self.edit {
            Some(edit) => self.form(ctx, edit),
            None => self.list(ctx),
        }
    }

    fn list<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let parts = Line::ALL.map(|line| {
            let of = self.marks.iter().filter(move |(shown, _)| shown.rule.line == line);
            let rows = of.map(|(shown, count)| self.line(ctx, shown, *count));
            let title = words::strong(ctx.t(&format!("alerts.line_{}", line.id())).to_owned());
            column![title, Column::with_children(rows).spacing(gap::XS)].spacing(gap::S).into()
        });
        let content = column![words::muted(ctx.t("alerts.rules_hint")), Column::with_children(parts).spacing(gap::L)];
        let buttons = [
            button::secondary(ctx.t("shell.close"), Some(Message::Close)).into(),
            button::primary(ctx.t("alerts.rule_new"), Some(Message::New)).into(),
        ];
        let close = (ctx.t("shell.close"), Message::Close);
        dialog::dialog(ctx.t("alerts.rules"), close, content.spacing(gap::M), buttons, 760.0)
    }

    fn line<'a>(&'a self, ctx: &'a Ctx, shown: &'a Shown, count: usize) -> Element<'a, Message> {
        let rule = &shown.rule;
        let kept = rule.id != 0;
        let drop = button::icon_button(
            Icon::Trash2,
            ctx.t(if rule.scope == Scope::All { "alerts.rule_reset" } else { "alerts.rule_drop" }),
            kept.then(|| Message::Drop(rule.clone())),
        );
        let marks = ctx.f("alerts.marks_n", &[("n", &grouped(&count.to_string()))]);
        let inside = row![
            one_line(phrase::scope(ctx.lang, &rule.scope, &shown.warehouse)).width(Length::FillPortion(3)),
            one_line(phrase::line(ctx.lang, rule.line, rule.threshold)).width(Length::FillPortion(4)),
            container(words::muted(marks)).align_right(Length::FillPortion(2)),
            button::icon_button(Icon::Pencil, ctx.t("alerts.rule_change"), Some(Message::Change(rule.clone()))),
            drop,
        ];
        column![inside.spacing(gap::S).align_y(Alignment::Center), card::rule()].spacing(gap::XS).into()
    }

    fn form<'a>(&'a self, ctx: &'a Ctx, edit: &'a Edit) -> Element<'a, Message> {
        let preview = match edit.rule(&self.loaded) {
            Ok(rule) => {
                let count = grouped(&self.would_mark(&rule).to_string());
                let line = phrase::line(ctx.lang, rule.line, rule.threshold);
                ctx.f("alerts.would_mark", &[("n", &count), ("line", &line)])
            }
            Err(_) => ctx.t("alerts.would_mark_nothing").to_owned(),
        };
        let content = column![edit.view(ctx, &self.loaded).map(Message::Edit), card::rule(), words::strong(preview),];
        let buttons = [
            button::secondary(ctx.t("alerts.rule_back"), Some(Message::Back)).into(),
            button::primary(ctx.t("alerts.rule_save"), Some(Message::Save)).into(),
        ];
        let title = ctx.t(if edit.is_new() { "alerts.rule_new" } else { "alerts.rule_change" });
        let close = (ctx.t("shell.close"), Message::Close);
        dialog::dialog(title, close, content.spacing(gap::M), buttons, 640.0)
    }
}

/// Whether a kept rule is the one that is kept anew, or stands for the same.
fn gives_way(known: &Rule, rule: &Rule) -> bool {
    known.id == rule.id || (known.line == rule.line && known.scope == rule.scope)
}

/// What takes back a change of the rules.
#[derive(Debug, Clone)]
pub struct Back {
    /// The rule that goes again.
    pub away: Option<Rule>,
    /// Those that come back.
    pub back: Vec<Rule>,
}

impl Back {
    /// Runs off the window's thread.
    pub fn make(&self, store: &Store, actor: &str) -> store::Result<()> {
        if let Some(rule) = &self.away {
            store.drop_alert_rule(actor, rule)?;
        }
        for rule in &self.back {
            store.save_alert_rule(actor, rule)?;
        }
        Ok(())
    }
}

/// The numbers a threshold holds, as text.
fn typed(threshold: Threshold) -> [String; 2] {
    let (_, amount, more) = threshold.parts();
    [amount.to_string(), more.to_string()]
}
