//! What a plan counts (盘点范围).

use serde::{Deserialize, Serialize};

use crate::domain::abc::{AbcClass, AbcCuts, abc};
use crate::domain::money::Money;

/// SKUs of a plan, before some are drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    #[default]
    All,
    /// Names of categories.
    Categories(Vec<String>),
    /// Classes by sales, cut at 80 and 95 percent; what sold nothing is C.
    Abc(Vec<AbcClass>),
    /// Codes.
    Skus(Vec<String>),
}

/// Some of them, by lot (随机抽盘). The same seed draws the same SKUs from the same scope, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Draw {
    pub skus: u32,
    pub seed: u64,
}

/// What a plan counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    pub base: Base,
    pub draw: Option<Draw>,
}

/// A SKU that a plan may count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub code: String,
    /// Name of its category; empty for none.
    pub category: String,
    /// What it brought lately.
    pub sold: Money,
}

impl Scope {
    /// Codes of the SKUs to count, in order.
    pub fn take(&self, all: &[Candidate]) -> Vec<String> {
        let mut taken: Vec<&Candidate> = match &self.base {
            Base::All => all.iter().collect(),
            Base::Categories(names) => all.iter().filter(|one| names.contains(&one.category)).collect(),
            Base::Skus(codes) => {
                let wanted: std::collections::HashSet<&str> = codes.iter().map(|code| code.trim()).collect();
                all.iter().filter(|one| wanted.contains(one.code.as_str())).collect()
            }
            Base::Abc(classes) => {
                let values: Vec<i64> = all.iter().map(|one| one.sold.fen()).collect();
                let class = abc(&values, AbcCuts::default()).class;
                all.iter().zip(class).filter(|(_, class)| classes.contains(class)).map(|(one, _)| one).collect()
            }
        };
        if let Some(draw) = self.draw {
            taken.sort_unstable_by_key(|one| (lot(draw.seed, &one.code), one.code.as_str()));
            taken.truncate(draw.skus as usize);
        }
        let mut codes: Vec<String> = taken.into_iter().map(|one| one.code.clone()).collect();
        codes.sort_unstable();
        codes
    }
}

/// The lot of a code: FNV-1a over seed and code, mixed once more so that codes that differ little lie far apart.
fn lot(seed: u64, code: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(code.bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Vec<Candidate> {
        let one = |code: &str, category: &str, yuan: i64| Candidate {
            code: code.to_owned(),
            category: category.to_owned(),
            sold: Money::from_fen(yuan * 100),
        };
        // 1,000 in all: 600 and 250 are A (before the second stand 60 %), 100 is B (85 %), 50 is B (95 % is not below 95): C.
        vec![one("C", "裤", 100), one("A", "衣", 600), one("E", "衣", 0), one("B", "裤", 250), one("D", "", 50)]
    }

    fn take(base: Base, draw: Option<Draw>) -> Vec<String> {
        Scope { base, draw }.take(&shelf())
    }

    #[test]
    fn each_scope_takes_its_skus() {
        assert_eq!(take(Base::All, None), ["A", "B", "C", "D", "E"]);
        assert_eq!(take(Base::Categories(vec!["裤".to_owned()]), None), ["B", "C"]);
        assert_eq!(take(Base::Abc(vec![AbcClass::A]), None), ["A", "B"]);
        assert_eq!(take(Base::Abc(vec![AbcClass::B]), None), ["C"]);
        assert_eq!(take(Base::Abc(vec![AbcClass::C]), None), ["D", "E"]);
        let chosen = vec!["E".to_owned(), " A ".to_owned(), "没有".to_owned()];
        assert_eq!(take(Base::Skus(chosen), None), ["A", "E"]);
    }

    #[test]
    fn a_seed_draws_the_same_whatever_the_order() {
        let draw = Some(Draw { skus: 3, seed: 7 });
        let first = take(Base::All, draw);
        assert_eq!(first.len(), 3);
        let mut turned = shelf();
        turned.reverse();
        assert_eq!(Scope { base: Base::All, draw }.take(&turned), first);
        let all: std::collections::BTreeSet<Vec<String>> =
            (0..40).map(|seed| take(Base::All, Some(Draw { skus: 3, seed }))).collect();
        assert!(all.len() > 5, "other seeds draw others");
        assert_eq!(take(Base::All, Some(Draw { skus: 99, seed: 1 })).len(), 5, "not more than there are");
    }
}
