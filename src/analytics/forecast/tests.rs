//! What forecasts must do: beaten by none that is simpler, and published values met.

use super::intermittent::Tsb;
use super::mean::{MovingMean, SeasonalNaive};
use super::profile::{Category, Profile, Seasoned};
use super::select::{Method, Selector};
use super::trend_season::TrendSeason;
use super::*;
use proptest::prelude::*;

/// International airline passengers, monthly, thousands, 1949 to 1960 (Box, Jenkins, *Time Series Analysis*, series G).
const AIR_PASSENGERS: [f64; 144] = [
    112., 118., 132., 129., 121., 135., 148., 148., 136., 119., 104., 118., 115., 126., 141., 135., 125., 149., 170.,
    170., 158., 133., 114., 140., 145., 150., 178., 163., 172., 178., 199., 199., 184., 162., 146., 166., 171., 180.,
    193., 181., 183., 218., 230., 242., 209., 191., 172., 194., 196., 196., 236., 235., 229., 243., 264., 272., 237.,
    211., 180., 201., 204., 188., 235., 227., 234., 264., 302., 293., 259., 229., 203., 229., 242., 233., 267., 269.,
    270., 315., 364., 347., 312., 274., 237., 278., 284., 277., 317., 313., 318., 374., 413., 405., 355., 306., 271.,
    306., 315., 301., 356., 348., 355., 422., 465., 467., 404., 347., 305., 336., 340., 318., 362., 348., 363., 435.,
    491., 505., 404., 359., 310., 337., 360., 342., 406., 396., 420., 472., 548., 559., 463., 407., 362., 405., 417.,
    391., 419., 461., 472., 535., 622., 606., 508., 461., 390., 432.,
];

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

fn demand(values: &[f64]) -> Demand {
    Demand::new(first(), values.iter().copied().map(Some)).unwrap()
}

fn models() -> Vec<Box<dyn Forecaster>> {
    vec![
        Box::new(SeasonalNaive),
        Box::new(MovingMean::default()),
        Box::new(MovingMean { days: 0 }),
        Box::new(Tsb::default()),
        Box::new(Tsb { size: f64::NAN, chance: 7.0 }),
        Box::new(TrendSeason::default()),
        Box::new(TrendSeason { period: 0, seasons: 0, trusted: 0 }),
        Box::new(Seasoned { model: TrendSeason::default(), prior: Profile::FLAT }),
        Box::new(Selector::default()),
        Box::new(Selector { origins: 9, stretch: 0 }),
    ]
}

fn is_sound(found: &Result<Forecast>, horizon: usize) -> bool {
    match found {
        Ok(found) => {
            let sane = |v: &f64| v.is_finite() && *v >= 0.0;
            found.per_day.len() == horizon && found.per_day.iter().all(sane) && sane(&found.sd)
        }
        Err(_) => true,
    }
}

#[test]
fn last_weeks_weekdays_come_again_and_a_day_out_of_stock_is_looked_up_earlier() {
    let mut sold: Vec<Option<f64>> = (0..15).map(|t| Some(f64::from(t))).collect();
    sold[10] = None;
    let history = Demand::new(first(), sold).unwrap();
    let found = SeasonalNaive.fit_predict(&history, 9).unwrap();
    assert_eq!(found.first, first() + Days::new(15));
    assert_eq!(found.per_day, [8.0, 9.0, 3.0, 11.0, 12.0, 13.0, 14.0, 8.0, 9.0]);
}

#[test]
fn the_mean_is_taken_of_the_latest_known_days() {
    let sold = [Some(100.0), Some(1.0), None, Some(2.0), None, Some(6.0)];
    let found = MovingMean { days: 3 }.fit_predict(&Demand::new(first(), sold).unwrap(), 2).unwrap();
    assert_eq!(found.per_day, [3.0, 3.0]);
}

#[test]
fn airline_passengers_of_1960_are_forecast_much_better_than_by_repeating_1959() {
    let (known, last) = AIR_PASSENGERS.split_at(132);
    let model = TrendSeason { period: 12, seasons: 11, trusted: 4 };
    let found = model.fit_predict(&demand(known), 12).unwrap();
    let error = |expected: &[f64]| {
        let off: f64 = expected.iter().zip(last).map(|(f, y)| (f - y).abs()).sum();
        off / last.iter().sum::<f64>()
    };
    let naive = error(&known[120..]);
    // 1960 had 5,714 thousand passengers, 1959 had 5,140, and no month had fewer: 574 ÷ 5,714.
    assert!((naive - 574.0 / 5_714.0).abs() < 1e-9, "{naive}");
    let found = error(&found.per_day);
    assert!(found < 0.6 * naive, "{found} beside {naive}");
}

#[test]
fn what_cannot_be_sold_is_refused_with_its_day() {
    let error = Demand::new(first(), [Some(1.0), Some(-2.0)]).unwrap_err();
    assert_eq!(error, ForecastError::NotSales { day: first() + Days::new(1), value: -2.0 });
    assert!(Demand::new(first(), [Some(f64::INFINITY)]).is_err());
    assert!(Demand::new(NaiveDate::MAX, [Some(1.0)]).is_err());
    assert!(matches!(Demand::new(first(), vec![Some(1.0); 9_000]), Err(ForecastError::TooLong { .. })));
    for model in models() {
        let found = model.fit_predict(&demand(&[1.0]), usize::MAX);
        assert!(matches!(found, Err(ForecastError::TooLong { .. })), "{model:?}");
    }
}

#[test]
fn odd_histories_are_survived_by_every_model() {
    let spike = |n: usize, at: usize| (0..n).map(|t| if t == at { Demand::MOST } else { 0.0 }).collect::<Vec<_>>();
    let mut odd =
        vec![vec![], vec![0.0], vec![5.0], vec![Demand::MOST; 400], vec![0.0; 731], vec![3.0; 731], vec![1e-9; 300]];
    odd.extend([spike(300, 0), spike(300, 299), spike(300, 150), spike(28, 27), vec![f64::NAN; 200]]);
    odd.push((0..400).map(|t| if t % 2 == 0 { 0.0 } else { Demand::MOST }).collect());
    odd.push((0..731).map(|t| f64::from(t) * 1e6).collect());
    odd.push((0..731).map(|t| 1.5_f64.powi(t.min(50))).collect());
    for values in odd {
        let history = demand(&values);
        for model in models() {
            for horizon in [0, 1, 7, 400] {
                let found = model.fit_predict(&history, horizon);
                assert!(is_sound(&found, horizon), "{model:?} {:?}", values.get(..5));
                assert_eq!(found.is_err() && history.known() == 0, history.known() == 0, "{model:?}");
            }
        }
    }
}

/// Series of every kind: gaps, zeros, bursts, levels from a thousandth to the most.
fn any_history() -> impl Strategy<Value = Demand> {
    let value = prop_oneof![
        3 => Just(Some(0.0)),
        2 => Just(None),
        4 => (0u32..20).prop_map(|v| Some(f64::from(v))),
        1 => (0.0..=1.0f64).prop_map(|v| Some(v.powi(8) * Demand::MOST)),
    ];
    let rich = (20u32..500).prop_map(|v| Some(f64::from(v)));
    prop_oneof![prop::collection::vec(value, 0..300), prop::collection::vec(rich, 100..400),]
        .prop_map(|sold| Demand::new(first(), sold).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_model_panics_or_gives_what_is_no_demand(history in any_history(), horizon in 0usize..120) {
        for model in models() {
            prop_assert!(is_sound(&model.fit_predict(&history, horizon), horizon), "{:?}", model);
        }
    }

    #[test]
    fn the_chosen_model_is_never_worse_than_last_week(history in any_history(), other in any_history()) {
        let category = Category::new(other, &[]);
        for category in [None, Some(&category)] {
            let Ok(found) = Selector::default().select(&history, 28, category) else {
                prop_assert_eq!(history.known(), 0);
                continue;
            };
            prop_assert!(found.plan(30).is_ok());
            if let Some(score) = found.score() {
                let naive = found.trials.iter().find(|trial| trial.method == Method::YARDSTICK).unwrap();
                prop_assert!(score.absolute <= naive.score().unwrap().absolute);
            }
        }
    }

    #[test]
    fn what_comes_later_does_not_change_what_was_known(history in any_history(), cut in 0usize..300) {
        let cut = cut.min(history.len());
        let then = history.until(cut);
        let category = Category::new(history.clone(), &[]);
        prop_assert_eq!(category.profile(then.end()), Category::new(then, &[]).profile(history.day(cut)));
    }
}
