//! A working (工作底稿) line by line: what went in, what came out, and by which formula, so that a person can follow and redo it.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::working::{KeptLine, Value};
use crate::gui::component::detail::yuan;
use crate::gui::component::words;
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::table::{Cell, grouped};

/// A line to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The term's id.
    pub id: &'a str,
    pub symbol: &'a str,
    pub value: Value,
    pub formula: Option<&'a str>,
}

impl<'a> Shown<'a> {
    /// A line as it was kept. Letters were not: the formulas name them.
    pub fn of_kept(line: &'a KeptLine) -> Self {
        Self { id: &line.term, symbol: "", value: line.value, formula: line.formula.as_deref() }
    }
}

/// Before which line a part of the working begins, and its heading.
fn heading(id: &str) -> Option<&'static str> {
    Some(match id {
        "today" => "replenish.part_demand",
        "service_level" => "replenish.part_safety",
        "year_demand" => "replenish.part_lot",
        "sendable" => "replenish.part_position",
        "least_order" => "replenish.part_rounding",
        "expected_short" => "replenish.part_result",
        "until" => "replenish.part_clearing",
        "clearing_price" => "replenish.part_price",
        _ => return None,
    })
}

/// Lines that say nothing without a price.
const PRICED: [&str; 3] = ["unit_cost", "economic_order", "cost"];

/// The value as a person reads it.
pub fn shown(ctx: &Ctx, value: Value) -> String {
    match value {
        Value::Pieces(n) => plain(n),
        Value::Days(n) => ctx.f("shell.days", &[("n", &plain(n))]),
        Value::Number(n) => factor(n),
        Value::Share(n) => format!("{:.1}%", n * 100.0),
        Value::Money(amount) => yuan(amount),
        Value::Date(day) => Cell::Date(day).shown(),
        Value::Chosen(yes) => ctx.t(if yes { "replenish.yes" } else { "replenish.no" }).to_owned(),
        Value::Nothing => Cell::Empty.shown(),
    }
}

/// Whole numbers without decimals, others with two, small ones with three: enough to redo the sums by hand.
fn plain(n: f64) -> String {
    let text = if (n - n.round()).abs() < 1e-9 {
        format!("{n:.0}")
    } else if n.abs() < 1.0 {
        format!("{n:.3}")
    } else {
        format!("{n:.2}")
    };
    grouped(&text)
}

/// Factors with three decimals: they multiply what they are wrong by.
fn factor(n: f64) -> String {
    grouped(&format!("{n:.3}"))
}

/// The lines under each other, in their parts. `priced`: what a piece costs is known.
pub fn view<'a, M: 'a>(ctx: &'a Ctx, lines: impl Iterator<Item = Shown<'a>>, priced: bool) -> Element<'a, M> {
    let mut all = Column::new().spacing(gap::XS);
    for line in lines {
        if let Some(key) = heading(line.id) {
            all = all.push(container(words::muted(ctx.t(key))).padding(iced::Padding::ZERO.top(gap::XS)));
        }
        let known = priced || !PRICED.contains(&line.id);
        let value = shown(ctx, if known { line.value } else { Value::Nothing });
        let name = ctx.t(&format!("replenish.term_{}", line.id)).to_owned();
        let name = if line.symbol.is_empty() { name } else { format!("{name}  {}", line.symbol) };
        let formula = line.formula.map(|formula| words::small(format!("= {formula}")));
        let worked_out = line.formula.is_some();
        let value = if worked_out { words::strong(value) } else { words::body(value) };
        all = all.push(
            column![
                row![one_line(name).width(Length::Fill), value].spacing(gap::S).align_y(Alignment::Center),
                formula
            ]
            .spacing(0),
        );
    }
    all.into()
}

#[cfg(test)]
mod tests {
    use super::{factor, plain};

    #[test]
    fn numbers_have_as_many_decimals_as_say_something() {
        assert_eq!([plain(1234.0), plain(36.07446), plain(0.0714), plain(-2.5)], ["1,234", "36.07", "0.071", "−2.50"]);
        assert_eq!(factor(1.644_85), "1.645");
    }
}
