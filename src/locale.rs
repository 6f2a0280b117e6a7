//! The program's words (文案) in Chinese and English: one key, two texts.
//!
//! Texts live in `assets/locales/{zh,en}/<area>.toml`, flat `name = "text"`; the key is `<area>.<name>`. Placeholders are `{name}`;
//! `{n:file|files}` is the first word for one and the second for any other number.
//! A new area is one line in [`AREAS`]. Tests hold that both languages have the same keys and placeholders and that every key
//! named in the sources exists.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A language of the window, the command line and exported files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// A sentence for the user as data: a key and what goes into its placeholders. Errors carry one, apart from their technical chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub key: String,
    pub args: Vec<(String, String)>,
}

impl Said {
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// The part of the key after the area: a short stable name for programs that read what is said.
    pub fn code(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or_default()
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}

type Texts = HashMap<String, &'static str>;

/// (area, Chinese file, English file)
type Area = (&'static str, &'static str, &'static str);

macro_rules! area {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../assets/locales/zh/", $name, ".toml")),
            include_str!(concat!("../assets/locales/en/", $name, ".toml")),
        )
    };
}

// One line each, so that two rooms can add theirs at the same time.
#[rustfmt::skip]
const AREAS: &[Area] = &[
    area!("aftersale"),
    area!("alerts"),
    area!("backup"),
    area!("catalogue"),
    area!("chart"),
    area!("cli"),
    area!("customer_list"),
    area!("customers"),
    area!("demo"),
    area!("desk"),
    area!("domain"),
    area!("export"),
    area!("import"),
    area!("intake"),
    area!("logistics"),
    area!("mapping"),
    area!("metric"),
    area!("orders"),
    area!("overview"),
    area!("packing"),
    area!("parcel_list"),
    area!("print"),
    area!("products"),
    area!("purchase"),
    area!("read"),
    area!("refund_list"),
    area!("replenish"),
    area!("rules"),
    area!("sales"),
    area!("settings"),
    area!("service"),
    area!("shell"),
    area!("stock"),
    area!("stock_analysis"),
    area!("stocktake"),
    area!("store"),
    area!("suppliers"),
    area!("warehouse"),
    area!("work"),
];

static ZH: LazyLock<Texts> = LazyLock::new(|| load(|area| area.1));
static EN: LazyLock<Texts> = LazyLock::new(|| load(|area| area.2));

fn load(side: impl Fn(&Area) -> &'static str) -> Texts {
    let mut texts = Texts::new();
    for area in AREAS {
        let parsed: HashMap<String, String> = toml::from_str(side(area)).unwrap_or_default();
        for (name, text) in parsed {
            texts.insert(format!("{}.{name}", area.0), String::leak(text));
        }
    }
    texts
}

impl Lang {
    /// The language of the system, Chinese unless it is plainly another one.
    pub fn system() -> Self {
        match sys_locale::get_locale() {
            Some(tag) if tag.to_ascii_lowercase().starts_with("en") => Self::En,
            _ => Self::Zh,
        }
    }

    fn texts(self) -> &'static Texts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// The text under `key`. A key that does not exist comes back as itself, so that the gap is seen (a test finds it first).
    pub fn t(self, key: &str) -> &str {
        self.texts().get(key).copied().unwrap_or(key)
    }

    /// The text under `key` with its placeholders filled.
    pub fn f(self, key: &str, args: &[(&str, &str)]) -> String {
        let mut text = self.t(key).to_owned();
        for (name, value) in args {
            text = text.replace(&format!("{{{name}}}"), value);
            text = numbered(text, name, value);
        }
        text
    }

    /// The sentence in this language.
    pub fn say(self, said: &Said) -> String {
        let args: Vec<(&str, &str)> = said.args.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.f(&said.key, &args)
    }
}

/// Fills `{name:one|many}` by the number under `name`.
fn numbered(mut text: String, name: &str, value: &str) -> String {
    let open = format!("{{{name}:");
    while let Some(at) = text.find(&open) {
        let Some((head, rest)) = text.split_at_checked(at) else { break };
        let Some((words, tail)) = rest.strip_prefix(open.as_str()).and_then(|rest| rest.split_once('}')) else { break };
        let (one, many) = words.split_once('|').unwrap_or((words, words));
        text = format!("{head}{}{tail}", if value == "1" { one } else { many });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(inside, _)| inside));
        inside.map(|inside| inside.split_once(':').map_or(inside, |(name, _)| name)).collect()
    }

    #[test]
    fn every_file_reads_as_toml() {
        for (area, zh, en) in AREAS {
            for side in [zh, en] {
                let parsed: Result<HashMap<String, String>, _> = toml::from_str(side);
                assert!(parsed.is_ok(), "{area}: {parsed:?}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let zh: BTreeSet<_> = ZH.keys().collect();
        let en: BTreeSet<_> = EN.keys().collect();
        assert_eq!(zh.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&&String>::new());
        for (key, text) in ZH.iter() {
            assert_eq!(placeholders(text), placeholders(EN[key]), "{key}");
        }
    }

    #[test]
    fn placeholders_are_filled() {
        assert_eq!(Lang::Zh.f("{n} 行", &[("n", "12")]), "12 行");
        let files = |n: &str| Lang::En.f("{n} {n:file is|files are} read", &[("n", n)]);
        assert_eq!(files("1"), "1 file is read");
        assert_eq!(files("12"), "12 files are read");
    }
}
