//! Ids (编号) are text, always; what Excel did to them is undone where possible and told where not.

use super::problem::{CellProblem, cut};
use super::words::{clean, is_blank, is_null};
use crate::import::read::{Cell, CellKind};

/// A number in Excel keeps this many digits; ids of orders have up to 22.
const EXCEL_DIGITS: usize = 15;

/// The id in a cell, bare; empty when there is none. An id that lost digits in Excel is a problem, never a value.
pub fn id(cell: Cell<'_>) -> Result<&str, CellProblem> {
    let mut text = clean(cell.text);
    while let Some(rest) = after_no(text) {
        text = clean(rest);
    }
    undamaged(text, cell.kind)
}

/// The code in a cell: the seller's own name for a SKU, of which `No.` in front is a part. Otherwise as [`id`].
pub fn code(cell: Cell<'_>) -> Result<&str, CellProblem> {
    undamaged(clean(cell.text), cell.kind)
}

/// A clean text, unless Excel has taken digits from it.
fn undamaged(mut text: &str, kind: CellKind) -> Result<&str, CellProblem> {
    if is_null(text) || kind == CellKind::Error {
        return Ok("");
    }
    if kind == CellKind::Number {
        text = text.strip_suffix(".0").unwrap_or(text);
        if text.bytes().filter(u8::is_ascii_digit).count() > EXCEL_DIGITS {
            return Err(CellProblem::DamagedId { found: cut(text) });
        }
    }
    if is_scientific(text) { Err(CellProblem::DamagedId { found: cut(text) }) } else { Ok(text) }
}

/// What follows `No:`, `No.` or `NO：`, as tracking numbers are written in 千牛.
fn after_no(text: &str) -> Option<&str> {
    let head = text.get(..2)?;
    if !head.eq_ignore_ascii_case("no") {
        return None;
    }
    text.get(2..)?.trim_start_matches(is_blank).strip_prefix([':', '：', '.'])
}

/// `1.23457E+16`: what Excel shows, and saves to csv, for a long number.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let mut parts = mantissa.splitn(2, '.');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(|whole| whole.len() == 1 && digits(whole))
        && parts.next().is_none_or(digits)
        && digits(exponent)
}

/// Whether a long id has only zeros beyond Excel's 15 digits. One such id is chance; a column of them was rounded by Excel.
pub fn is_rounded(id: &str) -> bool {
    id.len() > EXCEL_DIGITS
        && id.bytes().all(|b| b.is_ascii_digit())
        && id.as_bytes().get(EXCEL_DIGITS..).is_some_and(|tail| tail.iter().all(|b| *b == b'0'))
}

/// The Taobao order in Alipay's merchant order number: `T200P1234567890123456789` → `1234567890123456789`.
pub fn trade_order(merchant_order: &str) -> Option<&str> {
    let rest = clean(merchant_order).strip_prefix('T')?;
    let (code, order) = rest.split_once('P')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    (code.len() == 3 && digits(code) && !order.is_empty() && digits(order)).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Cell<'_> {
        Cell { text, ..Cell::default() }
    }

    fn number(text: &str) -> Cell<'_> {
        Cell { text, kind: CellKind::Number, filled: false }
    }

    #[test]
    fn wrapping_comes_off() {
        for wrapped in [
            "=\"1234567890123456789\"",
            "'1234567890123456789",
            "1234567890123456789\t",
            "No:1234567890123456789",
            "NO：1234567890123456789",
            "=\"No.1234567890123456789\"",
            "`1234567890123456789",
        ] {
            assert_eq!(id(text(wrapped)), Ok("1234567890123456789"), "{wrapped:?}");
        }
        assert_eq!(id(text("=\"\"")), Ok(""));
        assert_eq!(id(text("null")), Ok(""));
        assert_eq!(id(text("NORDIC-01")), Ok("NORDIC-01"));
    }

    #[test]
    fn ids_that_excel_damaged_are_refused() {
        for damaged in ["1.23457E+16", "1.23457e+18", "2E+18"] {
            assert_eq!(id(text(damaged)), Err(CellProblem::DamagedId { found: damaged.to_owned() }));
        }
        assert!(id(number("1234567890123450000")).is_err());
        assert!(id(number("1234567890123456")).is_err());
        assert_eq!(id(number("123456789012345")), Ok("123456789012345"));
        // The barcode of a piece that Excel shows short.
        assert_eq!(code(text("6.92168E+12")), Err(CellProblem::DamagedId { found: "6.92168E+12".to_owned() }));
        // SKU codes that only look a little like it.
        assert_eq!(id(text("1E5")), Ok("1E5"));
        assert_eq!(id(text("12.5E+3")), Ok("12.5E+3"));
    }

    #[test]
    fn a_code_keeps_what_an_id_loses() {
        assert_eq!((code(text("No.12")), id(text("No.12"))), (Ok("No.12"), Ok("12")));
        assert_eq!(code(text("=\"A-01\"\t")), Ok("A-01"));
        assert_eq!(code(number("1001")), Ok("1001"));
        assert_eq!(code(text("无")), Ok(""));
    }

    #[test]
    fn zeros_beyond_fifteen_digits_look_rounded() {
        assert!(is_rounded("1234567890123450000"));
        assert!(!is_rounded("1234567890123450001") && !is_rounded("123456789012000"));
    }

    #[test]
    fn the_order_stands_in_the_merchant_order_number() {
        assert_eq!(trade_order("T200P1234567890123456789\t"), Some("1234567890123456789"));
        assert_eq!(trade_order("T20P12"), None);
        assert_eq!(trade_order("1234567890"), None);
    }

    proptest! {
        #[test]
        fn a_bare_id_comes_out_of_every_wrapping(digits in "[1-9][0-9]{3,21}") {
            for wrapped in [digits.clone(), format!("=\"{digits}\""), format!("'{digits}"), format!("\t{digits}\t"), format!("No:{digits}")] {
                prop_assert_eq!(id(text(&wrapped)), Ok(digits.as_str()));
            }
        }
    }
}
