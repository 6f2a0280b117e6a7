//! A column of a list together with what stands in it: one place for the screen, the clipboard and exported files.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::money::Money;
use crate::gui::widget::grid::{Cell, Column, Look};
use crate::table::{self, Kind};

type Value<R> = Box<dyn Fn(&R) -> table::Cell + Send + Sync>;
type Looks<R> = Box<dyn Fn(&R) -> Look + Send + Sync>;

/// A column, its value in every row, and how that looks.
pub struct Field<R> {
    pub column: Column,
    /// Heading without the unit.
    title: String,
    value: Value<R>,
    look: Option<Looks<R>>,
}

impl<R> std::fmt::Debug for Field<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field").field("column", &self.column).finish_non_exhaustive()
    }
}

impl<R> Field<R> {
    /// `value` gives [`table::Cell::Empty`] for what is not known.
    pub fn new(
        id: &'static str,
        title: &str,
        kind: Kind,
        value: impl Fn(&R) -> table::Cell + Send + Sync + 'static,
    ) -> Self {
        // ¥ stands once in the heading, not in each cell.
        let heading = if kind == Kind::Money { format!("{title} ¥") } else { title.to_owned() };
        Self { column: Column::new(id, heading, kind), title: title.to_owned(), value: Box::new(value), look: None }
    }

    /// Words; no words are unknown.
    pub fn text(id: &'static str, title: &str, words: impl Fn(&R) -> String + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Text, move |row| known(words(row)))
    }

    /// A number of an order, a parcel or a product: never a figure.
    pub fn id(id: &'static str, title: &str, words: impl Fn(&R) -> String + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Id, move |row| known(words(row)))
    }

    pub fn money(id: &'static str, title: &str, amount: impl Fn(&R) -> Option<Money> + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Money, move |row| amount(row).map_or(table::Cell::Empty, table::Cell::Money))
    }

    pub fn count(id: &'static str, title: &str, n: impl Fn(&R) -> Option<i64> + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Count, move |row| n(row).map_or(table::Cell::Empty, table::Cell::Count))
    }

    /// Thousandths, shown with one decimal.
    pub fn number(id: &'static str, title: &str, milli: impl Fn(&R) -> Option<i64> + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Number, move |row| milli(row).map_or(table::Cell::Empty, table::Cell::Number))
    }

    pub fn date(id: &'static str, title: &str, day: impl Fn(&R) -> Option<NaiveDate> + Send + Sync + 'static) -> Self {
        Self::new(id, title, Kind::Date, move |row| day(row).map_or(table::Cell::Empty, table::Cell::Date)).width(100.0)
    }

    pub fn time(
        id: &'static str,
        title: &str,
        at: impl Fn(&R) -> Option<NaiveDateTime> + Send + Sync + 'static,
    ) -> Self {
        Self::new(id, title, Kind::Time, move |row| at(row).map_or(table::Cell::Empty, table::Cell::Time)).width(130.0)
    }

    #[must_use]
    pub fn width(mut self, width: f32) -> Self {
        self.column = self.column.width(width);
        self
    }

    /// Takes what is left of the width.
    #[must_use]
    pub fn grow(mut self) -> Self {
        self.column = self.column.grow();
        self
    }

    #[must_use]
    pub fn unsorted(mut self) -> Self {
        self.column = self.column.unsorted();
        self
    }

    /// Clicked apart from its row.
    #[must_use]
    pub fn link(self) -> Self {
        self.look(|_| Look::Link)
    }

    /// A number that opens what stands behind it; nothing stands behind none.
    #[must_use]
    pub fn leads(self) -> Self {
        self.look(|_| Look::Lead)
    }

    /// How a known value looks.
    #[must_use]
    pub fn look(mut self, look: impl Fn(&R) -> Look + Send + Sync + 'static) -> Self {
        self.look = Some(Box::new(look));
        self
    }

    /// The value, as a file keeps it.
    pub fn value(&self, row: &R) -> table::Cell {
        (self.value)(row)
    }

    /// The cell, as the grid shows it.
    pub fn shown(&self, row: &R) -> Cell {
        let value = self.value(row);
        let mut shown = Cell::from(&value);
        if let Some(look) = self.look.as_ref().filter(|_| value != table::Cell::Empty) {
            shown.look = look(row);
        }
        if shown.look == Look::Lead && matches!(value, table::Cell::Count(0)) {
            shown.look = Look::Muted;
        }
        shown
    }

    /// The column of an exported table.
    pub fn table_column(&self) -> table::Column {
        table::Column::new(self.column.id, self.title.clone(), self.column.kind).wide(self.column.width)
    }
}

fn known(words: String) -> table::Cell {
    if words.is_empty() { table::Cell::Empty } else { table::Cell::Text(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unknown_is_a_dash_on_the_screen_and_nothing_in_a_file() {
        let shop = Field::<&str>::text("shop", "店铺", |row| (*row).to_owned()).link();
        assert_eq!(shop.shown(&"茶舍"), Cell::new("茶舍", Look::Link));
        assert_eq!((shop.shown(&"").text.as_str(), shop.value(&"")), ("—", table::Cell::Empty));
    }

    #[test]
    fn the_unit_stands_in_the_heading_of_the_grid_only() {
        let paid = Field::<i64>::money("paid", "实付", |fen| Some(Money::from_fen(*fen)));
        assert_eq!((paid.column.title.as_str(), paid.table_column().title.as_str()), ("实付 ¥", "实付"));
        assert_eq!(paid.shown(&123_450).text, "1,234.50");
    }
}
