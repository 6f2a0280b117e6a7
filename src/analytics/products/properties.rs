//! Properties of a SKU (商品属性): `颜色分类:米白;尺码:M` taken apart into names and values that can be added up.

/// A property name as owners say it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PropertyName {
    /// 颜色: 颜色分类, 主要颜色, 颜色 ...
    Colour,
    /// 尺码: 尺寸, 鞋码, 大小 ...
    Size,
    /// Any other name as it is written.
    Other(String),
    /// A value without a name, as some platforms write `黑色,M`: the first, second ... value.
    Nameless(u8),
}

/// One property of a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Property {
    pub name: PropertyName,
    pub value: String,
}

const COLOUR: [&str; 7] = ["颜色", "颜色分类", "主要颜色", "色系", "颜色规格", "color", "colour"];
const SIZE: [&str; 9] = ["尺码", "尺寸", "鞋码", "大小", "码数", "参考身高", "参考尺码", "鞋码大小", "size"];

impl PropertyName {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let is = |names: &[&str]| names.contains(&lower.as_str());
        match () {
            () if is(&COLOUR) => Self::Colour,
            () if is(&SIZE) => Self::Size,
            () => Self::Other(text.to_owned()),
        }
    }
}

/// Takes a property text apart. Pairs are divided by `;`, `；` or `|`, names and values by `:` or `：`; where no pair has a name,
/// `,`, `，` and `/` divide the values. Repeated names keep their first value.
pub fn parse(text: &str) -> Vec<Property> {
    let named = text.contains([':', '：']);
    let mut found: Vec<Property> = Vec::new();
    let mut push = |name: PropertyName, value: &str| {
        let value = value.trim();
        if !value.is_empty() && found.iter().all(|one| one.name != name) {
            found.push(Property { name, value: value.to_owned() });
        }
    };
    if named {
        for pair in text.split([';', '；', '|']) {
            if let Some((name, value)) = pair.split_once([':', '：']) {
                let name = name.trim();
                if !name.is_empty() {
                    push(PropertyName::of(name), value);
                }
            }
        }
    } else {
        let mut at = 0;
        for value in text.split([';', '；', '|', ',', '，', '/']).filter(|value| !value.trim().is_empty()) {
            at += 1;
            push(PropertyName::Nameless(at), value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(PropertyName, String)> {
        parse(text).into_iter().map(|one| (one.name, one.value)).collect()
    }

    #[test]
    fn both_colons_and_every_name_of_a_colour_mean_the_same() {
        let expected = [(PropertyName::Colour, "米白".to_owned()), (PropertyName::Size, "M".to_owned())];
        for text in
            ["颜色分类:米白;尺码:M", "颜色分类：米白；尺码：M", " 颜色 : 米白 ; 尺寸 : M ;", "Color:米白|Size:M"]
        {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn other_names_stay_and_values_may_hold_a_colon() {
        assert_eq!(
            read("套餐:A:B;口味:原味;套餐:C"),
            [(PropertyName::Other("套餐".into()), "A:B".into()), (PropertyName::Other("口味".into()), "原味".into()),]
        );
    }

    #[test]
    fn values_without_names_are_counted_by_place() {
        assert_eq!(
            read("黑色,XL"),
            [(PropertyName::Nameless(1), "黑色".into()), (PropertyName::Nameless(2), "XL".into())]
        );
        assert_eq!(read(""), []);
        assert_eq!(read("颜色:;"), []);
    }
}
