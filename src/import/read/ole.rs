//! Compound files (OLE), the shell around `.xls`: just enough to know what is inside and that reading it cannot run away.
//!
//! The workbook reader trusts chains and sizes written in the file; a cycle or an absurd size would exhaust the memory of
//! the whole program. So both are checked here first.

use super::error::ReadError;

const END: u32 = 0xffff_fffe;
/// Sector ids from here on are marks, not sectors.
const RESERVED: u32 = 0xffff_fffa;

/// A compound file held in memory.
pub(super) struct Ole<'f> {
    file: &'f [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    len: usize,
}

impl<'f> Ole<'f> {
    pub(super) fn parse(file: &'f [u8]) -> Result<Self, ReadError> {
        let sector = match u16_at(file, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("sector size")),
        };
        let header = |at| u32_at(file, at).ok_or_else(|| truncated("header"));
        let mut ole =
            Self { file, sector, fat: Vec::new(), mini_fat: Vec::new(), mini: Vec::new(), entries: Vec::new() };
        let mut fat_sectors: Vec<u32> = (0..109).filter_map(|n| u32_at(file, 76 + 4 * n)).collect();
        let mut next = header(68)?;
        let mut steps = 0;
        while next < RESERVED {
            steps += 1;
            if steps > file.len() / sector + 1 {
                return Err(damaged("DIFAT runs in a circle"));
            }
            let ids = numbers(ole.sector_at(next)?);
            next = ids.last().copied().unwrap_or(END);
            fat_sectors.extend(ids.iter().take(ids.len().saturating_sub(1)));
        }
        for id in fat_sectors.into_iter().filter(|id| *id < RESERVED) {
            let ids = numbers(ole.sector_at(id)?);
            ole.fat.extend(ids);
        }
        let directory = ole.chain(header(48)?, usize::MAX)?;
        let mut root = (END, 0);
        for (at, raw) in directory.chunks_exact(128).enumerate() {
            let entry = entry(raw);
            if at == 0 {
                root = (entry.start, entry.len);
            }
            ole.entries.push(entry);
        }
        if header(64)? > 0 {
            ole.mini = ole.chain(root.0, root.1)?;
            let table = ole.chain(header(60)?, usize::MAX)?;
            ole.mini_fat = numbers(&table);
        }
        Ok(ole)
    }

    /// Whether a stream or folder of this name exists.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of the first of these streams that exists.
    pub(super) fn stream(&self, names: &[&str]) -> Result<Option<Vec<u8>>, ReadError> {
        let found = names.iter().find_map(|name| self.entries.iter().find(|e| e.name.eq_ignore_ascii_case(name)));
        let Some(entry) = found else { return Ok(None) };
        if entry.len >= 4096 {
            return self.chain(entry.start, entry.len).map(Some);
        }
        let mut stream = Vec::new();
        for id in ids(&self.mini_fat, entry.start)? {
            let from = id as usize * 64;
            stream.extend_from_slice(self.mini.get(from..from + 64).ok_or_else(|| truncated("small stream"))?);
            if stream.len() >= entry.len {
                break;
            }
        }
        stream.truncate(entry.len);
        Ok(Some(stream))
    }

    fn sector_at(&self, id: u32) -> Result<&'f [u8], ReadError> {
        let from = (id as usize + 1) * self.sector;
        let rest = self.file.get(from..).unwrap_or_default();
        // The last sector may be short.
        let sector = rest.get(..self.sector).unwrap_or(rest);
        if sector.is_empty() { Err(truncated("sector beyond the end")) } else { Ok(sector) }
    }

    fn chain(&self, start: u32, len: usize) -> Result<Vec<u8>, ReadError> {
        let mut content = Vec::new();
        if start == END {
            return Ok(content);
        }
        for id in ids(&self.fat, start)? {
            content.extend_from_slice(self.sector_at(id)?);
            if content.len() >= len {
                content.truncate(len);
                return Ok(content);
            }
        }
        Ok(content)
    }
}

/// The sectors of a chain, first to last; none may come twice.
fn ids(fat: &[u32], start: u32) -> Result<Vec<u32>, ReadError> {
    let mut chain = Vec::new();
    let mut next = start;
    while next != END {
        if chain.len() > fat.len() {
            return Err(damaged("a chain of sectors runs in a circle"));
        }
        chain.push(next);
        next = fat.get(next as usize).copied().ok_or_else(|| truncated("chain leaves the table"))?;
    }
    Ok(chain)
}

fn entry(raw: &[u8]) -> Entry {
    let units = raw.chunks_exact(2).take(32).filter_map(|pair| u16_at(pair, 0)).take_while(|unit| *unit != 0);
    let name = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    Entry { name, start: u32_at(raw, 116).unwrap_or(END), len: u32_at(raw, 120).unwrap_or_default() as usize }
}

/// A sheet that needs more cells than this when laid out is no sheet of a shop (Excel 97's largest has 16.8 million).
const MAX_CELLS: u64 = 20_000_000;

/// Walks the records of a BIFF workbook and refuses sizes that could not be held in memory. `true`: it has a password.
pub(super) fn check_workbook(stream: &[u8]) -> Result<bool, ReadError> {
    let mut locked = false;
    let mut sheets = Vec::new();
    for (kind, data) in (Records { stream, at: 0 }) {
        match kind {
            // FILEPASS
            0x002f if u16_at(data, 0).is_some_and(|how| how != 0) => locked = true,
            // BOUNDSHEET: where a sheet's own records begin. A damaged one points anywhere.
            0x0085 => sheets.extend(u32_at(data, 0).and_then(|at| usize::try_from(at).ok())),
            _ => {}
        }
    }
    let whole = cells_from(Records { stream, at: 0 }, Upto::End)?;
    let mut named = 0;
    for at in sheets {
        named += cells_from(Records { stream, at }, Upto::Sheet)?;
    }
    let cells = whole.max(named);
    if cells > MAX_CELLS {
        return Err(ReadError::TooLarge { kind: "xls", size: cells * 32, limit: MAX_CELLS * 32 });
    }
    Ok(locked)
}

/// The records of a stream from `at` on, as far as they are whole.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let begin = self.at.checked_add(4)?;
        let (kind, len) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at + 2)?);
        let end = begin.checked_add(usize::from(len))?;
        let data = self.stream.get(begin..end)?;
        self.at = end;
        Some((kind, data))
    }
}

/// How far records are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Upto {
    /// All sheets, one after the other.
    End,
    /// One sheet, as a reader lays it out that was told to begin there.
    Sheet,
}

/// How many cells are laid out for these records.
fn cells_from(records: Records<'_>, upto: Upto) -> Result<u64, ReadError> {
    let mut cells = 0;
    let mut corner = Corner::default();
    for (kind, data) in records {
        match kind {
            // EOF
            0x000a if upto == Upto::Sheet => break,
            // BOF: a new sheet begins.
            0x0809 if upto == Upto::End => {
                cells += corner.area();
                corner = Corner::default();
            }
            // DIMENSIONS
            0x0200 => {
                let wide = (data.len(), u32_at(data, 0), u32_at(data, 4), u16_at(data, 8), u16_at(data, 10));
                let (rows, columns) = match wide {
                    (14, Some(r1), Some(r2), Some(c1), Some(c2)) => (r2.checked_sub(r1), c2.checked_sub(c1)),
                    _ => match (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4), u16_at(data, 6)) {
                        (Some(r1), Some(r2), Some(c1), Some(c2)) => {
                            (r2.checked_sub(r1).map(u32::from), c2.checked_sub(c1))
                        }
                        _ => (None, None),
                    },
                };
                let area = u64::from(rows.unwrap_or(0)) * u64::from(columns.unwrap_or(0));
                if rows.is_none() || columns.is_none() || area > MAX_CELLS {
                    return Err(damaged("impossible sheet size"));
                }
            }
            // NUMBER, LABEL, RSTRING, BOOLERR, RK, LABELSST, MULRK, FORMULA
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x00bd | 0x0006 => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    corner.add(row, column);
                    if kind == 0x00bd {
                        // One record for several cells of a row, six bytes each.
                        let more = u16::try_from(data.len().saturating_sub(6) / 6).unwrap_or(u16::MAX);
                        corner.add(row, column.saturating_add(more));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(cells + corner.area())
}

/// The rectangle around all cells of a sheet.
#[derive(Default)]
struct Corner {
    first: Option<(u16, u16)>,
    last: (u16, u16),
}

impl Corner {
    fn add(&mut self, row: u16, column: u16) {
        let (r, c) = self.first.unwrap_or((row, column));
        self.first = Some((r.min(row), c.min(column)));
        self.last = (self.last.0.max(row), self.last.1.max(column));
    }

    fn area(&self) -> u64 {
        self.first.map_or(0, |(row, column)| {
            (u64::from(self.last.0) - u64::from(row) + 1) * (u64::from(self.last.1) - u64::from(column) + 1)
        })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn damaged(detail: &str) -> ReadError {
    ReadError::Damaged { detail: detail.to_owned() }
}

fn truncated(detail: &str) -> ReadError {
    ReadError::Truncated { detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    #[test]
    fn absurd_dimensions_are_refused() {
        let huge = [0u32.to_le_bytes(), u32::MAX.to_le_bytes(), [0, 0, 0, 1], [0; 4]].concat();
        assert!(matches!(check_workbook(&record(0x0200, &huge[..14])), Err(ReadError::Damaged { .. })));
        let good = [0u32.to_le_bytes(), 100u32.to_le_bytes(), [0, 0, 20, 0], [0; 4]].concat();
        assert!(matches!(check_workbook(&record(0x0200, &good[..14])), Ok(false)));
    }

    #[test]
    fn two_far_corners_in_many_sheets_are_too_much() {
        let sheet =
            [record(0x0809, &[0; 4]), record(0x0203, &[0; 14]), record(0x0203, &[0xff, 0xff, 0xff, 0, 0, 0])].concat();
        assert!(check_workbook(&sheet).is_ok());
        assert!(matches!(check_workbook(&sheet.repeat(3)), Err(ReadError::TooLarge { .. })));
    }

    #[test]
    fn a_password_record_is_seen() {
        assert!(matches!(check_workbook(&record(0x002f, &[1, 0])), Ok(true)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_compound_file_or_an_error(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            file.resize(76, 0);
            file[30] = 9;
            file.extend(noise);
            if let Ok(ole) = Ole::parse(&file) {
                let _ = ole.stream(&["Workbook"]);
            }
        }
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn a_sheet_that_begins_in_the_middle_of_a_record_is_measured_from_there() {
        let hidden = [number(0, 0), number(60_000, 50_000)].concat();
        // BOUNDSHEET of 12 bytes: 16 with its head; the cells lie behind the head of an unknown record.
        let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0; 8]].concat());
        let book = |at: u32| [sheet(at), record(0x0fff, &hidden), record(0x000a, &[])].concat();
        assert!(matches!(check_workbook(&book(20)), Err(ReadError::TooLarge { .. })));
        assert!(matches!(check_workbook(&book(16)), Ok(false)));
    }
}
