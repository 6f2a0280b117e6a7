//! Sheets to be filled in (模板): products, parcels and SKU mappings, as xlsx that the importer reads back.

use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use super::field::{Field, Value};
use super::format::Column;
use super::formats::own;
use crate::domain::money::Money;
use crate::locale::{Lang, Said};

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    Products,
    Parcels,
    Mappings,
}

/// A template that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("writing the template: {0}")]
pub struct TemplateError(#[from] XlsxError);

impl TemplateError {
    pub fn said(&self) -> Said {
        Said::new("import.template_failed").with("detail", &self.0)
    }
}

impl Template {
    pub const ALL: [Self; 3] = [Self::Products, Self::Parcels, Self::Mappings];

    const fn format(self) -> super::format::Format {
        match self {
            Self::Products => own::PRODUCTS,
            Self::Parcels => own::PARCELS,
            Self::Mappings => own::MAPPINGS,
        }
    }

    /// Key of its name, which is also the name to save it under.
    pub const fn name_key(self) -> &'static str {
        match self {
            Self::Products => "import.template_products",
            Self::Parcels => "import.template_parcels",
            Self::Mappings => "import.template_mappings",
        }
    }

    /// The headings in a language; a star marks what must be filled.
    pub fn headings(self, lang: Lang) -> Vec<(String, Field)> {
        let format = self.format();
        let heading = |column: &Column| {
            let name = match lang {
                Lang::Zh => column.name.to_owned(),
                Lang::En => {
                    let star = if column.name.starts_with('*') { "*" } else { "" };
                    let english = format.columns().filter(|c| c.field == column.field && c.name.is_ascii()).last();
                    format!("{star}{}", english.map_or(column.name, |column| column.name))
                }
            };
            (name, column.field)
        };
        format.columns().filter(|column| column.stands_in(0)).map(heading).collect()
    }

    /// The sheet as xlsx bytes: headings, columns wide enough, codes and numbers of parcels as text.
    pub fn xlsx(self, lang: Lang) -> Result<Vec<u8>, TemplateError> {
        let mut book = Workbook::new();
        self.sheet(&mut book, lang)?;
        notes(&mut book, lang, "import.template_hint")?;
        Ok(book.save_to_buffer()?)
    }

    fn sheet(self, book: &mut Workbook, lang: Lang) -> Result<&mut Worksheet, TemplateError> {
        let head = head();
        let sheet = book.add_worksheet();
        sheet.set_name(lang.t(self.name_key()))?;
        for (at, (name, field)) in (0_u16..).zip(self.headings(lang)) {
            let cells = match field.value() {
                Value::Id => text(),
                Value::Money => money(),
                Value::Time if field == Field::ListedAt => Format::new().set_num_format("yyyy-mm-dd"),
                Value::Time => Format::new().set_num_format("yyyy-mm-dd hh:mm"),
                _ if matches!(field, Field::SkuCode | Field::PlatformSku | Field::OwnSku) => text(),
                _ => Format::new(),
            };
            sheet.set_column_width(at, 16)?;
            sheet.set_column_format(at, &cells)?;
            sheet.write_with_format(0, at, name, &head)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(sheet)
    }
}

fn head() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF7))
}

fn text() -> Format {
    Format::new().set_num_format("@")
}

fn money() -> Format {
    Format::new().set_num_format("0.00")
}

/// A second sheet that says how to fill in the first.
fn notes(book: &mut Workbook, lang: Lang, key: &str) -> Result<(), TemplateError> {
    let notes = book.add_worksheet();
    notes.set_name(lang.t("import.template_notes"))?;
    notes.set_column_width(0, 100)?;
    notes.write_with_format(0, 0, lang.t(key), &Format::new().set_text_wrap())?;
    Ok(())
}

/// A platform code that waits for its own code, with what the shop knows of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waiting {
    pub key: String,
    /// Where it sells; a sheet's mapping holds for all of them.
    pub platforms: String,
    pub title: String,
    pub props: String,
    pub orders: i64,
    /// `None` when no order tells.
    pub qty: Option<i64>,
    pub paid: Option<Money>,
    /// The own code that it probably is, and why; empty when nothing comes to mind.
    pub suggestion: String,
    pub reason: String,
}

/// What stands behind the columns of the mapping template: width and heading key.
const BESIDE: [(f64, &str); 8] = [
    (12.0, "import.waiting_platforms"),
    (44.0, "import.waiting_title"),
    (28.0, "import.waiting_props"),
    (11.0, "import.waiting_orders"),
    (11.0, "import.waiting_qty"),
    (13.0, "import.waiting_paid"),
    (20.0, "import.waiting_suggestion"),
    (24.0, "import.waiting_reason"),
];

/// The mapping template with these codes in it, own codes left empty: filled in and imported, it maps them.
pub fn waiting_sheet(waiting: &[Waiting], lang: Lang) -> Result<Vec<u8>, TemplateError> {
    let mut book = Workbook::new();
    let sheet = Template::Mappings.sheet(&mut book, lang)?;
    sheet.set_column_width(0, 28)?;
    let (head, text, money) = (head(), text(), money());
    for (at, (width, key)) in (3_u16..).zip(BESIDE) {
        sheet.set_column_width(at, width)?;
        sheet.write_with_format(0, at, lang.t(key), &head)?;
    }
    for (row, one) in (1_u32..).zip(waiting) {
        sheet.write_string_with_format(row, 0, &one.key, &text)?;
        sheet.write_number(row, 2, 1)?;
        for (at, words) in
            [(3, &one.platforms), (4, &one.title), (5, &one.props), (9, &one.suggestion), (10, &one.reason)]
        {
            sheet.write_string_with_format(row, at, words, &text)?;
        }
        sheet.write_number(row, 6, one.orders as f64)?;
        if let Some(qty) = one.qty {
            sheet.write_number(row, 7, qty as f64)?;
        }
        if let Some(paid) = one.paid {
            sheet.write_number_with_format(row, 8, paid.fen() as f64 / 100.0, &money)?;
        }
    }
    notes(&mut book, lang, "import.waiting_hint")?;
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::open_bytes;
    use crate::import::recognise::{Finding, recognise};

    #[test]
    fn the_importer_knows_its_own_templates() {
        for template in Template::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let opened = open_bytes("template.xlsx", template.xlsx(lang).unwrap()).unwrap();
                let mut rows = opened.sheets[0].rows().unwrap();
                match recognise(rows.peek(40).unwrap()) {
                    Finding::Known(found) => {
                        assert_eq!((found.format.id, found.why.confidence), (template.format().id, 100));
                        assert_eq!(found.columns.len(), template.headings(lang).len());
                    }
                    other => panic!("{template:?} {lang:?} {other:?}"),
                }
            }
        }
    }

    #[test]
    fn the_importer_knows_the_sheet_of_what_waits_and_reads_nothing_but_codes_and_pieces() {
        let waiting = [Waiting {
            key: "#60012|颜色:米白".to_owned(),
            platforms: "抖店".to_owned(),
            title: "=cmd()".to_owned(),
            orders: 12,
            paid: Some(Money::from_fen(123_450)),
            ..Waiting::default()
        }];
        for lang in [Lang::Zh, Lang::En] {
            let opened = open_bytes("queue.xlsx", waiting_sheet(&waiting, lang).unwrap()).unwrap();
            let mut rows = opened.sheets[0].rows().unwrap();
            let Finding::Known(found) = recognise(rows.peek(40).unwrap()) else { panic!("{lang:?}") };
            assert_eq!((found.format.id, found.why.confidence, found.why.known), ("own_mappings", 100, 11));
            let fields: Vec<Field> = found.columns.iter().map(|(field, _)| *field).collect();
            assert_eq!(fields, [Field::PlatformSku, Field::OwnSku, Field::Qty]);
        }
    }
}
