//! Code 128 (条形码): a number as bars that a scanner reads, drawn in whole dots of a 203 dpi label printer.

use super::{Ink, Page};

/// A dot of a 203 dpi printer, in points.
pub const DOT: f32 = 72.0 / 203.0;
/// Dots of the narrowest bar, from the best to read to the narrowest that is still read surely.
const SCALES: [u16; 3] = [4, 3, 2];
/// Modules that stay white at either side.
const QUIET: usize = 10;

/// A code: its modules from left to right, dark or light, without the white at its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code128 {
    pub modules: Vec<bool>,
}

impl Code128 {
    /// `None` for what Code 128 cannot carry (Chinese, nothing at all).
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return None;
        }
        let code = barcoders::sym::code128::Code128::new(switched(text)).ok()?;
        Some(Self { modules: code.encode().into_iter().map(|module| module == 1).collect() })
    }

    /// Dots of a module with which the code and its white sides fit into `width` points.
    fn scale(&self, width: f32) -> Option<u16> {
        let modules = (self.modules.len() + 2 * QUIET) as f32;
        SCALES.into_iter().find(|dots| modules * f32::from(*dots) * DOT <= width)
    }

    /// Draws the code in the middle of `width`, on whole dots. `false`, and nothing drawn, where it would be too narrow to be read.
    pub fn draw(&self, page: &mut Page, x: f32, y: f32, width: f32, height: f32) -> bool {
        let Some(dots) = self.scale(width) else { return false };
        let module = f32::from(dots) * DOT;
        let free = width - self.modules.len() as f32 * module;
        let begin = ((x + free / 2.0) / DOT).round() * DOT;
        let mut at = 0;
        for run in self.modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                page.fill(begin + at as f32 * module, y, run.len() as f32 * module, height, Ink::Black);
            }
            at += run.len();
        }
        true
    }
}

/// The text with the signs that choose a character set before each stretch: long runs of figures two by two (C), all else in B.
fn switched(text: &str) -> String {
    const B: char = 'Ɓ';
    const C: char = 'Ć';
    let mut out = String::with_capacity(text.len() + 8);
    let mut set = None;
    let mut rest = text;
    while !rest.is_empty() {
        let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Two figures in one sign pay for the change of set from four on at either end, from six on between.
        let enough = if out.is_empty() || figures == rest.len() { 4 } else { 6 };
        let (want, take) = if figures >= enough || (figures == 2 && rest.len() == 2 && out.is_empty()) {
            if set != Some(C) && figures % 2 == 1 && !out.is_empty() { (B, 1) } else { (C, figures - figures % 2) }
        } else {
            (B, figures.max(1).min(rest.len()))
        };
        if set != Some(want) {
            out.push(want);
            set = Some(want);
        }
        let (head, tail) = rest.split_at(take);
        out.push_str(head);
        rest = tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::Item;
    use crate::export::pdf::layout::LABEL;
    use proptest::prelude::*;

    /// ISO/IEC 15417, table 1: widths of bar, space, bar, space, bar, space of every value from 0 on; 103 to 105 begin in A, B, C.
    const WIDTHS: [&str; 106] = [
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
        "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
        "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
        "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
        "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
        "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
        "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
        "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
        "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
        "113141", "114131", "311141", "411131", "211412", "211214", "211232",
    ];

    /// What a scanner makes of the modules: widths to values, the check sign, then the characters.
    fn scanned(code: &Code128) -> String {
        let widths: Vec<String> = code.modules.chunk_by(|a, b| a == b).map(|run| run.len().to_string()).collect();
        let signs: Vec<String> = widths.chunks(6).map(<[String]>::concat).collect();
        let (stop, signs) = (widths[widths.len() - 7..].concat(), &signs[..(widths.len() - 7) / 6]);
        assert_eq!(stop, "2331112", "the stop sign");
        let values: Vec<usize> =
            signs.iter().map(|sign| WIDTHS.iter().position(|known| known == sign).unwrap()).collect();
        let (check, values) = values.split_last().unwrap();
        let sum: usize = values.iter().enumerate().map(|(at, value)| value * at.max(1)).sum();
        assert_eq!(*check, sum % 103, "the check sign");
        let (mut set, mut text) = (values[0], String::new());
        for value in &values[1..] {
            match (set, value) {
                (105, 0..=99) => text.push_str(&format!("{value:02}")),
                (105, 100) => set = 104,
                (104, 99) => set = 105,
                (104, 0..=94) => text.push(char::from(b' ' + u8::try_from(*value).unwrap())),
                other => panic!("{other:?}"),
            }
        }
        text
    }

    #[test]
    fn known_codes_have_their_known_widths() {
        // Start C, 84 02, stop: 105 + 84 + 2 * 2 = 193, 193 % 103 = 90.
        let widths = |code: &Code128| -> String {
            code.modules.chunk_by(|a, b| a == b).map(|run| run.len().to_string()).collect()
        };
        assert_eq!(
            widths(&Code128::new("8402").unwrap()),
            "211232".to_owned() + "124112" + "222221" + "214121" + "2331112"
        );
        // Start B, A, b, stop: 104 + 33 + 66 * 2 = 269, 269 % 103 = 63.
        assert_eq!(
            widths(&Code128::new("Ab").unwrap()),
            "211214".to_owned() + "111323" + "121421" + "111224" + "2331112"
        );
    }

    #[test]
    fn numbers_of_parcels_and_orders_are_read_back() {
        for text in [
            "YT8842013355120",
            "SF1234567890123",
            "773312345678901",
            "JDVB12345678901-1-1-",
            "2671",
            "7",
            "4211920038847713021",
        ] {
            assert_eq!(scanned(&Code128::new(text).unwrap()), text);
        }
        // Nineteen figures: nine pairs in C and one in B, not nineteen signs.
        assert!(Code128::new("4211920038847713021").unwrap().modules.len() <= 11 * 13 + 13);
        assert_eq!((Code128::new("面单"), Code128::new(" ")), (None, None));
    }

    #[test]
    fn bars_stand_on_whole_dots_with_white_at_both_sides() {
        let code = Code128::new("YT8842013355120").unwrap();
        let mut page = LABEL.blank();
        assert!(code.draw(&mut page, LABEL.margin, 50.0, LABEL.inner(), 40.0));
        let whole = |at: f32| ((at / DOT) - (at / DOT).round()).abs() < 0.01;
        let mut ends = Vec::new();
        for item in &page.items {
            let Item::Fill { x, width, .. } = item else { panic!("only bars") };
            assert!(whole(*x) && whole(*width) && *width >= 2.0 * DOT - 0.01);
            ends.push((*x, x + width));
        }
        let quiet = 10.0 * 2.0 * DOT;
        assert!(ends[0].0 >= LABEL.margin + quiet - DOT);
        assert!(ends[ends.len() - 1].1 <= LABEL.margin + LABEL.inner() - quiet + DOT);
        // Too long to be read from such a strip: left out, not squeezed.
        assert!(!code.draw(&mut page, 0.0, 0.0, 60.0, 40.0));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(text in "[!-~][ -~]{0,22}[!-~]") {
            prop_assert_eq!(scanned(&Code128::new(&text).unwrap()), text);
        }
    }
}
