//! The shops of the sample owner (店铺) and what stands on the shelves of each: its listings, with the codes, item numbers and prices
//! that this platform knows them by.

use chrono::NaiveDate;

use super::assortment::{Assortment, Sku, plain_props, props};
use super::dice::{Dice, mix};
use crate::domain::money::Money;
use crate::domain::platform::Platform;

/// One shop on one platform.
#[derive(Debug)]
pub struct Shop {
    pub platform: Platform,
    pub name: &'static str,
    /// Stable English id, used in file names.
    pub id: &'static str,
    /// Share of all orders, in thousandths, before openings are taken into account.
    pub share: u32,
    /// Month of the records in which it opened; 0 = it was there before.
    pub opened_month: u32,
    /// Share of buyers without a usable id.
    pub masked: f64,
    /// How much the shop leans to the home, 0 not at all to 1 nothing else.
    pub home: f64,
    /// Its prices against the list, in percent.
    pub price_percent: i64,
    /// Visitors who pay, on a plain day.
    pub conversion: f64,
    /// How far refunds run above or below those of the assortment.
    pub refunds: f64,
}

/// Shops of the sample owner. The last two keep their books in an ERP: their orders reach the owner only that way.
pub const SHOPS: [Shop; 11] = [
    shop(Platform::Tmall, "栗屿旗舰店", "tmall", 318, 0).rates(0.02, 0.36, 100, 0.031, 1.0),
    shop(Platform::Taobao, "栗屿的小店", "taobao", 214, 0).rates(0.03, 0.30, 97, 0.036, 0.85),
    shop(Platform::Taobao, "栗屿家居馆", "taobao-home", 56, 4).rates(0.03, 1.0, 98, 0.041, 0.9),
    shop(Platform::Pinduoduo, "栗屿生活馆", "pinduoduo", 148, 0).rates(1.0, 0.50, 86, 0.05, 0.9),
    shop(Platform::Douyin, "栗屿官方旗舰店", "douyin", 112, 2).rates(1.0, 0.24, 93, 0.04, 1.25),
    shop(Platform::Jd, "栗屿专营店", "jd", 64, 0).rates(0.02, 0.45, 101, 0.04, 0.8),
    shop(Platform::Xiaohongshu, "栗屿的衣橱", "xiaohongshu", 34, 6).rates(0.0, 0.15, 100, 0.03, 1.1),
    shop(Platform::Kuaishou, "栗屿好物", "kuaishou", 22, 9).rates(1.0, 0.45, 90, 0.03, 1.1),
    shop(Platform::WeixinVideo, "栗屿优选", "weixin-video", 16, 13).rates(1.0, 0.40, 97, 0.03, 0.9),
    shop(Platform::Other, "栗屿社群团购", "community", 9, 0).rates(1.0, 0.70, 92, 0.1, 0.4),
    shop(Platform::Other, "栗屿分销", "wholesale", 7, 3).rates(1.0, 0.50, 80, 0.1, 0.3),
];

const fn shop(platform: Platform, name: &'static str, id: &'static str, share: u32, opened_month: u32) -> Shop {
    Shop {
        platform,
        name,
        id,
        share,
        opened_month,
        masked: 0.0,
        home: 0.4,
        price_percent: 100,
        conversion: 0.03,
        refunds: 1.0,
    }
}

impl Shop {
    const fn rates(mut self, masked: f64, home: f64, price_percent: i64, conversion: f64, refunds: f64) -> Self {
        self.masked = masked;
        self.home = home;
        self.price_percent = price_percent;
        self.conversion = conversion;
        self.refunds = refunds;
        self
    }

    /// 淘宝 and 天猫 share their formats, their promotions' rules and 生意参谋.
    pub const fn is_taobao_or_tmall(&self) -> bool {
        matches!(self.platform, Platform::Taobao | Platform::Tmall)
    }

    /// Whether its orders come through an ERP's export only.
    pub const fn is_erp(&self) -> bool {
        matches!(self.platform, Platform::Other)
    }
}

/// Something a buyer can put into the basket of one shop: a platform SKU.
#[derive(Debug, Clone)]
pub struct Offer {
    pub item_id: String,
    pub sku_id: String,
    /// The seller's code as this platform has it; empty where nobody filled it in.
    pub code: String,
    pub title: String,
    pub props: String,
    pub category: &'static str,
    pub price: Money,
    pub weight_g: i64,
    /// Own SKUs and pieces of each; empty for what no product sheet knows.
    pub parts: Vec<(usize, i64)>,
    /// Cost of all its parts; `None` when one of them has none or nobody knows them.
    pub unit_cost: Option<Money>,
    /// For choosing among the kinds of one item: which colour, and where the size stands.
    pub colour_rank: usize,
    pub size_place: f64,
}

/// All offers of one item in one shop.
#[derive(Debug, Clone)]
pub struct Listing {
    pub item_id: String,
    pub title: String,
    /// Place in [`Assortment::items`]; `None` for bundles and strangers.
    pub item: Option<usize>,
    pub category: &'static str,
    pub is_home: bool,
    pub offers: std::ops::Range<usize>,
    /// Demand of a bundle or stranger, which has no item of its own.
    pull: f64,
}

/// The shelves of one shop.
#[derive(Debug)]
pub struct Shelf {
    pub listings: Vec<Listing>,
    pub offers: Vec<Offer>,
}

/// A bundle (组合装) or a listing the product sheet does not know.
struct Extra {
    code: &'static str,
    title: &'static str,
    category: &'static str,
    props: &'static str,
    price: i64,
    weight_g: i64,
    parts: &'static [(&'static str, i64)],
    pull: f64,
    on: &'static [&'static str],
}

const EXTRAS: [Extra; 7] = [
    Extra {
        code: "ZH-BED1",
        title: "栗屿卧室焕新组合 水洗棉四件套+抗菌枕头两只",
        category: "床品>套件",
        props: "颜色分类:燕麦色;尺码:1.8米床",
        price: 43900,
        weight_g: 4100,
        parts: &[("BD01-0102", 1), ("BD05-0101", 2)],
        pull: 0.10,
        on: &["tmall", "taobao", "taobao-home"],
    },
    Extra {
        code: "ZH-WARM",
        title: "栗屿暖冬礼盒 羊毛围巾+毛线帽",
        category: "配饰>围巾",
        props: "颜色分类:驼色",
        price: 15900,
        weight_g: 380,
        parts: &[("AC01-0101", 1), ("AC02-0101", 1)],
        pull: 0.07,
        on: &["tmall", "taobao", "xiaohongshu"],
    },
    Extra {
        code: "ZH-BATH",
        title: "栗屿浴室三件 浴巾两条+硅藻泥地垫",
        category: "家居>毛巾",
        props: "颜色分类:灰色",
        price: 13900,
        weight_g: 1900,
        parts: &[("HM10-0201", 2), ("HM11-0101", 1)],
        pull: 0.08,
        on: &["tmall", "taobao-home", "jd"],
    },
    Extra {
        code: "ZB-FD01",
        title: "直播间专享福袋 秋冬服饰随机两件",
        category: "女装>针织衫",
        props: "随机",
        price: 9900,
        weight_g: 700,
        parts: &[],
        pull: 0.16,
        on: &["douyin", "kuaishou"],
    },
    Extra {
        code: "",
        title: "栗屿手作布艺杯垫四片装",
        category: "家居>餐具",
        props: "花色",
        price: 1990,
        weight_g: 120,
        parts: &[],
        pull: 0.06,
        on: &["douyin", "weixin-video"],
    },
    Extra {
        code: "OLD-JX12",
        title: "栗屿旧款棉麻家居鞋 清仓",
        category: "家居服>拖鞋",
        props: "颜色分类:米色;尺码:均码",
        price: 1500,
        weight_g: 300,
        parts: &[],
        pull: 0.05,
        on: &["taobao"],
    },
    Extra {
        code: "PX-SSD3",
        title: "栗屿收纳袋三个装 门店同款",
        category: "家居>收纳",
        props: "透明",
        price: 1290,
        weight_g: 260,
        parts: &[],
        pull: 0.07,
        on: &["pinduoduo"],
    },
];

impl Shelf {
    /// The shelves of the shop at place `at` in [`SHOPS`].
    pub fn new(seed: u64, at: usize, assortment: &Assortment) -> Self {
        let Some(shop) = SHOPS.get(at) else { return Self { listings: Vec::new(), offers: Vec::new() } };
        let mut shelf = Self { listings: Vec::new(), offers: Vec::new() };
        for (place, item) in assortment.items.iter().enumerate() {
            let is_home = item.spec.is_home();
            // A shop for the home has no clothes; the smaller shops leave out what hardly sells.
            if shop.home >= 1.0 && !is_home || shop.share < 40 && place % 4 == 3 {
                continue;
            }
            let item_id = number(shop.platform, mix(seed ^ at as u64, place as u64));
            let start = shelf.offers.len();
            for (offset, sku) in assortment.skus_of(item).iter().enumerate() {
                let offer = offer(shop, place, item.skus.start + offset, sku, item.spec, &item_id);
                shelf.offers.push(offer);
            }
            shelf.listings.push(Listing {
                item_id,
                title: item.spec.title.to_owned(),
                item: Some(place),
                category: item.spec.category,
                is_home,
                offers: start..shelf.offers.len(),
                pull: 0.0,
            });
        }
        for (place, extra) in EXTRAS.iter().enumerate().filter(|(_, e)| e.on.contains(&shop.id)) {
            let item_id = number(shop.platform, mix(seed ^ at as u64, 1000 + place as u64));
            let parts: Vec<(usize, i64)> = extra
                .parts
                .iter()
                .filter_map(|(code, n)| Some((assortment.skus.iter().position(|s| s.code == *code)?, *n)))
                .collect();
            let costs: Option<Vec<i64>> = parts
                .iter()
                .map(|(at, n)| assortment.skus.get(*at).and_then(|sku| sku.cost).map(|cost| cost.fen() * n))
                .collect();
            let start = shelf.offers.len();
            shelf.offers.push(Offer {
                sku_id: format!("{item_id}1"),
                item_id: item_id.clone(),
                code: extra.code.to_owned(),
                title: extra.title.to_owned(),
                props: extra.props.to_owned(),
                category: extra.category,
                price: Money::from_fen(extra.price),
                weight_g: extra.weight_g,
                parts,
                unit_cost: costs.filter(|c| !c.is_empty()).map(|c| Money::from_fen(c.iter().sum())),
                colour_rank: 0,
                size_place: 0.5,
            });
            shelf.listings.push(Listing {
                item_id,
                title: extra.title.to_owned(),
                item: None,
                category: extra.category,
                is_home: extra.category.starts_with("家居>") || extra.category.starts_with("床品"),
                offers: start..shelf.offers.len(),
                pull: extra.pull,
            });
        }
        shelf
    }

    /// Demand for each listing on a day, for one who likes fashion and one who likes the home.
    pub fn demand(&self, shop: &Shop, assortment: &Assortment, day: NaiveDate) -> Vec<f64> {
        self.listings
            .iter()
            .map(|listing| {
                let base = match listing.item.and_then(|at| assortment.items.get(at)) {
                    Some(item) => item.demand(day),
                    None => listing.pull,
                };
                base * if listing.is_home { shop.home } else { 1.0 - shop.home }
            })
            .collect()
    }

    pub fn offers_of(&self, listing: &Listing) -> &[Offer] {
        self.offers.get(listing.offers.clone()).unwrap_or(&[])
    }

    /// The kind of an item a buyer takes: the first colours sell best, sizes follow the buyer's build.
    pub fn pick_kind(&self, listing: &Listing, build: f64, dice: &mut Dice) -> Option<usize> {
        let offers = self.offers_of(listing);
        let weight = |offer: &Offer| {
            let colour = 1.0 / (1.0 + 0.8 * offer.colour_rank as f64);
            let size = if listing.is_home { 1.0 } else { (-((offer.size_place - build) / 0.28).powi(2)).exp() + 0.03 };
            colour * size
        };
        dice.weighted(offers.iter().map(weight)).map(|at| listing.offers.start + at)
    }
}

fn offer(
    shop: &Shop,
    place: usize,
    sku_at: usize,
    sku: &Sku,
    spec: &'static super::items::Spec,
    item_id: &str,
) -> Offer {
    let text = match shop.platform {
        Platform::Taobao | Platform::Tmall | Platform::Jd | Platform::Other => props(sku.colour, sku.size),
        Platform::Pinduoduo | Platform::Kuaishou => plain_props(sku.colour, sku.size, ","),
        _ => plain_props(sku.colour, sku.size, ";"),
    };
    let code = match shop.platform {
        // Somebody once gave the goods on 拼多多 codes of their own: the mapping sheet translates them.
        Platform::Pinduoduo if place % 6 == 4 => format!("PDD{:03}{:02}", place + 1, sku_at % 100),
        // And on 抖店 forgot them for two items: one is in the mapping sheet, the other waits in the queue.
        Platform::Douyin if place == 28 || place == 47 => String::new(),
        _ => sku.code.clone(),
    };
    let price = sku.price.fen() * shop.price_percent / 100;
    Offer {
        item_id: item_id.to_owned(),
        sku_id: format!("{}{:02}", item_id, sku_at % 100),
        code,
        title: spec.title.to_owned(),
        props: text,
        category: spec.category,
        // Prices end on whole yuan, cheap goods on ten fen.
        price: Money::from_fen(if price > 3000 { price / 100 * 100 } else { price / 10 * 10 }),
        weight_g: sku.weight_g,
        parts: vec![(sku_at, 1)],
        unit_cost: sku.cost,
        colour_rank: sku.colour_rank,
        size_place: sku.size_place,
    }
}

/// An item number as long as the platform's own.
fn number(platform: Platform, bits: u64) -> String {
    match platform {
        Platform::Taobao | Platform::Tmall => format!("{:012}", 600_000_000_000 + bits % 300_000_000_000),
        Platform::Pinduoduo => format!("{:012}", 300_000_000_000 + bits % 400_000_000_000),
        Platform::Jd => format!("{:014}", 10_000_000_000_000 + bits % 90_000_000_000),
        Platform::Douyin => format!("{:019}", 3_500_000_000_000_000_000 + bits % 200_000_000_000_000_000),
        Platform::Xiaohongshu => format!("{:024x}", (u128::from(bits) << 20) | 0x65_0000_0000_0000_0000_0000),
        Platform::Kuaishou => format!("{:014}", 20_000_000_000_000 + bits % 5_000_000_000_000),
        _ => format!("{:014}", 10_000_200_000_000 + bits % 90_000_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_shop_has_shelves_and_no_two_offers_share_a_key() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let assortment = Assortment::new(1, day(2024, 11, 1), day(2026, 10, 31));
        for (at, shop) in SHOPS.iter().enumerate() {
            let shelf = Shelf::new(1, at, &assortment);
            assert!(shelf.listings.len() >= 15, "{}", shop.name);
            let keys: HashSet<_> = shelf.offers.iter().map(|o| (&o.item_id, &o.props)).collect();
            assert_eq!(keys.len(), shelf.offers.len(), "{}", shop.name);
            let demand = shelf.demand(shop, &assortment, day(2026, 10, 1));
            assert!(demand.iter().sum::<f64>() > 0.1, "{}", shop.name);
        }
    }
}
