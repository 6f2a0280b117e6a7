//! Text of a cell without its wrapping, and the words that mean "nothing".

/// White space, no-break and zero-width blanks, byte order marks and control characters: never part of a value's ends.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{ff02}')
}

/// The cell without blanks around it and without what Excel tricks wrap it in: `="123"`, `'123`, `` `123 ``, `"123"`.
pub fn clean(cell: &str) -> &str {
    // Nearly every cell ends here.
    if is_bare(cell.as_bytes()) {
        return cell;
    }
    let mut text = cell.trim_matches(is_blank);
    while let Some(first) = text.chars().next() {
        let inner = if first == '=' {
            let rest = text.get(1..).unwrap_or_default().trim_start_matches(is_blank);
            match quoted(rest) {
                Some(inner) => inner,
                None if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) => rest,
                None => return text,
            }
        } else if matches!(first, '\'' | '`' | '\u{2018}' | '\u{2019}') {
            let rest = text.get(first.len_utf8()..).unwrap_or_default();
            rest.strip_suffix(['\'', '`', '\u{2019}']).unwrap_or(rest)
        } else {
            match quoted(text) {
                Some(inner) => inner,
                None => return text,
            }
        };
        text = inner.trim_matches(is_blank);
    }
    text
}

/// Whether both ends are plainly part of the value: a visible ASCII character that wraps nothing, or a Chinese one (U+4000 to
/// U+9FFF). Asked for every cell of a file, so by bytes and without iterators.
fn is_bare(cell: &[u8]) -> bool {
    let start = match cell {
        [] => return true,
        [b'"' | b'=' | b'\'' | b'`', ..] => false,
        [b'!'..=b'~' | 0xe4..=0xe9, ..] => true,
        _ => false,
    };
    let end = match cell {
        [.., b'"' | b'\'' | b'`'] => false,
        [.., b'!'..=b'~'] | [.., 0xe4..=0xe9, _, _] => true,
        _ => false,
    };
    start && end
}

/// What stands between a quote at the start and one at the end; only when no other quote is inside.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(is_quote)?.strip_suffix(is_quote)?;
    (!inner.contains(is_quote)).then_some(inner)
}

/// Words that stand where there is no value.
const NULL_WORDS: [&str; 16] = [
    "-",
    "--",
    "---",
    "—",
    "——",
    "－",
    "/",
    "\\n",
    "null",
    "nan",
    "none",
    "n/a",
    "无",
    "暂无数据",
    "无退款申请",
    "没有申请退款",
];

/// Whether a cell holds no value: empty or a word for it.
pub fn is_null(cell: &str) -> bool {
    is_null_word(clean(cell))
}

/// Whether a clean text is no value.
fn is_null_word(text: &str) -> bool {
    // The longest word has 18 bytes and none starts with a digit; that spares most cells the comparison.
    match text.as_bytes().first() {
        None => true,
        Some(first) if first.is_ascii_digit() || text.len() > 18 => false,
        Some(_) => NULL_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)),
    }
}

/// The cell's cleaned text, empty when it holds none.
pub fn text(cell: &str) -> &str {
    let text = clean(cell);
    if is_null_word(text) { "" } else { text }
}

/// Properties in one spelling, so that a SKU told as `颜色：红；尺码：M` and one told as `颜色:红;尺码:M` are the same.
pub fn props(text: &str) -> String {
    if !text.contains(['：', '；']) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '：' => ':',
            '；' => ';',
            c => c,
        })
        .collect()
}

/// Whether this is the first cell of a totals row (合计行).
pub fn is_total(cell: &str) -> bool {
    let text = clean(cell);
    // Order numbers, above all.
    if text.as_bytes().first().is_none_or(u8::is_ascii_digit) {
        return false;
    }
    let text = text.trim_start_matches('#').trim_end_matches([':', '：']).trim_matches(is_blank);
    matches!(text, "合计" | "总计" | "小计" | "总 计" | "合 计") || text.eq_ignore_ascii_case("total")
}

/// Whether this is the first cell of a remark around a table: `#导出时间：...`. A code such as `#1001` is none.
pub fn is_footer(cell: &str) -> bool {
    clean(cell).strip_prefix('#').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn excel_wrapping_comes_off() {
        for wrapped in [
            "123",
            "=\"123\"",
            "=“123”",
            "=”123”",
            "= \"123\"",
            "'123",
            "’123",
            "`123",
            "\t123\t",
            "\u{a0}123\u{3000}",
            "\"123\"",
            "=123",
            "\u{feff}123",
            "'=\"123\"",
        ] {
            assert_eq!(clean(wrapped), "123", "{wrapped:?}");
        }
    }

    #[test]
    fn quotes_that_belong_to_the_text_stay() {
        assert_eq!(clean("\"爆款\"连衣裙\"新\""), "\"爆款\"连衣裙\"新\"");
        assert_eq!(clean("=A1+B2"), "=A1+B2");
        assert_eq!(clean("12\""), "12\"");
        assert_eq!(clean("=\"\""), "");
        assert_eq!(clean("="), "=");
        assert_eq!(clean("'"), "");
    }

    #[test]
    fn words_for_nothing_are_nothing() {
        for word in [
            "",
            " ",
            "-",
            "--",
            "—",
            "null",
            "NULL",
            "nan",
            "NaN",
            "None",
            "无",
            "暂无数据",
            "无退款申请",
            "没有申请退款",
            "=\"\"",
            "\t",
        ] {
            assert!(is_null(word), "{word:?}");
        }
        for word in ["0", "无锡", "-1", "nancy"] {
            assert!(!is_null(word), "{word:?}");
        }
        assert_eq!(text(" 无 "), "");
        assert_eq!(text(" 无锡 "), "无锡");
    }

    #[test]
    fn both_widths_of_signs_are_one_property() {
        assert_eq!(props("颜色分类：红；尺码：M"), "颜色分类:红;尺码:M");
    }

    #[test]
    fn totals_rows_are_known_by_their_first_cell() {
        assert!(is_total("合计") && is_total("总计：") && is_total(" 小计") && is_total("Total"));
        assert!(!is_total("合计金额") && !is_total("6001"));
        assert!(is_total("#合计") && is_footer("#支出合计：75171笔") && is_footer("#----------"));
        assert!(!is_footer("#1001") && !is_footer("#A-01"));
    }

    proptest! {
        #[test]
        fn the_short_way_cleans_as_the_long_one(cell in "[=\"'` \t\u{a0}\u{3000}“商品a1]{0,5}") {
            let long = clean(&format!(" {cell} ")).to_owned();
            prop_assert_eq!(clean(&cell), long);
        }

        #[test]
        fn cleaning_twice_changes_nothing_more(cell in "\\PC{0,20}|[=\"'` \t\u{a0}0-9]{0,12}") {
            prop_assert_eq!(clean(clean(&cell)), clean(&cell));
        }
    }
}
