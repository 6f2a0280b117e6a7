//! What an export format is, as data: its columns, the layouts they stand in, what must be there, how its rows are to be understood.
//!
//! The declarations themselves stand in `formats/`, one file a platform. Columns are always found by name, never by place.

use super::cell::normal;
use super::field::Field;
use crate::domain::draft::TrafficGrain;
use crate::domain::platform::Platform;

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One row an order
    Orders,
    /// One row a line of an order; what belongs to the whole order may stand on each of them
    Lines,
    /// One row a refund
    Refunds,
    /// One row a SKU or an item
    Products,
    /// One row a day, item, source or keyword
    Traffic(TrafficGrain),
    /// One row a parcel
    Parcels,
    /// One row a line of an order the shop placed
    Purchases,
    /// One row a link from a platform's SKU to an own one
    Mappings,
    /// Recognised by name; no figure of this version uses it
    Noted,
}

/// What an amount of the whole order means on a row that is only a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderMoney {
    /// Each row has its own share: rows add up to the order
    #[default]
    PerRow,
    /// Each row repeats the order's amount: it counts once
    Repeated,
    /// Either; the file's own orders of several rows tell
    Told,
}

/// How the rows of a format are to be understood beyond their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    pub order_money: OrderMoney,
    /// The paid amount may be net of refunds: the file is asked.
    pub paid_may_be_net: bool,
    /// An order of a single line uses the order number as the line's number (淘宝).
    pub single_line_is_order: bool,
    /// The order number begins with its date `YYMMDD-` (拼多多).
    pub dated_order_no: bool,
    /// A closed order without a word of refund was never paid (拼多多).
    pub closed_is_unpaid: bool,
    /// Rows of cancelled orders are left out (聚水潭).
    pub drop_cancelled: bool,
    /// From the shop's own hand: the owner's truth about products.
    pub own: bool,
    /// The file may be of 淘宝 or 天猫; its shop name, file name or the shop file decides.
    pub taobao_or_tmall: bool,
    /// A total cost stands for the whole line even where it is called 成本 only (吉客云).
    pub cost_of_line: bool,
}

/// One state of a format over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Stable id within its format: `2018-09`.
    pub id: &'static str,
    /// Row of the header as platforms write it, counted from 1.
    pub header_row: u32,
}

/// A column of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// As platforms write it, trailing blanks included. The second column of a name is `name#2`.
    pub name: &'static str,
    pub field: Field,
    /// One bit a layout.
    pub layouts: u16,
}

/// A format with all its layouts.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Stable English id: `taobao_order_report`. Also the tail of the locale key `import.format_<id>`.
    pub id: &'static str,
    pub platform: Platform,
    pub kind: Kind,
    pub layouts: &'static [Layout],
    /// In the order of a file; in several runs where a declaration is easier to read so.
    pub columns: &'static [&'static [Column]],
    /// Of each group at least one field must be there.
    pub required: &'static [&'static [Field]],
    /// Sets of names, however spelled: of one set all must be there. No sets ask for nothing.
    pub marks: &'static [&'static [&'static str]],
    /// A file that has one of these is something else.
    pub without: &'static [&'static str],
    pub traits: Traits,
}

impl Traits {
    /// Nothing out of the ordinary.
    pub const NONE: Self = Self {
        order_money: OrderMoney::PerRow,
        paid_may_be_net: false,
        single_line_is_order: false,
        dated_order_no: false,
        closed_is_unpaid: false,
        drop_cancelled: false,
        own: false,
        taobao_or_tmall: false,
        cost_of_line: false,
    };
}

/// In every layout.
pub const ALL: u16 = u16::MAX;

/// Only in the layout at this place.
pub const fn only(layout: u16) -> u16 {
    1 << layout
}

/// From the layout at this place on.
pub const fn since(layout: u16) -> u16 {
    ALL << layout
}

/// In the layouts from `first` to `last`.
pub const fn between(first: u16, last: u16) -> u16 {
    since(first) & !(since(last) << 1)
}

/// A column that becomes a field.
pub const fn col(name: &'static str, field: Field, layouts: u16) -> Column {
    Column { name, field, layouts }
}

/// A column the format is known by, not used.
pub const fn extra(name: &'static str, layouts: u16) -> Column {
    Column { name, field: Field::Unused, layouts }
}

pub const fn layout(id: &'static str, header_row: u32) -> Layout {
    Layout { id, header_row }
}

impl Column {
    /// Whether the column stands in the layout at this place.
    pub const fn stands_in(&self, layout: usize) -> bool {
        self.layouts >> layout & 1 == 1
    }

    /// The name as files write it, without the count of a repeated name.
    pub fn written(&self) -> &'static str {
        self.name.strip_suffix("#2").unwrap_or(self.name)
    }
}

impl Format {
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied().flatten()
    }

    /// The header names of a layout, in order, as a file of it writes them.
    pub fn headers(&self, layout: usize) -> Vec<&'static str> {
        self.columns().filter(|column| column.stands_in(layout)).map(Column::written).collect()
    }

    /// The place of a layout by its id.
    pub fn layout(&self, id: &str) -> Option<usize> {
        self.layouts.iter().position(|layout| layout.id == id)
    }

    /// The column of a compared name.
    pub fn column(&self, compared: &str) -> Option<&'static Column> {
        self.columns().find(|column| normal(column.name) == compared)
    }

    /// Key of its name in the user's language.
    pub fn name_key(&self) -> String {
        format!("import.format_{}", self.id)
    }
}

impl Kind {
    /// Rows belong to one of the owner's shops.
    pub const fn has_shop(self) -> bool {
        matches!(self, Self::Orders | Self::Lines | Self::Traffic(_))
    }

    /// Several files are imported in this order: what others refer to comes first.
    pub const fn turn(self) -> u8 {
        match self {
            Self::Products => 0,
            Self::Mappings => 1,
            Self::Orders => 2,
            Self::Lines => 3,
            Self::Refunds => 4,
            Self::Parcels => 5,
            Self::Purchases => 6,
            Self::Traffic(_) => 7,
            Self::Noted => 8,
        }
    }

    /// Stable English id, as a mapping file writes it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Lines => "lines",
            Self::Refunds => "refunds",
            Self::Products => "products",
            Self::Traffic(TrafficGrain::Shop) => "shop_traffic",
            Self::Traffic(TrafficGrain::Item) => "item_traffic",
            Self::Traffic(TrafficGrain::Source) => "source_traffic",
            Self::Traffic(TrafficGrain::ItemSource) => "item_source_traffic",
            Self::Traffic(TrafficGrain::Keyword) => "keyword_traffic",
            Self::Parcels => "parcels",
            Self::Purchases => "purchases",
            Self::Mappings => "mappings",
            Self::Noted => "noted",
        }
    }

    /// Kinds a hand-made mapping can be of.
    pub const MAPPABLE: [Self; 12] = [
        Self::Orders,
        Self::Lines,
        Self::Refunds,
        Self::Products,
        Self::Parcels,
        Self::Mappings,
        Self::Purchases,
        Self::Traffic(TrafficGrain::Shop),
        Self::Traffic(TrafficGrain::Item),
        Self::Traffic(TrafficGrain::Source),
        Self::Traffic(TrafficGrain::ItemSource),
        Self::Traffic(TrafficGrain::Keyword),
    ];

    pub fn from_id(id: &str) -> Option<Self> {
        Self::MAPPABLE.into_iter().find(|kind| kind.id() == id)
    }
}
