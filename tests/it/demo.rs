use std::collections::{HashMap, HashSet};
use zhanggui::demo::{Demo, DemoOptions};
use zhanggui::demo::shops::SHOPS;

#[test]
fn stats() {
    let n: u64 = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(8000);
    let t = std::time::Instant::now();
    let demo = Demo::new(DemoOptions { orders: n, ..DemoOptions::default() });
    let mut days: HashMap<chrono::NaiveDate, i64> = HashMap::new();
    let mut months: std::collections::BTreeMap<String, (i64, i64)> = Default::default();
    let mut total = 0;
    let mut reasons: HashMap<&str, i64> = HashMap::new();
    let mut prov: HashMap<Option<zhanggui::domain::region::Province>, i64> = HashMap::new();
    let mut status: HashMap<String, i64> = HashMap::new();
    let mut couriers: HashMap<&str, i64> = HashMap::new();
    let mut pstate: HashMap<&str, i64> = HashMap::new();
    for (mut run, (shop, shelf)) in demo.runs().into_iter().zip(SHOPS.iter().zip(&demo.shelves)) {
        let (mut orders, mut paid, mut refunded, mut paid_fen, mut refund_fen) = (0, 0, 0, 0, 0);
        let mut buyers: HashMap<u32, i64> = HashMap::new();
        let mut items: HashMap<String, i64> = HashMap::new();
        let mut multi = 0;
        loop {
            let b = run.next_batch();
            if b.is_empty() { break }
            for d in &b {
                orders += 1;
                *status.entry(d.status.id().to_owned()).or_default() += 1;
                *prov.entry(d.customer.province).or_default() += 1;
                if let Some(p) = d.paid_at {
                    paid += 1;
                    *days.entry(p.date()).or_default() += 1;
                    let m = months.entry(p.format("%Y-%m").to_string()).or_default();
                    m.0 += 1; m.1 += d.due.fen();
                    paid_fen += d.due.fen();
                    refund_fen += d.refunded().fen();
                    refunded += i64::from(d.refunded().fen() > 0);
                    *buyers.entry(d.customer.number).or_default() += 1;
                    multi += i64::from(d.lines.len() > 1);
                    for l in &d.lines { *items.entry(shelf.listings[l.listing].title.clone()).or_default() += l.due.fen(); }
                }
                for r in &d.refunds { *reasons.entry(r.reason).or_default() += 1; }
                if let Some(p) = &d.parcel { *couriers.entry(p.courier_name()).or_default() += 1; *pstate.entry(p.state_text()).or_default() += 1; }
            }
        }
        total += orders;
        let rep = buyers.values().filter(|n| **n > 1).count() as f64 / buyers.len().max(1) as f64;
        let mut it: Vec<_> = items.values().copied().collect();
        it.sort_unstable_by(|a, b| b.cmp(a));
        let top: i64 = it.iter().take(it.len() / 3).sum();
        eprintln!("{} orders {orders} paid {paid} refunded {refunded} ({:.1}%) amt {:.1}% aov {:.1} buyers {} repeat {:.1}% returning orders {:.1}% multi {:.1}% top third {:.0}%", shop.name,
            refunded as f64 / paid as f64 * 100.0, refund_fen as f64 / paid_fen as f64 * 100.0, paid_fen as f64 / paid as f64 / 100.0, buyers.len(), rep * 100.0,
            (paid as f64 - buyers.len() as f64) / paid as f64 * 100.0, multi as f64 / paid as f64 * 100.0, top as f64 / it.iter().sum::<i64>() as f64 * 100.0);
        let tr = run.traffic();
        if let Some(l) = tr.days.last() { eprintln!("{l:?} {} {}", tr.items.len(), tr.sources.len()); }
    }
    eprintln!("total {total} in {:?}", t.elapsed());
    for (m, v) in months { eprintln!("{m} {} {:.0}", v.0, v.1 as f64 / 100.0); }
    let mut v: Vec<_> = days.values().copied().collect(); v.sort();
    eprintln!("median {} d11 {:?} {:?} 618 {:?} sf {:?}", v[v.len()/2], days.get(&chrono::NaiveDate::from_ymd_opt(2024,11,11).unwrap()), days.get(&chrono::NaiveDate::from_ymd_opt(2025,11,11).unwrap()), days.get(&chrono::NaiveDate::from_ymd_opt(2026,6,18).unwrap()), days.get(&chrono::NaiveDate::from_ymd_opt(2026,2,17).unwrap()));
    eprintln!("{reasons:?}\n{status:?}\n{couriers:?}\n{pstate:?}");
    let mut p: Vec<_> = prov.iter().map(|(k, v)| (k.map_or("?", |p| p.chinese()), v)).collect(); p.sort_by_key(|x| -x.1);
    eprintln!("{} {p:?}", p.len());
    let _ : HashSet<i32> = HashSet::new();
    eprintln!("mapping rows {}", demo.mapping_rows().len());
    for r in demo.mapping_rows().iter().take(60) { eprintln!("{r:?}"); }
}

#[test]
fn speed() {
    let n: u64 = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(8000);
    let t = std::time::Instant::now();
    let demo = Demo::new(DemoOptions { orders: n, ..DemoOptions::default() });
    let mut k = 0;
    for (mut run, (shop, shelf)) in demo.runs().into_iter().zip(SHOPS.iter().zip(&demo.shelves)) {
        loop { let b = run.next_batch(); if b.is_empty() { break } k += b.len();
          if std::env::var("D").is_ok() { k += zhanggui::demo::drafts::of_deals(shop, shelf, &b).len(); } }
    }
    eprintln!("deals {k} {:?}", t.elapsed());
}
