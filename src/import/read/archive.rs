//! Zip archives (压缩包): platforms pack large exports into them. Nothing is ever written under a member's name.

use std::io::{Read, Seek, SeekFrom, Write};

use zip::ZipArchive;
use zip::result::ZipError;

use super::bytes::{Bytes, Reader};
use super::encoding::Encoding;
use super::error::ReadError;
use super::{Refused, Sheet, sniff, workbook};

const MAX_MEMBERS: u64 = 1000;

/// Larger than any export seen by far; a bomb goes beyond it at once.
const MAX_UNPACKED: u64 = 4 * 1024 * 1024 * 1024;

/// Exports shrink to a tenth, the emptiest ones to a fiftieth; a bomb to a thousandth.
const MAX_RATIO: u64 = 250;

/// Below this size the ratio says nothing.
const RATIO_FROM: u64 = 64 * 1024 * 1024;

/// Up to this size a member is kept in memory, beyond it in an unnamed temporary file.
const IN_MEMORY: u64 = 16 * 1024 * 1024;

/// How much may still be unpacked from one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    left: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: MAX_UNPACKED }
    }
}

impl Budget {
    /// Reads one member to its end, piece by piece, and never more than is reasonable for its packed size.
    pub(super) fn unpack(
        &mut self,
        member: &mut impl Read,
        packed: u64,
        mut keep: impl FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<u64, ReadError> {
        let most = packed.saturating_mul(MAX_RATIO).max(RATIO_FROM).min(self.left);
        let mut block = vec![0; 128 * 1024];
        let mut size = 0;
        loop {
            let count = member.read(&mut block).map_err(|error| fault(&error))?;
            if count == 0 {
                self.left -= size;
                return Ok(size);
            }
            size += count as u64;
            if size > most {
                return Err(ReadError::Bomb { limit: most, ratio: MAX_RATIO });
            }
            keep(block.get(..count).unwrap_or_default())?;
        }
    }
}

/// An archive's directory.
pub(super) fn directory(bytes: &Bytes) -> Result<ZipArchive<Reader>, ReadError> {
    ZipArchive::new(bytes.reader()).map_err(|error| match error {
        ZipError::Io(error) => fault(&error),
        // Without its directory, which stands at the end, a zip is one whose end is missing.
        other => ReadError::Truncated { detail: other.to_string() },
    })
}

/// All tables of all members, and the members that hold none.
pub(super) fn open(bytes: &Bytes) -> Result<(Vec<Sheet>, Vec<Refused>), ReadError> {
    let mut archive = directory(bytes)?;
    let count = archive.len() as u64;
    if count > MAX_MEMBERS {
        return Err(ReadError::TooManyMembers { count, limit: MAX_MEMBERS });
    }
    let mut budget = Budget::default();
    let (mut sheets, mut refused) = (Vec::new(), Vec::new());
    for at in 0..archive.len() {
        let Some(name) = wanted(&mut archive, at)? else { continue };
        match member(&mut archive, at, &name, &mut budget) {
            Ok(found) => sheets.extend(found.into_iter().map(|sheet| Sheet { member: Some(name.clone()), ..sheet })),
            Err(error @ ReadError::Bomb { .. }) => return Err(error),
            Err(error) => refused.push(Refused { name, error }),
        }
    }
    if !sheets.is_empty() {
        return Ok((sheets, refused));
    }
    // Nothing to read: the first reason stands for all.
    Err(refused.into_iter().next().map_or(ReadError::NothingInside, |refused| refused.error))
}

/// The member's name, `None` for folders and for what systems leave in archives.
fn wanted(archive: &mut ZipArchive<Reader>, at: usize) -> Result<Option<String>, ReadError> {
    let member = archive.by_index_raw(at).map_err(|error| zip_fault(&error))?;
    let name = name(member.name_raw());
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let litter = last.is_empty()
        || last.starts_with('.')
        || name.starts_with("__MACOSX")
        || ["thumbs.db", "desktop.ini"].iter().any(|junk| last.eq_ignore_ascii_case(junk));
    Ok((!litter && !member.is_dir()).then_some(name))
}

/// Windows packs names in GBK without saying so.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => Encoding::Gb18030.decode(raw),
    }
}

fn member(
    archive: &mut ZipArchive<Reader>,
    at: usize,
    name: &str,
    budget: &mut Budget,
) -> Result<Vec<Sheet>, ReadError> {
    if is_unsafe(name) {
        return Err(ReadError::UnsafeName);
    }
    let about = archive.by_index_raw(at).map_err(|error| zip_fault(&error))?;
    if about.encrypted() {
        return Err(ReadError::LockedArchive);
    }
    if about.is_symlink() {
        return Err(ReadError::UnsafeName);
    }
    drop(about);
    let mut member = archive.by_index(at).map_err(|error| zip_fault(&error))?;
    let packed = member.compressed_size();
    let bytes = kept(&mut member, packed, budget)?;
    if sniff::is_zip(&bytes.head(4)?) && !workbook::is_office(&bytes)? {
        return Err(ReadError::NestedArchive);
    }
    sniff::tables(&bytes)
}

/// Unpacks a member into memory, or into a temporary file when it is large.
fn kept(member: &mut impl Read, packed: u64, budget: &mut Budget) -> Result<Bytes, ReadError> {
    let mut memory = Vec::new();
    let mut file = None;
    let size = budget.unpack(member, packed, |piece| {
        if file.is_none() && (memory.len() + piece.len()) as u64 > IN_MEMORY {
            let mut begun = tempfile::tempfile()?;
            begun.write_all(&memory)?;
            memory = Vec::new();
            file = Some(begun);
        }
        match &mut file {
            Some(file) => file.write_all(piece)?,
            None => memory.extend_from_slice(piece),
        }
        Ok(())
    })?;
    match file {
        Some(mut file) => {
            file.seek(SeekFrom::Start(0))?;
            Ok(Bytes::temporary(file, size))
        }
        None => Ok(Bytes::memory(memory)),
    }
}

/// Names that would lead out of a folder if somebody unpacked the archive there.
fn is_unsafe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with(['/', '\\']) || name.contains('\0') || name.split(['/', '\\']).any(|part| part == "..")
}

fn zip_fault(error: &ZipError) -> ReadError {
    match error {
        ZipError::Io(error) => fault(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadError::LockedArchive
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ReadError::Archive { kind: "zip (Deflate64, LZMA)" }
        }
        other => ReadError::Damaged { detail: other.to_string() },
    }
}

/// What a failed read inside an archive means.
fn fault(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => ReadError::Truncated { detail: error.to_string() },
        _ => ReadError::Damaged { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_outside_are_unsafe() {
        for name in ["../a.csv", "a/../../b.csv", "/etc/passwd", "C:\\a.csv", "..\\a.csv", "\\\\server\\a"] {
            assert!(is_unsafe(name), "{name}");
        }
        for name in ["a.csv", "五月/订单..csv", "a..b/c.csv"] {
            assert!(!is_unsafe(name), "{name}");
        }
    }

    #[test]
    fn names_packed_in_gbk_are_read() {
        assert_eq!(name(&encoding_rs::GB18030.encode("商品报表_20260501.csv").0), "商品报表_20260501.csv");
        assert_eq!(name("订单.csv".as_bytes()), "订单.csv");
    }
}
