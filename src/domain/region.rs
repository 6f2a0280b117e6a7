//! Provinces (省份) and how exports spell them.

use serde::{Deserialize, Serialize};

/// One of the 34 province-level divisions, by its two-digit national code (`GB/T 2260`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Province(u8);

/// Code, short Chinese name, English name, and the tile's place (column, row) on the tile map (方块地图).
const TABLE: [(u8, &str, &str, u8, u8); 34] = [
    (11, "北京", "Beijing", 6, 2),
    (12, "天津", "Tianjin", 7, 2),
    (13, "河北", "Hebei", 6, 3),
    (14, "山西", "Shanxi", 5, 3),
    (15, "内蒙古", "Inner Mongolia", 5, 2),
    (21, "辽宁", "Liaoning", 8, 2),
    (22, "吉林", "Jilin", 8, 1),
    (23, "黑龙江", "Heilongjiang", 8, 0),
    (31, "上海", "Shanghai", 8, 5),
    (32, "江苏", "Jiangsu", 7, 4),
    (33, "浙江", "Zhejiang", 7, 5),
    (34, "安徽", "Anhui", 6, 4),
    (35, "福建", "Fujian", 7, 6),
    (36, "江西", "Jiangxi", 6, 6),
    (37, "山东", "Shandong", 7, 3),
    (41, "河南", "Henan", 5, 4),
    (42, "湖北", "Hubei", 5, 5),
    (43, "湖南", "Hunan", 5, 6),
    (44, "广东", "Guangdong", 5, 7),
    (45, "广西", "Guangxi", 4, 7),
    (46, "海南", "Hainan", 4, 8),
    (50, "重庆", "Chongqing", 4, 5),
    (51, "四川", "Sichuan", 3, 5),
    (52, "贵州", "Guizhou", 4, 6),
    (53, "云南", "Yunnan", 3, 6),
    (54, "西藏", "Tibet", 1, 4),
    (61, "陕西", "Shaanxi", 4, 4),
    (62, "甘肃", "Gansu", 3, 3),
    (63, "青海", "Qinghai", 2, 4),
    (64, "宁夏", "Ningxia", 4, 3),
    (65, "新疆", "Xinjiang", 1, 2),
    (71, "台湾", "Taiwan", 8, 7),
    (81, "香港", "Hong Kong", 6, 8),
    (82, "澳门", "Macao", 5, 8),
];

impl Province {
    /// All 34, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| Self(row.0))
    }

    pub const fn code(self) -> u8 {
        self.0
    }

    pub fn from_code(code: u8) -> Option<Self> {
        TABLE.iter().any(|row| row.0 == code).then_some(Self(code))
    }

    fn row(self) -> &'static (u8, &'static str, &'static str, u8, u8) {
        TABLE.iter().find(|row| row.0 == self.0).unwrap_or(&TABLE[0])
    }

    /// Short Chinese name: `浙江`, `内蒙古`.
    pub fn chinese(self) -> &'static str {
        self.row().1
    }

    /// English name: `Zhejiang`.
    pub fn english(self) -> &'static str {
        self.row().2
    }

    /// Column and row of its tile on the tile map, from the top left.
    pub fn tile(self) -> (u8, u8) {
        (self.row().3, self.row().4)
    }

    /// The province that a cell begins with, however it is written: `上海`, `广东省`, `内蒙古自治区`, `浙江省 杭州市 …`.
    /// `None` when it begins with none (`其它区`, a masked cell, another country).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '中' || c == '国');
        TABLE.iter().find(|row| text.starts_with(row.1)).map(|row| Self(row.0)).or_else(|| {
            let lower = text.to_ascii_lowercase();
            TABLE
                .iter()
                .filter(|row| lower.starts_with(&row.2.to_ascii_lowercase()))
                .max_by_key(|row| row.2.len())
                .map(|row| Self(row.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_spelling_of_a_province_is_one_province() {
        for (text, name) in [
            ("上海", "上海"),
            ("上海市", "上海"),
            ("广东省", "广东"),
            ("内蒙古自治区", "内蒙古"),
            ("新疆维吾尔自治区", "新疆"),
            ("广西壮族自治区", "广西"),
            ("宁夏回族自治区 银川市", "宁夏"),
            ("浙江省 杭州市 西湖区", "浙江"),
            ("香港特别行政区", "香港"),
            ("shaanxi", "陕西"),
        ] {
            assert_eq!(Province::parse(text).map(Province::chinese), Some(name), "{text}");
        }
        assert_eq!(Province::parse("其它区"), None);
        assert_eq!(Province::parse(""), None);
    }

    #[test]
    fn no_two_tiles_share_a_place() {
        let places: HashSet<_> = Province::all().map(Province::tile).collect();
        assert_eq!(places.len(), 34);
    }
}
