//! The names of a header row (表头), as written and as compared.

use crate::import::cell;

/// A header row. A name that occurs again is `name#2`, `name#3`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    raw: Vec<String>,
    compared: Vec<String>,
}

impl Names {
    pub fn new<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut raw: Vec<String> = cells.into_iter().map(|name| cell::clean(name).to_owned()).collect();
        let mut compared = cell::headers(raw.iter().map(String::as_str));
        // Columns behind the last named one are spreadsheet leavings.
        let width = compared.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        raw.truncate(width);
        compared.truncate(width);
        Self { raw, compared }
    }

    pub fn len(&self) -> usize {
        self.compared.len()
    }

    pub fn is_empty(&self) -> bool {
        self.compared.is_empty()
    }

    /// How many columns have a name.
    pub fn named(&self) -> usize {
        self.iter().count()
    }

    /// The name as the file writes it; a repeated one with its count. Empty beyond the last column.
    pub fn shown(&self, at: usize) -> String {
        let raw = self.raw.get(at).map_or("", String::as_str);
        match self.compared.get(at).and_then(|name| occurrence(name)) {
            Some((_, n)) => format!("{raw}#{n}"),
            None => raw.to_owned(),
        }
    }

    /// The name as it is compared; empty beyond the last column.
    pub fn compared(&self, at: usize) -> &str {
        self.compared.get(at).map_or("", String::as_str)
    }

    /// The column of a name, however it is spelled.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = cell::normal(name);
        self.compared.iter().position(|seen| !seen.is_empty() && *seen == name)
    }

    /// Named columns: place and compared name.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.compared.iter().map(String::as_str).enumerate().filter(|(_, name)| !name.is_empty())
    }

    /// One text for the whole row: equal for two files with the same columns in any order. A saved mapping is found by it.
    pub fn fingerprint(&self) -> String {
        let mut names: Vec<&str> = self.iter().map(|(_, name)| name).collect();
        names.sort_unstable();
        names.join("|")
    }
}

/// `name#2` → `name` and 2; `None` for a name that is the first of its kind.
pub fn occurrence(compared: &str) -> Option<(&str, u32)> {
    let (front, n) = compared.rsplit_once('#')?;
    let n = n.parse().ok()?;
    (n > 1 && !front.is_empty()).then_some((front, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_name_is_counted() {
        let names = Names::new(["商家编码", "发货时间", "发货时间 ", "商家编码", "", ""]);
        assert_eq!(names.len(), 4);
        assert_eq!(names.compared(3), "商家编码#2");
        assert_eq!(names.shown(2), "发货时间#2");
        assert_eq!(names.find("发货时间#2"), Some(2));
        assert_eq!(names.find(" 商家编码"), Some(0));
    }

    #[test]
    fn the_fingerprint_does_not_mind_the_order() {
        assert_eq!(Names::new(["a", "B"]).fingerprint(), Names::new(["b ", "A"]).fingerprint());
    }
}
