//! Names of exported files (文件名): chart or table, period, date; nothing that a file system refuses.

/// `销售趋势 2026-10-24 2026-11-22` from any words; at most 80 characters, never empty, safe on Windows too.
pub fn clean(words: &str) -> String {
    let spaced: String =
        words.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { ' ' } else { c }).collect();
    let name = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.trim_matches(['.', ' ']).chars().take(80).collect();
    let name = name.trim_end_matches(['.', ' ']).to_owned();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let reserved = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || ((stem.starts_with("COM") || stem.starts_with("LPT")) && stem.len() == 4);
    if name.is_empty() || reserved { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system() {
        assert_eq!(clean("支付金额/趋势: 10-24"), "支付金额 趋势 10-24");
        assert_eq!(clean("con"), "_con");
        assert_eq!(clean("..."), "_");
        assert_eq!(clean(&"长".repeat(200)).chars().count(), 80);
    }
}
