//! Replies (回复库): texts with places to be filled in from an order, `您的订单 {订单号} 已由 {快递} 发出`.

/// Something that a reply can say of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    OrderNo,
    Courier,
    TrackingNo,
    Buyer,
}

impl Place {
    pub const ALL: [Self; 4] = [Self::OrderNo, Self::Courier, Self::TrackingNo, Self::Buyer];

    /// How it stands in a text, in Chinese and in English.
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::OrderNo => ["{订单号}", "{order}"],
            Self::Courier => ["{快递}", "{courier}"],
            Self::TrackingNo => ["{单号}", "{tracking}"],
            Self::Buyer => ["{买家}", "{buyer}"],
        }
    }
}

/// What is known of an order; empty where nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub order_no: String,
    pub courier: String,
    pub tracking_no: String,
    pub buyer: String,
}

impl Known {
    fn of(&self, place: Place) -> &str {
        match place {
            Place::OrderNo => &self.order_no,
            Place::Courier => &self.courier,
            Place::TrackingNo => &self.tracking_no,
            Place::Buyer => &self.buyer,
        }
    }
}

/// The text with its places filled, and the places for which nothing is known: they stay as they are, so that nobody sends a gap.
pub fn fill(text: &str, known: &Known) -> (String, Vec<&'static str>) {
    let mut filled = text.to_owned();
    let mut missing = Vec::new();
    for place in Place::ALL {
        for name in place.names() {
            if !text.contains(name) {
                continue;
            }
            let value = known.of(place);
            if value.is_empty() {
                missing.push(name);
            } else {
                filled = filled.replace(name, value);
            }
        }
    }
    (filled, missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_what_is_not_known_is_named() {
        let known = Known {
            order_no: "7001".to_owned(),
            courier: "圆通".to_owned(),
            tracking_no: String::new(),
            buyer: "小林".to_owned(),
        };
        let (text, missing) = fill("{买家}您好，订单 {订单号} 由{快递}送出，单号 {单号}。", &known);
        assert_eq!(text, "小林您好，订单 7001 由圆通送出，单号 {单号}。");
        assert_eq!(missing, ["{单号}"]);
        assert_eq!(fill("Order {order} is on its way", &known), ("Order 7001 is on its way".to_owned(), Vec::new()));
    }

    #[test]
    fn what_stands_in_a_value_is_not_filled_again() {
        let known = Known { buyer: "a{order}b".to_owned(), order_no: "1".to_owned(), ..Known::default() };
        assert_eq!(fill("{buyer}", &known).0, "a{order}b");
    }
}
