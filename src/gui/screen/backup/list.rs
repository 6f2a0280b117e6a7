//! The list of backups as the grid shows it.

use crate::gui::ctx::Ctx;
use crate::gui::theme::badge::Tone;
use crate::gui::widget::grid::{Cell, Column, Look, Rows, Sort};
use crate::locale::Lang;
use crate::store::{BackupKind, BackupRecord};
use crate::table::Kind;

/// The backups of a shop, in any order.
#[derive(Debug)]
pub(super) struct Backups {
    records: Vec<BackupRecord>,
    lang: Lang,
}

pub(super) fn columns(ctx: &Ctx) -> Vec<Column> {
    vec![
        Column::new("at", ctx.t("backup.at"), Kind::Time),
        Column::new("kind", ctx.t("backup.kind"), Kind::Text).width(120.0),
        Column::new("size", ctx.t("backup.size"), Kind::Number).width(110.0),
        Column::new("file", ctx.t("backup.file"), Kind::Text).grow(),
        Column::new("restore", "", Kind::Text).width(90.0).unsorted(),
    ]
}

impl Backups {
    pub(super) const fn new(records: Vec<BackupRecord>, lang: Lang) -> Self {
        Self { records, lang }
    }

    pub(super) const fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    pub(super) fn record(&self, row: usize) -> Option<&BackupRecord> {
        self.records.get(row)
    }

    pub(super) fn sort(&mut self, sort: Option<Sort>) {
        let Some(sort) = sort else { return };
        match sort.column {
            "kind" => self.records.sort_by_key(|record| record.kind.id()),
            "size" => self.records.sort_by_key(|record| record.bytes),
            "file" => self.records.sort_by(|a, b| a.path.file_name().cmp(&b.path.file_name())),
            _ => self.records.sort_by_key(|record| record.at),
        }
        if sort.descending {
            self.records.reverse();
        }
    }
}

/// `12.3 MB`
fn size(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    format!("{}.{} MB", crate::table::grouped(&(tenths / 10).to_string()), tenths % 10)
}

impl Rows for Backups {
    fn len(&self) -> usize {
        self.records.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let Some(record) = self.records.get(row) else { return Cell::default() };
        match column {
            0 => Cell::plain(record.at.format("%Y-%m-%d %H:%M").to_string()),
            1 => {
                let tone = match record.kind {
                    BackupKind::Manual => Tone::Accent,
                    BackupKind::Daily | BackupKind::Migration => Tone::Neutral,
                };
                Cell::new(self.lang.t(&format!("store.backup_{}", record.kind.id())), Look::Badge(tone))
            }
            2 => Cell::plain(size(record.bytes)),
            3 => {
                let name = record.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Cell::new(name, Look::Muted)
            }
            _ => Cell::new(self.lang.t("backup.restore_link"), Look::Link),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_megabytes() {
        assert_eq!(size(12 * 1024 * 1024), "12.0 MB");
        assert_eq!(size(1), "0.1 MB");
    }
}
