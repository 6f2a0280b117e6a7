//! Which own SKU a platform SKU probably stands for (对应建议), best first, each with the reason it is thought so.
//!
//! Equal codes map by themselves and need no suggestion. What is left is told by codes that differ in case or marks only, by barcodes, by
//! what the same code or the same title stands for on another platform, and by how much of the words two titles share: pairs of
//! neighbouring characters, the rare ones counting more, because every title of a shop says its brand and hardly any says 燕麦色.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::platform::Platform;

/// An own SKU that can be mapped to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSku {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub barcode: String,
}

/// A platform SKU that stands for something already, from which others can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    pub platform: Platform,
    /// See [`super::draft::platform_sku_key`].
    pub key: String,
    pub title: String,
    pub props: String,
    /// Own SKU ids with pieces.
    pub parts: Vec<(i64, i64)>,
}

/// The platform SKU that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub platform: Platform,
    pub key: &'a str,
    /// The seller's code as the platform has it; empty when not told.
    pub sku_code: &'a str,
    pub title: &'a str,
    pub props: &'a str,
}

/// Why something is suggested. The strongest come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The codes are one but for case, spaces and marks.
    SameCode,
    /// The platform's code is the own SKU's barcode.
    SameBarcode,
    /// The very same code on another platform stands for it.
    CodeElsewhere(Platform),
    /// Title and properties are the same as those of the own SKU, or of a platform SKU that is mapped.
    SameTitle(Option<Platform>),
    /// So many percent of the words are shared.
    Alike(u32),
}

impl Reason {
    /// From 0 to 100, for sorting.
    const fn score(self) -> u32 {
        match self {
            Self::SameCode => 100,
            Self::SameBarcode => 99,
            Self::CodeElsewhere(_) => 98,
            Self::SameTitle(_) => 97,
            Self::Alike(percent) => percent,
        }
    }
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Own SKU ids with pieces.
    pub parts: Vec<(i64, i64)>,
    pub reason: Reason,
    /// Nothing else answers for the same reason: it can be taken without a look.
    pub sure: bool,
}

/// Below so many percent nothing is suggested.
const LEAST: u32 = 45;

/// Shorter codes are alike by chance.
const SHORTEST_CODE: usize = 3;

/// Titles looked at more closely: those that share most.
const CLOSER: usize = 24;

/// Goods under one title, told apart by their properties.
#[derive(Debug)]
struct Title {
    whole: String,
    pairs: Vec<u64>,
    kinds: Vec<Kind>,
    /// Sum of the weights of its pairs.
    weight: f64,
}

#[derive(Debug)]
struct Kind {
    values: Vec<String>,
    parts: Vec<(i64, i64)>,
    /// Platform and key of a mapped platform SKU; `None` for an own SKU.
    from: Option<(Platform, String)>,
}

/// Everything that suggestions are made from. Built once for a data version.
#[derive(Debug, Default)]
pub struct Matcher {
    own: Vec<OwnSku>,
    /// Place of every own SKU by id.
    places: HashMap<i64, usize>,
    /// Own SKU ids by plain code, and by barcode.
    codes: HashMap<String, Vec<i64>>,
    barcodes: HashMap<String, Vec<i64>>,
    /// Mapped platform SKUs by key.
    keys: HashMap<String, Vec<(Platform, Vec<(i64, i64)>)>>,
    titles: Vec<Title>,
    /// Weight of a pair of neighbouring characters, and the titles that have it.
    index: HashMap<u64, (f64, Vec<u32>)>,
    /// Weight of a pair that no title has.
    rarest: f64,
}

impl Matcher {
    /// Builds the index over own SKUs, and over what is mapped already.
    pub fn new(own: Vec<OwnSku>, mapped: Vec<Mapped>) -> Self {
        let mut matcher = Self::default();
        let mut places = HashMap::new();
        for (place, sku) in own.iter().enumerate() {
            matcher.places.insert(sku.id, place);
            let code = plain(&sku.code);
            if code.chars().count() >= SHORTEST_CODE {
                matcher.codes.entry(code).or_default().push(sku.id);
            }
            if !sku.barcode.is_empty() {
                matcher.barcodes.entry(sku.barcode.clone()).or_default().push(sku.id);
            }
            let kind = Kind { values: values(&sku.props), parts: vec![(sku.id, 1)], from: None };
            matcher.add(&mut places, &sku.name, kind);
        }
        for listing in mapped {
            if !listing.key.starts_with(['#', '~']) {
                let entry = (listing.platform, listing.parts.clone());
                matcher.keys.entry(listing.key.clone()).or_default().push(entry);
            }
            let from = Some((listing.platform, listing.key));
            matcher.add(
                &mut places,
                &listing.title,
                Kind { values: values(&listing.props), parts: listing.parts, from },
            );
        }
        matcher.own = own;
        matcher.weigh();
        matcher
    }

    fn add(&mut self, places: &mut HashMap<String, usize>, title: &str, kind: Kind) {
        let whole = plain(title);
        if whole.is_empty() {
            return;
        }
        let place = *places.entry(whole.clone()).or_insert_with(|| {
            let pairs = pairs(&whole);
            self.titles.push(Title { whole, pairs, kinds: Vec::new(), weight: 0.0 });
            self.titles.len() - 1
        });
        if let Some(title) = self.titles.get_mut(place) {
            title.kinds.push(kind);
        }
    }

    /// Fills the index and weighs every pair by how few titles have it.
    fn weigh(&mut self) {
        for (row, title) in (0_u32..).zip(&self.titles) {
            for pair in &title.pairs {
                self.index.entry(*pair).or_default().1.push(row);
            }
        }
        let all = self.titles.len();
        let weight = |rows: usize| (1.0 + all as f64 / rows as f64).ln();
        for (value, rows) in self.index.values_mut() {
            *value = weight(rows.len());
        }
        self.rarest = weight(1);
        for title in &mut self.titles {
            title.weight = title.pairs.iter().filter_map(|pair| self.index.get(pair)).map(|(weight, _)| weight).sum();
        }
    }

    /// Every own SKU.
    pub fn own(&self) -> &[OwnSku] {
        &self.own
    }

    pub fn sku(&self, id: i64) -> Option<&OwnSku> {
        self.places.get(&id).and_then(|place| self.own.get(*place))
    }

    /// At most `most` suggestions, best first; only the first can be sure.
    pub fn suggest(&self, asked: &Asked<'_>, most: usize) -> Vec<Suggestion> {
        let mut found = self.by_code(asked);
        found.extend(self.by_words(asked));
        found.sort_by_key(|(reason, _)| Reverse(reason.score()));
        let mut seen = HashSet::new();
        found.retain(|(_, parts)| seen.insert(parts.clone()));
        let score = |at: usize| found.get(at).map(|(reason, _)| reason.score());
        let alone = score(0) != score(1);
        found
            .into_iter()
            .take(most)
            .enumerate()
            .map(|(at, (reason, parts))| Suggestion {
                parts,
                reason,
                sure: at == 0 && alone && !matches!(reason, Reason::Alike(_)),
            })
            .collect()
    }

    fn by_code(&self, asked: &Asked<'_>) -> Vec<(Reason, Vec<(i64, i64)>)> {
        let one = |reason: Reason, ids: Option<&Vec<i64>>| {
            ids.into_iter().flatten().map(move |id| (reason, vec![(*id, 1)])).collect::<Vec<_>>()
        };
        let mut found = one(Reason::SameCode, self.codes.get(&plain(asked.sku_code)));
        found.extend(one(Reason::SameBarcode, self.barcodes.get(asked.sku_code)));
        for (platform, parts) in self.keys.get(asked.key).into_iter().flatten() {
            if *platform != asked.platform {
                found.push((Reason::CodeElsewhere(*platform), parts.clone()));
            }
        }
        found
    }

    fn by_words(&self, asked: &Asked<'_>) -> Vec<(Reason, Vec<(i64, i64)>)> {
        let (whole, values) = (plain(asked.title), values(asked.props));
        let mut shared = vec![0.0; self.titles.len()];
        let mut all = 0.0;
        for pair in &pairs(&whole) {
            let Some((weight, rows)) = self.index.get(pair) else {
                all += self.rarest;
                continue;
            };
            all += weight;
            for row in rows {
                if let Some(sum) = shared.get_mut(*row as usize) {
                    *sum += weight;
                }
            }
        }
        let mut near: Vec<(&Title, f64)> = self
            .titles
            .iter()
            .zip(shared)
            .map(|(title, both)| (title, if title.whole == whole { 1.0 } else { overlap(both, all, title.weight) }))
            .filter(|(_, score)| *score > 0.0)
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        let kinds = near
            .into_iter()
            .take(CLOSER)
            .flat_map(|(title, score)| title.kinds.iter().map(move |kind| (title, kind, score)));
        let itself = |kind: &Kind| {
            kind.from.as_ref().is_some_and(|(platform, key)| *platform == asked.platform && key == asked.key)
        };
        kinds
            .filter(|(_, kind, _)| !itself(kind))
            .map(|(title, kind, score)| {
                let reason = if title.whole == whole && kind.values == values {
                    Reason::SameTitle(kind.from.as_ref().map(|(platform, _)| *platform))
                } else {
                    alike(score, &values, &kind.values)
                };
                (reason, kind.parts.clone())
            })
            .filter(|(reason, _)| reason.score() >= LEAST)
            .collect()
    }
}

/// How much two titles share, from 0 to 1, by the weights of the pairs in both, in the one and in the other. A short own name within
/// a long title counts as well as two titles of the same length.
fn overlap(both: f64, one: f64, other: f64) -> f64 {
    let least = one.min(other);
    if least > 0.0 { f64::midpoint(2.0 * both / (one + other), both / least) } else { 0.0 }
}

/// The likeness of two titles, and of the properties under them. Only what is really the same may reach the top.
fn alike(title: f64, one: &[String], other: &[String]) -> Reason {
    let score = if one.is_empty() && other.is_empty() {
        title
    } else if one.is_empty() || other.is_empty() {
        0.85 * title
    } else {
        let same = one.iter().filter(|value| other.contains(value)).count();
        0.65 * title + 0.35 * (2 * same) as f64 / (one.len() + other.len()) as f64
    };
    Reason::Alike(((score * 100.0).round() as u32).min(95))
}

/// Values of properties without their names, each once, in order: `颜色:驼色;尺码:M` → `m`, `驼色`.
fn values(props: &str) -> Vec<String> {
    let mut values: Vec<String> = props
        .split([';', '；', ',', '，', '|'])
        .map(|part| plain(part.rsplit([':', '：']).next().unwrap_or(part)))
        .filter(|value| !value.is_empty())
        .collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Pairs of neighbouring characters, each once.
fn pairs(plain: &str) -> Vec<u64> {
    let letters: Vec<char> = plain.chars().collect();
    let mut pairs: Vec<u64> = letters
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(u64::from(u32::from(*a)) << 32 | u64::from(u32::from(*b))),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Letters and digits only, small, in half width.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(id: i64, code: &str, name: &str, props: &str) -> OwnSku {
        OwnSku {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            props: props.to_owned(),
            barcode: format!("690{id}"),
        }
    }

    fn shelf() -> Matcher {
        let own = vec![
            own(1, "WD01-0102", "双面羊毛大衣", "颜色:驼色;尺码:M"),
            own(2, "WD01-0103", "双面羊毛大衣", "颜色:驼色;尺码:L"),
            own(3, "WD01-0202", "双面羊毛大衣", "颜色:黑色;尺码:M"),
            own(4, "AC01-0101", "羊毛围巾", "颜色:驼色"),
            own(5, "BD01-0101", "水洗棉四件套", "颜色:燕麦色"),
        ];
        let mapped = vec![
            Mapped {
                platform: Platform::Taobao,
                key: "ZH-WARM".to_owned(),
                title: "栗屿暖冬礼盒 羊毛围巾+毛线帽".to_owned(),
                props: "颜色分类:驼色".to_owned(),
                parts: vec![(4, 1), (9, 1)],
            },
            Mapped {
                platform: Platform::Tmall,
                key: "WD01-0102".to_owned(),
                title: "栗屿2026秋冬新款双面羊毛大衣女中长款".to_owned(),
                props: "颜色分类:驼色;尺码:M".to_owned(),
                parts: vec![(1, 1)],
            },
        ];
        Matcher::new(own, mapped)
    }

    fn asked<'a>(code: &'a str, title: &'a str, props: &'a str) -> Asked<'a> {
        Asked { platform: Platform::Pinduoduo, key: code, sku_code: code, title, props }
    }

    fn first(asked: &Asked<'_>) -> Option<(Vec<(i64, i64)>, Reason, bool)> {
        shelf().suggest(asked, 5).into_iter().next().map(|s| (s.parts, s.reason, s.sure))
    }

    #[test]
    fn a_code_written_otherwise_is_the_same_code() {
        for code in ["wd01-0102", "WD01 0102", "ＷＤ０１０１０２", "WD01_0102"] {
            assert_eq!(first(&asked(code, "", "")), Some((vec![(1, 1)], Reason::SameCode, true)), "{code}");
        }
        assert_eq!(first(&asked("6904", "", "")), Some((vec![(4, 1)], Reason::SameBarcode, true)));
    }

    #[test]
    fn two_own_skus_under_one_code_are_never_sure() {
        let twins = Matcher::new(vec![own(1, "A-001", "甲", ""), own(2, "a001", "乙", "")], Vec::new());
        let found = twins.suggest(&asked("A 001", "", ""), 5);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|s| s.reason == Reason::SameCode && !s.sure));
    }

    #[test]
    fn what_a_code_or_title_stands_for_elsewhere_it_stands_for_here_bundles_too() {
        let bundle = vec![(4, 1), (9, 1)];
        let by_code = first(&asked("ZH-WARM", "别的标题", ""));
        assert_eq!(by_code, Some((bundle.clone(), Reason::CodeElsewhere(Platform::Taobao), true)));
        let by_title = first(&asked("PDD77", "栗屿暖冬礼盒（羊毛围巾 + 毛线帽）", "驼色"));
        assert_eq!(by_title, Some((bundle, Reason::SameTitle(Some(Platform::Taobao)), true)));
    }

    #[test]
    fn a_title_finds_the_goods_and_its_properties_the_kind() {
        let found = shelf().suggest(&asked("X", "双面羊毛大衣 女 秋冬中长款 通勤", "驼色;L"), 3);
        assert_eq!(found[0].parts, [(2, 1)]);
        assert!(matches!(found[0].reason, Reason::Alike(percent) if percent > 60), "{found:?}");
        assert!(!found[0].sure, "likeness is never certainty");
        let parts: Vec<i64> = found.iter().map(|s| s.parts[0].0).collect();
        assert!(!parts.contains(&5), "bedding is no coat: {parts:?}");
    }

    #[test]
    fn nothing_alike_suggests_nothing() {
        assert_eq!(first(&asked("ZB-FD01", "直播间专享福袋", "随机")), None);
        assert_eq!(first(&asked("", "", "")), None);
        assert_eq!(Matcher::new(Vec::new(), Vec::new()).suggest(&asked("A", "大衣", ""), 5), Vec::new());
    }

    #[test]
    fn a_platform_sku_does_not_suggest_itself() {
        let same = Asked {
            platform: Platform::Taobao,
            key: "ZH-WARM",
            sku_code: "ZH-WARM",
            title: "栗屿暖冬礼盒 羊毛围巾+毛线帽",
            props: "颜色分类:驼色",
        };
        assert!(shelf().suggest(&same, 5).iter().all(|s| s.parts.len() == 1));
    }
}
