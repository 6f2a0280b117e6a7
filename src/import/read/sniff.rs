//! What a file is (识别), by its first bytes and its content. Endings lie: `.xls` may be a web page, `.csv` a photo.

use super::bytes::Bytes;
use super::error::ReadError;
use super::{Opened, Sheet, archive, encoding, html, text, workbook};

/// How much of a file is looked at.
const HEAD: u64 = 64 * 1024;

/// Where, what, and what that makes the file.
type Magic = (usize, &'static [u8], fn() -> ReadError);

/// What stands at the start of kinds of files that are no tables, and where.
const MAGIC: [Magic; 31] = [
    (0, b"%PDF", || ReadError::Pdf),
    (0, b"\xff\xd8\xff", || ReadError::Picture { kind: "JPEG" }),
    (0, b"\x89PNG\r\n", || ReadError::Picture { kind: "PNG" }),
    (0, b"GIF8", || ReadError::Picture { kind: "GIF" }),
    (8, b"WEBP", || ReadError::Picture { kind: "WebP" }),
    (0, b"II*\0", || ReadError::Picture { kind: "TIFF" }),
    (0, b"MM\0*", || ReadError::Picture { kind: "TIFF" }),
    (4, b"ftyphei", || ReadError::Picture { kind: "HEIC" }),
    (4, b"ftypmif", || ReadError::Picture { kind: "HEIC" }),
    (4, b"ftypavif", || ReadError::Picture { kind: "AVIF" }),
    (0, b"Rar!\x1a\x07", || ReadError::Archive { kind: "RAR" }),
    (0, b"7z\xbc\xaf\x27\x1c", || ReadError::Archive { kind: "7z" }),
    (0, b"\x1f\x8b", || ReadError::Archive { kind: "gzip" }),
    (0, b"BZh", || ReadError::Archive { kind: "bzip2" }),
    (0, b"\xfd7zXZ\0", || ReadError::Archive { kind: "xz" }),
    (0, b"\x28\xb5\x2f\xfd", || ReadError::Archive { kind: "zstd" }),
    (257, b"ustar", || ReadError::Archive { kind: "tar" }),
    (0, b"{\\rtf", || ReadError::Document { kind: "RTF" }),
    (0, b"MIME-Version:", || ReadError::Document { kind: "MHTML" }),
    (0, b"\x09\x00\x04\x00", || ReadError::Document { kind: "Excel 2.0" }),
    (0, b"\x09\x02\x06\x00", || ReadError::Document { kind: "Excel 3.0" }),
    (0, b"\x09\x04\x06\x00", || ReadError::Document { kind: "Excel 4.0" }),
    (8, b"DUCK", || ReadError::ShopFile),
    (0, b"SQLite format 3\0", || ReadError::Foreign { kind: "SQLite" }),
    (0, b"PAR1", || ReadError::Foreign { kind: "Parquet" }),
    (0, b"MZ\x90\0", || ReadError::Foreign { kind: "EXE" }),
    (0, b"\x7fELF", || ReadError::Foreign { kind: "ELF" }),
    (4, b"ftyp", || ReadError::Foreign { kind: "MP4" }),
    (0, b"ID3", || ReadError::Foreign { kind: "MP3" }),
    (0, b"RIFF", || ReadError::Foreign { kind: "RIFF" }),
    (0, b"\xca\xfe\xba\xbe", || ReadError::Foreign { kind: "Java" }),
];

/// Opens whatever `bytes` are.
pub(super) fn open(name: String, bytes: Bytes) -> Result<Opened, ReadError> {
    let size = bytes.len();
    let (sheets, refused) = if is_zip(&bytes.head(4)?) && !workbook::is_office(&bytes)? {
        archive::open(&bytes)?
    } else {
        (tables(&bytes)?, Vec::new())
    };
    Ok(Opened { name, size, sheets, refused, bytes })
}

pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08")
}

/// The tables of a file that is no archive.
pub(super) fn tables(bytes: &Bytes) -> Result<Vec<Sheet>, ReadError> {
    let head = bytes.head(HEAD)?;
    if head.is_empty() {
        return Err(ReadError::Empty);
    }
    if is_zip(&head) {
        return workbook::open_xlsx(bytes);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return workbook::open_xls(bytes);
    }
    let found = MAGIC.iter().find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    if let Some((_, _, error)) = found {
        return Err(error());
    }
    let encoding = encoding::detect(bytes)?;
    let decoded = encoding.decode(&head);
    let start = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty() && head.len() as u64 == bytes.len() {
        return Err(ReadError::Empty);
    }
    if start.starts_with('<') {
        let lower = start.to_ascii_lowercase();
        if lower.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && !lower.contains("<table border")
            && lower.starts_with("<?xml")
        {
            return Err(ReadError::Document { kind: "XML 2003" });
        }
        if ["<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<style", "<script"]
            .iter()
            .any(|tag| lower.contains(tag))
        {
            return html::open(bytes);
        }
        if lower.starts_with("<?xml") {
            return Err(ReadError::Document { kind: "XML" });
        }
    }
    if is_json(start) {
        return Err(ReadError::Json);
    }
    let (format, source) = text::open(bytes.clone(), encoding, &decoded);
    Ok(vec![Sheet { member: None, name: None, hidden: false, format, source }])
}

/// `{"` or `[{` with any blanks between.
fn is_json(start: &str) -> bool {
    let mut signs = start.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => true,
        (Some('['), Some(']')) => signs.next().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(content: &[u8]) -> String {
        match crate::import::read::open_bytes("x.csv", content.to_vec()) {
            Ok(opened) => opened.sheets[0].format.id().to_owned(),
            Err(error) => error.code(),
        }
    }

    #[test]
    fn content_decides_not_the_ending() {
        assert_eq!(code(b"\xff\xd8\xff\xe0\0\x10JFIF"), "picture");
        assert_eq!(code(b"%PDF-1.7\n"), "pdf");
        assert_eq!(code(b"Rar!\x1a\x07\x01\0"), "archive");
        assert_eq!(code(b""), "empty");
        assert_eq!(code(b"  \r\n\r\n"), "empty");
        assert_eq!(code(b"{\"code\":401,\"msg\":\"login\"}"), "json");
        assert_eq!(code(b"<!DOCTYPE html><html><body>404</body></html>"), "web_page");
        assert_eq!(code(b"a,b\n1,2\n"), "csv");
        assert_eq!(code(b"a\tb\n1\t2\n"), "tsv");
        assert_eq!(code(b"[a],b\n1,2\n"), "csv");
        assert_eq!(
            code("\u{feff}<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>".as_bytes()),
            "html"
        );
        assert_eq!(
            code(
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"></Workbook>"
            ),
            "document"
        );
    }

    #[test]
    fn every_reason_has_its_own_sentence_in_both_languages() {
        use crate::locale::Lang;
        let mut said: Vec<String> = MAGIC.iter().map(|(_, _, error)| Lang::Zh.say(&error().said())).collect();
        said.sort();
        assert!(said.iter().all(|sentence| !sentence.starts_with("read.") && !sentence.contains('{')), "{said:?}");
    }
}
