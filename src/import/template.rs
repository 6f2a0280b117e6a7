//! Sheets to be filled in (模板): products, parcels and SKU mappings, as xlsx that the importer reads back.

use rust_xlsxwriter::{Color, Format, Workbook, XlsxError};

use super::field::{Field, Value};
use super::format::Column;
use super::formats::own;
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
        let head = Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF7));
        let sheet = book.add_worksheet();
        sheet.set_name(lang.t(self.name_key()))?;
        for (at, (name, field)) in (0_u16..).zip(self.headings(lang)) {
            let cells = match field.value() {
                Value::Id => Format::new().set_num_format("@"),
                Value::Money => Format::new().set_num_format("0.00"),
                Value::Time if field == Field::ListedAt => Format::new().set_num_format("yyyy-mm-dd"),
                Value::Time => Format::new().set_num_format("yyyy-mm-dd hh:mm"),
                _ if matches!(field, Field::SkuCode | Field::PlatformSku | Field::OwnSku) => {
                    Format::new().set_num_format("@")
                }
                _ => Format::new(),
            };
            sheet.set_column_width(at, 16)?;
            sheet.set_column_format(at, &cells)?;
            sheet.write_with_format(0, at, name, &head)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let notes = book.add_worksheet();
        notes.set_name(lang.t("import.template_notes"))?;
        notes.set_column_width(0, 100)?;
        notes.write(0, 0, lang.t("import.template_hint"))?;
        Ok(book.save_to_buffer()?)
    }
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
}
