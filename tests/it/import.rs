//! The importer on whole files: what a seller drops on the window and what comes of it.

use std::path::PathBuf;

use zhanggui::domain::money::Money;
use zhanggui::domain::region::Province;
use zhanggui::import::paid::Verdict;
use zhanggui::import::run::{Choice, drafts_of};

/// The real Tmall report, where the machine has it.
fn trial_file() -> Option<PathBuf> {
    let folder = std::env::var_os("ZHANGGUI_TRIAL_DATA");
    if folder.is_none() {
        eprintln!("skipped: ZHANGGUI_TRIAL_DATA is not set, so there is no real order report to read");
    }
    folder.map(|folder| PathBuf::from(folder).join("tmall_order_report.csv"))
}

#[test]
fn a_real_order_report_is_met_to_the_fen() {
    let Some(path) = trial_file() else { return };
    let mut all = drafts_of(&path, &Choice::default()).unwrap();
    let (what, _, drafts, taken) = all.pop().unwrap();
    assert_eq!(what.id(), "taobao_order_report");
    assert_eq!((taken.rows, taken.skipped, drafts.orders.len()), (28_010, 0, 28_010));
    let total = |name: &str| taken.control_totals.iter().find(|t| t.name == name).unwrap().read.clone();
    assert_eq!(total("总金额"), "2995760.61");
    assert_eq!(total("买家实际支付金额"), "1902487.15");
    assert_eq!(total("退款金额"), "572335.92");
    assert_eq!(drafts.orders.iter().filter(|order| order.paid_at.is_some()).count(), 24_087);
    assert_eq!(taken.paid.verdict(), Verdict::Net);
    // Net paid and refunds together are what was paid: 1,902,487.15 + 572,335.92.
    let gross: Money = drafts.orders.iter().filter_map(|order| order.paid).sum();
    assert_eq!(gross, Money::from_fen(247_482_307));
    assert!(drafts.orders.iter().all(|order| order.province.is_some()));
    let shanghai = Province::parse("上海");
    assert!(drafts.orders.iter().filter(|order| order.province == shanghai).count() > 1000);
    assert!(taken.problems.is_empty(), "{:?}", taken.problems.groups());
}
