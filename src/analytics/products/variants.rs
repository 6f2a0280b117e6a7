//! Colours and sizes (颜色, 尺码): sums of SKUs by the values of their properties.

use std::collections::HashMap;

use super::properties::{Property, PropertyName};
use super::sums::LineSums;

/// What SKUs with one value of a property brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueSums {
    pub value: String,
    /// How many SKUs with sales have it.
    pub units: i64,
    pub sums: LineSums,
}

/// One property with all its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub name: PropertyName,
    /// The value with the highest net first. An order with two values of one property counts in both.
    pub values: Vec<ValueSums>,
}

/// Adds up units by every property they have. Units without sales or refunds are left out.
pub fn variants<'a>(units: impl Iterator<Item = (&'a LineSums, Vec<Property>)>) -> Vec<Variant> {
    let mut found: HashMap<PropertyName, HashMap<String, (i64, LineSums)>> = HashMap::new();
    for (sums, properties) in units {
        if *sums == LineSums::default() {
            continue;
        }
        for property in properties {
            let (units, sum) = found.entry(property.name).or_default().entry(property.value).or_default();
            *units += 1;
            sum.add(sums);
        }
    }
    let mut all: Vec<Variant> = found
        .into_iter()
        .map(|(name, values)| {
            let mut values: Vec<ValueSums> =
                values.into_iter().map(|(value, (units, sums))| ValueSums { value, units, sums }).collect();
            values
                .sort_by(|one, other| other.sums.net().cmp(&one.sums.net()).then_with(|| one.value.cmp(&other.value)));
            Variant { name, values }
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// Places a size in the order a seller would write it: XS, S, M ... by letters, numbers by value, everything else after them.
pub fn size_rank(value: &str) -> (u8, i64) {
    let upper = value.trim().to_uppercase();
    let letters = upper.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let xs = |text: &str| text.chars().filter(|c| *c == 'X').count() as i64;
    let number: String = upper.chars().take_while(char::is_ascii_digit).collect();
    match letters {
        _ if upper.starts_with("均码") || letters == "F" => (0, 0),
        text if !text.is_empty() && text.ends_with('S') && text.chars().all(|c| c == 'X' || c == 'S') => (1, -xs(text)),
        "M" => (1, 1),
        text if !text.is_empty() && text.ends_with('L') && text.chars().all(|c| c == 'X' || c == 'L') => {
            (1, 2 + xs(text))
        }
        text if text.ends_with("XL") && !number.is_empty() => (1, 2 + number.parse::<i64>().unwrap_or(0)),
        _ if !number.is_empty() => (2, number.parse().unwrap_or(i64::MAX)),
        _ => (3, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::properties::parse;
    use super::*;

    #[test]
    fn colours_and_sizes_add_up_over_skus() {
        let sold = |pieces, paid, refund| LineSums { pieces, orders: pieces, paid, refund, ..LineSums::default() };
        let units = [
            (sold(2, 200, 0), "颜色分类:黑;尺码:M"),
            (sold(1, 100, 50), "颜色：黑；尺码：L"),
            (sold(3, 900, 0), "颜色:白;尺码:M"),
            (LineSums::default(), "颜色:红;尺码:M"),
        ];
        let found = variants(units.iter().map(|(sums, text)| (sums, parse(text))));
        assert_eq!(
            found.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
            [PropertyName::Colour, PropertyName::Size]
        );
        let colours: Vec<(&str, i64, i64)> =
            found[0].values.iter().map(|one| (one.value.as_str(), one.units, one.sums.net())).collect();
        assert_eq!(colours, [("白", 1, 900), ("黑", 2, 250)]);
        assert_eq!((found[1].values[0].value.as_str(), found[1].values[0].sums.pieces), ("M", 5));
    }

    #[test]
    fn sizes_stand_as_a_seller_writes_them() {
        let mut sizes = ["XL", "38", "M", "XXS", "大", "S", "3XL", "L", "36码", "XXL", "均码", "XS"];
        sizes.sort_by_key(|size| size_rank(size));
        assert_eq!(sizes, ["均码", "XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "36码", "38", "大"]);
    }
}
