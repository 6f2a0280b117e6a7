//! Column names (表头) in one spelling, so that `商品ID`, `商品 id` and `商品Id ` are the same column.

use std::collections::HashMap;

use super::words::{is_blank, is_quote};

/// One spelling for a column name: half-width, no blanks at all, no quotes around it, one kind of brackets, colon and
/// slash, lower case.
pub fn normal(header: &str) -> String {
    let narrow: String =
        header.chars().filter(|c| !is_blank(*c)).map(half_width).flat_map(char::to_lowercase).collect();
    let bare = narrow.strip_prefix('=').unwrap_or(&narrow);
    bare.trim_matches(|c| is_quote(c) || matches!(c, '\'' | '`' | '*')).to_owned()
}

/// Normal names of a header row. The second column of the same name becomes `名#2`, the third `名#3`; nameless ones stay empty.
pub fn headers<'h>(cells: impl IntoIterator<Item = &'h str>) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    cells
        .into_iter()
        .map(|cell| {
            let name = normal(cell);
            if name.is_empty() {
                return name;
            }
            let times = seen.entry(name.clone()).or_default();
            *times += 1;
            if *times == 1 { name } else { format!("{name}#{times}") }
        })
        .collect()
}

/// The half-width character that means the same.
const fn half_width(c: char) -> char {
    match c {
        // The full-width block repeats ASCII in order.
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(narrow) => narrow,
            None => c,
        },
        '【' | '〔' | '﹝' => '[',
        '】' | '〕' | '﹞' => ']',
        '﹙' => '(',
        '﹚' => ')',
        '︰' | '∶' => ':',
        '∕' | '⁄' => '/',
        '—' | '–' | '−' | '‐' => '-',
        '、' => ',',
        '￥' => '¥',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        for header in [
            "商品ID",
            "商品id",
            "商品 id",
            "商品Id",
            "\u{feff}商品ＩＤ",
            "商品\tID ",
            "\"商品ID\"",
            "商\u{3000}品ID",
            "=\"商品ID\"",
            "*商品id",
        ] {
            assert_eq!(normal(header), "商品id", "{header:?}");
        }
        assert_eq!(normal("支出金额（－元）"), "支出金额(-元)");
        assert_eq!(normal("生产日期（年／月／日）"), "生产日期(年/月/日)");
        assert_eq!(normal("手工退款/系统退款"), "手工退款/系统退款");
        assert_eq!(normal("订单付款时间 "), "订单付款时间");
    }

    #[test]
    fn a_name_that_comes_again_is_numbered() {
        assert_eq!(
            headers(["商家编码", "发货时间", "商家编码 ", "", "商家编码", ""]),
            ["商家编码", "发货时间", "商家编码#2", "", "商家编码#3", ""]
        );
    }

    proptest! {
        #[test]
        fn a_normal_name_is_its_own_normal_name(header in "[a-zA-Z0-9（）：／ 商品\u{3000}\t]{0,12}") {
            prop_assert_eq!(normal(&normal(&header)), normal(&header));
        }
    }
}
