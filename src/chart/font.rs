//! The bundled Chinese face (字体), one place for the window, for charts and for saved pictures, and the measuring of text in it.
//!
//! Noto Sans CJK SC in Regular and Bold, cut down to GBK and common symbols (SIL Open Font License 1.1, `assets/fonts/OFL.txt`).
//! Its figures are all of one width, so numbers stand in columns without further ado. Widths are read once from the face's
//! own tables and leave kerning out: drawn text is never wider than measured.

mod advances;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};

use advances::Advances;

/// The exact name by which the face is asked for.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// What stands in `font-family` of an SVG: the same face under its other names, then what other systems have.
pub const FALLBACKS: &str =
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf");
pub static BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.otf");

/// From the baseline to the top of a line, in parts of the size. A line is `ASCENT + DESCENT` high.
pub const ASCENT: f32 = 1.160;
/// From the baseline to the bottom of a line.
pub const DESCENT: f32 = 0.288;
/// From the baseline to the middle of figures and Chinese characters.
pub const MIDDLE: f32 = 0.365;

static ADVANCES: LazyLock<[Advances; 2]> = LazyLock::new(|| [Advances::read(REGULAR), Advances::read(BOLD)]);

static BUNDLED: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in [REGULAR, BOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(face)));
    }
    fonts.set_serif_family(FAMILY);
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The bundled face and whatever the system has: for emoji and rare characters in product titles.
static WITH_SYSTEM: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::clone(&BUNDLED);
    fonts.load_system_fonts();
    Arc::new(fonts)
});

/// The fonts that draw `texts`: the bundled face alone unless one of them has a character it lacks.
pub fn fonts_for<'t>(mut texts: impl Iterator<Item = &'t str>) -> Arc<Database> {
    if texts.all(|text| text.chars().all(covers)) { Arc::clone(&BUNDLED) } else { Arc::clone(&WITH_SYSTEM) }
}

/// Whether the bundled face has the character.
pub fn covers(c: char) -> bool {
    face(false).of(c).is_some()
}

fn face(bold: bool) -> &'static Advances {
    let [regular, heavy] = &*ADVANCES;
    if bold { heavy } else { regular }
}

/// The width of `text` in pixels at `size`.
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    pixels(units(text, bold), size, bold)
}

/// The advances of all characters, in units of the face.
fn units(text: &str, bold: bool) -> u32 {
    text.chars().map(|c| advance(c, bold)).sum()
}

/// The advance of one character in units. One that the face lacks is taken as wide as a Chinese one.
fn advance(c: char, bold: bool) -> u32 {
    let face = face(bold);
    face.of(c).unwrap_or(if c.is_ascii_control() { 0 } else { face.em() })
}

/// The glyph of a character and how far it moves on, in parts of the size: what [`width`] measures is what is drawn with it.
pub fn glyph(c: char, bold: bool) -> (u16, f32) {
    (face(bold).glyph(c), pixels(advance(c, bold), 1.0, bold))
}

fn pixels(units: u32, size: f32, bold: bool) -> f32 {
    units as f32 * size / face(bold).em() as f32
}

/// `text`, or its beginning and an ellipsis when it is wider than `room`. Empty when not even that fits.
pub fn shorten(text: &str, room: f32, size: f32, bold: bool) -> Cow<'_, str> {
    if width(text, size, bold) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut best: Option<(usize, &str)> = None;
    for (at, c) in text.char_indices() {
        used += advance(c, bold);
        // Among Chinese characters the ellipsis is a character of its own; after a Latin letter it is three full stops.
        let dots = if c.is_ascii() { "..." } else { "…" };
        if pixels(used + units(dots, bold), size, bold) > room {
            break;
        }
        best = Some((at + c.len_utf8(), dots));
    }
    best.and_then(|(end, dots)| text.get(..end).map(|head| format!("{}{dots}", head.trim_end())))
        .map_or(Cow::Borrowed(""), Cow::Owned)
}

/// `text` in at most `lines` lines of `room` pixels, broken between Chinese characters or Latin words; the last is shortened.
pub fn wrap(text: &str, room: f32, size: f32, bold: bool, lines: usize) -> Vec<String> {
    let mut done = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && done.len() < lines {
        let last = done.len() + 1 == lines;
        let end = if last { rest.len() } else { line_end(rest, room, size, bold) };
        let (head, tail) = rest.split_at(end);
        done.push(shorten(head.trim_end(), room, size, bold).into_owned());
        rest = tail.trim_start();
    }
    done
}

/// `text` in at most `lines` lines as [`wrap`] would, but evenly: no line with a single character under a full one.
pub fn balanced(text: &str, room: f32, size: f32, bold: bool, lines: usize) -> Vec<String> {
    let full = wrap(text, room, size, bold, lines);
    // Lines that break between words stay as they are.
    if full.join(" ") == text {
        return full;
    }
    let whole = |lines: &[String]| {
        let kept: usize = lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).count();
        kept == text.chars().filter(|c| !c.is_whitespace()).count()
    };
    let even = width(text, size, bold) / full.len().max(1) as f32;
    let steps = ((room - even) / (size / 4.0)).floor().max(0.0) as usize;
    (0..steps)
        .map(|step| wrap(text, even + step as f32 * size / 4.0, size, bold, full.len()))
        .find(|narrow| whole(narrow))
        .unwrap_or(full)
}

/// Where the first line of `text` ends, in bytes; never before its first character.
fn line_end(text: &str, room: f32, size: f32, bold: bool) -> usize {
    let mut used = 0;
    let mut break_at = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let inside_word = before.is_some_and(|b| b.is_ascii_alphanumeric()) && c.is_ascii_alphanumeric();
        if at > 0 && !inside_word && !CLINGING.contains(c) {
            break_at = at;
        }
        used += advance(c, bold);
        if pixels(used, size, bold) > room {
            // A word longer than the line is cut where the line ends.
            let cut = if break_at > 0 { break_at } else { at };
            return if cut > 0 { cut } else { c.len_utf8() };
        }
        before = Some(c);
    }
    text.len()
}

/// Punctuation that never begins a line.
const CLINGING: &str = "，。、；：？！）》」』】〉”’,.;:?!)]}%…·";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_weights_answer_to_the_one_name() {
        use resvg::usvg::fontdb::{Family, Query, Weight};
        for weight in [400, 700] {
            let query = Query { families: &[Family::Name(FAMILY)], weight: Weight(weight), ..Query::default() };
            let id = BUNDLED.query(&query).unwrap();
            assert_eq!(BUNDLED.face(id).unwrap().weight, Weight(weight));
        }
    }

    #[test]
    fn figures_are_of_one_width_and_chinese_fills_the_square() {
        for bold in [false, true] {
            let zero = width("0", 100.0, bold);
            assert!(zero > 50.0);
            for figure in "123456789".chars() {
                assert_eq!(width(&figure.to_string(), 100.0, bold).to_bits(), zero.to_bits());
            }
            assert_eq!(width("支付金额", 12.0, bold).to_bits(), 48.0_f32.to_bits());
        }
    }

    #[test]
    fn the_words_and_signs_of_the_program_are_in_the_face() {
        for c in "掌柜亿万￥¥−–—…·•▲▼△▽→←↑↓×÷±≈≤≥✓●○■□℃‰①⑩，。：；“”（）《》".chars()
        {
            assert!(covers(c), "{c}");
        }
        assert!(!covers('🔥'));
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis() {
        assert_eq!(shorten("羊毛混纺大衣 女", 60.0, 12.0, false), "羊毛混纺…");
        assert_eq!(shorten("羊毛大衣", 48.0, 12.0, false), "羊毛大衣");
        assert_eq!(shorten("Heilongjiang", 40.0, 12.0, false), "Heilo...");
        assert_eq!(shorten("羊毛", 10.0, 12.0, false), "");
    }

    #[test]
    fn lines_break_between_chinese_characters_and_latin_words() {
        assert_eq!(wrap("平台费用与运费", 48.0, 12.0, false, 2), ["平台费用", "与运费"]);
        assert_eq!(wrap("Gross margin rate", 60.0, 12.0, false, 3), ["Gross", "margin", "rate"]);
        assert_eq!(balanced("上一周期", 42.0, 12.0, false, 2), ["上一", "周期"]);
        assert_eq!(balanced("100–200元", 50.0, 12.0, false, 2), ["100–", "200元"]);
        assert_eq!(balanced("真丝围巾 礼盒", 60.0, 12.0, false, 2), ["真丝围巾", "礼盒"]);
        assert_eq!(balanced("退款", 42.0, 12.0, false, 2), ["退款"]);
        assert_eq!(wrap("羊毛混纺大衣加厚冬季新款", 48.0, 12.0, false, 2), ["羊毛混纺", "大衣加…"]);
    }

    proptest! {
        #[test]
        fn whatever_is_shortened_or_wrapped_fits(text in "\\PC{0,40}", room in 0.0f32..300.0, lines in 1usize..4) {
            prop_assert!(width(&shorten(&text, room, 12.0, false), 12.0, false) <= room);
            let wrapped = wrap(&text, room, 12.0, true, lines);
            prop_assert!(wrapped.len() <= lines);
            for line in wrapped {
                prop_assert!(width(&line, 12.0, true) <= room);
            }
        }
    }
}
