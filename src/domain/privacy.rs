//! Personal data (个人信息): what counts as already masked, and how the program masks the rest on screen and in logs.

/// Whether a cell was masked by the platform: such a value is nobody's key. `密文` of 抖店 starts with `##` or `$$`.
pub fn is_masked(text: &str) -> bool {
    text.contains('*') || text.starts_with("##") || text.starts_with("$$")
}

/// `林晓明` → `林**`: the first character stays.
pub fn mask_name(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        None => String::new(),
        Some(first) => std::iter::once(first).chain(chars.map(|_| '*')).collect(),
    }
}

/// `13812346021` → `138****6021`; anything shorter than eight characters is masked whole.
pub fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    if chars.len() < 8 {
        return "*".repeat(chars.len());
    }
    let last = chars.len() - 4;
    chars.iter().enumerate().map(|(at, c)| if at < 3 || at >= last { *c } else { '*' }).collect()
}

/// `浙江省 杭州市 西湖区 文三路 1 号` → `浙江省 杭州市 西湖区 ****`: what follows the third blank is masked.
pub fn mask_address(address: &str) -> String {
    let parts: Vec<&str> = address.split_whitespace().collect();
    if parts.len() > 3 {
        let open = parts.iter().take(3).copied().collect::<Vec<_>>().join(" ");
        format!("{open} ****")
    } else {
        let open: String = address.chars().take(6).collect();
        if open.len() < address.len() { format!("{open}****") } else { open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_surname_and_the_ends_of_a_phone() {
        assert_eq!(mask_name("林晓明"), "林**");
        assert_eq!(mask_phone("13800001234"), "138****1234");
        assert_eq!(mask_phone("12345"), "*****");
    }

    #[test]
    fn an_address_keeps_its_district() {
        assert_eq!(mask_address("浙江省 杭州市 西湖区 文三路 1 号"), "浙江省 杭州市 西湖区 ****");
    }

    #[test]
    fn platform_masks_are_recognised() {
        assert!(is_masked("林*") && is_masked("##abc") && !is_masked("林晓"));
    }
}
