//! The owner's wishes (补货设置): service level, intervals, costs, what the position counts, the budget, and how slow stock is cleared.
//! The text as it was typed is kept.

use iced::widget::{column, row, space};
use iced::{Element, Length};

use crate::domain::money::Money;
use crate::domain::replenish::OwnerRules;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::import::cell;

/// Name of the first field.
pub const FIRST: &str = "replenish-rules-first";

/// A number typed by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Service,
    Review,
    Cover,
    Holding,
    OrderCost,
    Budget,
    Lead,
    Spread,
    ClearDays,
    Floor,
    Elasticity,
}

impl Which {
    const ALL: [Self; 11] = [
        Self::Service,
        Self::Review,
        Self::Cover,
        Self::Holding,
        Self::OrderCost,
        Self::Budget,
        Self::Lead,
        Self::Spread,
        Self::ClearDays,
        Self::Floor,
        Self::Elasticity,
    ];

    /// Label, hint, and what is wrong.
    const fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Service => ("replenish.service", "replenish.service_hint", "replenish.refused_service"),
            Self::Review => ("replenish.review", "replenish.review_hint", "replenish.refused_review"),
            Self::Cover => ("replenish.cover_days", "replenish.cover_hint", "replenish.refused_cover"),
            Self::Holding => ("replenish.holding", "replenish.holding_hint", "replenish.refused_holding"),
            Self::OrderCost => ("replenish.order_cost", "replenish.order_cost_hint", "replenish.refused_order_cost"),
            Self::Budget => ("replenish.budget", "replenish.budget_hint", "replenish.refused_budget"),
            Self::Lead => ("replenish.lead_assume", "replenish.lead_assume_hint", "replenish.refused_lead"),
            Self::Spread => ("replenish.spread", "replenish.spread_hint", "replenish.refused_lead"),
            Self::ClearDays => ("replenish.clear_days", "replenish.clear_days_hint", "replenish.refused_until"),
            Self::Floor => ("replenish.floor", "replenish.floor_hint", "replenish.refused_floor"),
            Self::Elasticity => ("replenish.elasticity", "replenish.elasticity_hint", "replenish.refused_elasticity"),
        }
    }

    fn read(self, rules: &OwnerRules) -> String {
        let tenths =
            |n: u32| if n.is_multiple_of(10) { (n / 10).to_string() } else { format!("{}.{}", n / 10, n % 10) };
        match self {
            Self::Service => tenths(rules.service_permille),
            Self::Review => rules.review_days.to_string(),
            Self::Cover => rules.cover_days.to_string(),
            Self::Holding => rules.holding_percent.to_string(),
            Self::OrderCost => Money::from_fen(rules.order_cost_fen).to_string(),
            Self::Budget => rules.budget().map(|budget| budget.to_string()).unwrap_or_default(),
            Self::Lead => rules.lead_days.to_string(),
            Self::Spread => rules.lead_spread.to_string(),
            Self::ClearDays => rules.clear_days.to_string(),
            Self::Floor => rules.clear_floor_percent.to_string(),
            Self::Elasticity => rules.elasticity_tenths.map(tenths).unwrap_or_default(),
        }
    }

    /// Puts what was typed into the rules; `Err` when it makes no sense.
    fn write(self, text: &str, rules: &mut OwnerRules) -> Result<(), ()> {
        let whole = |least: i64, most: i64| {
            let n = cell::count(text).ok().flatten().filter(|n| (least..=most).contains(n)).ok_or(())?;
            u32::try_from(n).map_err(|_| ())
        };
        let hundredths = || cell::money(text).map(|amount| amount.map(Money::fen)).map_err(|_| ());
        match self {
            Self::Service => {
                let n = hundredths()?.filter(|n| (5_000..=9_990).contains(n) && n % 10 == 0).ok_or(())?;
                rules.service_permille = u32::try_from(n / 10).map_err(|_| ())?;
            }
            Self::Review => rules.review_days = whole(1, 365)?,
            Self::Cover => rules.cover_days = whole(1, 730)?,
            Self::Holding => rules.holding_percent = whole(1, 1000)?,
            Self::OrderCost => {
                rules.order_cost_fen = hundredths()?.unwrap_or(0);
                if !(0..=100_000_000).contains(&rules.order_cost_fen) {
                    return Err(());
                }
            }
            Self::Budget => {
                rules.budget_fen = hundredths()?;
                if rules.budget_fen.is_some_and(|fen| fen < 0) {
                    return Err(());
                }
            }
            Self::Lead => rules.lead_days = whole(0, 365)?,
            Self::Spread => rules.lead_spread = whole(0, 365)?,
            Self::ClearDays => rules.clear_days = whole(1, 730)?,
            Self::Floor => rules.clear_floor_percent = whole(0, 1000)?,
            Self::Elasticity => {
                let n = hundredths()?;
                if n.is_some_and(|n| !(10..=2_000).contains(&n)) {
                    return Err(());
                }
                rules.elasticity_tenths = n.and_then(|n| u32::try_from(n / 10).ok());
            }
        }
        Ok(())
    }
}

/// What the position may count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Sendable,
    Ordered,
    Transfers,
    Owed,
}

impl Part {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Sendable, "replenish.count_sendable"),
        (Self::Ordered, "replenish.count_ordered"),
        (Self::Transfers, "replenish.count_transfers"),
        (Self::Owed, "replenish.count_owed"),
    ];

    const fn of(self, rules: &OwnerRules) -> bool {
        match self {
            Self::Sendable => rules.counted.sendable,
            Self::Ordered => rules.counted.ordered,
            Self::Transfers => rules.counted.transfers,
            Self::Owed => rules.counted.owed,
        }
    }
}

/// The form as it stands.
#[derive(Debug)]
pub struct Form {
    rules: OwnerRules,
    typed: [String; Which::ALL.len()],
    tried: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Typed(Which, String),
    Count(Part, bool),
    Save,
    Close,
}

impl Form {
    pub fn new(rules: &OwnerRules) -> Self {
        Self { typed: Which::ALL.map(|which| which.read(rules)), rules: rules.clone(), tried: false }
    }

    pub fn update(&mut self, message: Message) {
        match message {
            Message::Typed(which, text) => {
                let slot = Which::ALL.iter().position(|one| *one == which).and_then(|at| self.typed.get_mut(at));
                if let Some(slot) = slot {
                    *slot = text;
                }
            }
            Message::Count(part, on) => {
                let counted = &mut self.rules.counted;
                match part {
                    Part::Sendable => counted.sendable = on,
                    Part::Ordered => counted.ordered = on,
                    Part::Transfers => counted.transfers = on,
                    Part::Owed => counted.owed = on,
                }
            }
            Message::Save | Message::Close => {}
        }
    }

    /// The wishes, once all of them make sense; what does not is shown from then on.
    pub fn wishes(&mut self) -> Option<OwnerRules> {
        self.tried = true;
        let mut rules = self.rules.clone();
        let fit = Which::ALL.iter().zip(&self.typed).all(|(which, text)| which.write(text, &mut rules).is_ok());
        fit.then_some(rules)
    }

    fn number<'a>(&'a self, ctx: &'a Ctx, which: Which) -> Element<'a, Message> {
        let (label, hint, bad) = which.keys();
        let at = Which::ALL.iter().position(|one| *one == which);
        let typed = at.and_then(|at| self.typed.get(at)).map_or("", String::as_str);
        let wrong = self.tried && which.write(typed, &mut self.rules.clone()).is_err();
        let wrong = wrong.then(|| ctx.t(bad).to_owned());
        let mut input =
            field::input(ctx.t(label), typed, move |text| Message::Typed(which, text)).on_submit(Message::Save);
        if at == Some(0) {
            input = input.id(FIRST);
        }
        field::field(ctx.t(label), input, Some(ctx.t(hint).to_owned()), wrong).width(Length::FillPortion(1)).into()
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let three = |a, b, c| row![self.number(ctx, a), self.number(ctx, b), self.number(ctx, c)].spacing(gap::L);
        let counted = Part::ALL
            .map(|(part, key)| choice::check(ctx.t(key), part.of(&self.rules), move |on| Message::Count(part, on)));
        let counted = field::around(
            ctx.t("replenish.counted"),
            iced::widget::Row::with_children(counted).spacing(gap::L),
            Some(ctx.t("replenish.counted_hint").to_owned()),
            None,
        );
        let last =
            row![self.number(ctx, Which::Lead), self.number(ctx, Which::Spread), space().width(Length::FillPortion(1))]
                .spacing(gap::L);
        let content = column![
            three(Which::Service, Which::Review, Which::Cover),
            three(Which::Holding, Which::OrderCost, Which::Budget),
            last,
            counted,
            words::strong(ctx.t("replenish.tab_clearing")),
            three(Which::ClearDays, Which::Floor, Which::Elasticity),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("replenish.save"), Some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t("replenish.rules"), (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_as_it_was() {
        let rules = OwnerRules {
            service_permille: 975,
            budget_fen: Some(1_234_500),
            elasticity_tenths: Some(18),
            ..OwnerRules::default()
        };
        assert_eq!(Form::new(&rules).wishes(), Some(rules));
    }

    #[test]
    fn one_wish_that_makes_no_sense_keeps_the_form_open() {
        for (which, text) in
            [(Which::Service, "100"), (Which::Cover, "0"), (Which::Budget, "-5"), (Which::Elasticity, "0")]
        {
            let mut form = Form::new(&OwnerRules::default());
            form.update(Message::Typed(which, text.to_owned()));
            assert_eq!(form.wishes(), None, "{which:?}");
        }
    }
}
