//! What a screen may read (上下文): the shop, its facts, settings, filters, language, theme, and the services of the system.
//! No globals: tests put their own in place.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use iced::Color;

use crate::analytics::customers::rfm::CutSettings;
use crate::analytics::facts::Facts;
use crate::analytics::filter::Filter;
use crate::analytics::logistics::parcels::ParcelRules;
use crate::analytics::metric::Better;
use crate::analytics::replenish::{Ask, Desk};
use crate::domain::alert::{AlertLimits, Tally};
use crate::domain::period::{Period, Step};
use crate::domain::replenish::OwnerRules;
use crate::domain::stock::StockRules;
use crate::locale::{Lang, Said};
use crate::paths::Paths;
use crate::settings::{Rise, Settings, ThemeChoice};
use crate::store::Store;

use super::clipboard::SystemClipboard;
use super::filter::{self, Filters};
use super::load::Load;
use super::notify::{Notifier, SystemNotifier};
use super::picker::{Clipboard, Clock, FilePicker, SystemClock, SystemPicker};
use super::theme::{DARK, LIGHT, Tokens};

/// The open shop file.
#[derive(Debug)]
pub struct Shop {
    pub store: Store,
    pub path: PathBuf,
    /// The sample shop (示例店铺), which is nobody's own.
    pub sample: bool,
    /// The facts of the newest data version that has been loaded.
    pub facts: Load<Arc<Facts>>,
    /// What to order, worked out when somebody asks.
    pub desk: Desk,
}

impl Shop {
    /// What the side bar calls it: the file's name without its ending.
    pub fn name(&self) -> String {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The services of the system that tests replace.
#[derive(Debug, Clone)]
pub struct Services {
    pub clock: Arc<dyn Clock>,
    pub picker: Arc<dyn FilePicker>,
    pub clipboard: Arc<dyn Clipboard>,
    pub notifier: Arc<dyn Notifier>,
    pub paths: Paths,
}

impl Services {
    /// The real ones.
    pub fn of_system(paths: Paths) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            picker: Arc::new(SystemPicker::default()),
            clipboard: Arc::new(SystemClipboard::default()),
            notifier: Arc::new(SystemNotifier::default()),
            paths,
        }
    }
}

/// What a screen may read.
#[derive(Debug)]
pub struct Ctx {
    pub lang: Lang,
    pub settings: Settings,
    pub shop: Option<Shop>,
    pub filters: Filters,
    /// Alerts that stand and are not put off, as the last look found them.
    pub alerts: Vec<Tally>,
    pub services: Services,
    /// The system is dark right now.
    pub system_dark: bool,
}

/// What an analysis on a page depends on. Put it into [`Load::ask`], with the page's own choices.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    pub version: u64,
    pub filters: Filters,
    pub today: NaiveDate,
    pub lang: Lang,
}

impl Ctx {
    pub fn new(settings: Settings, services: Services) -> Self {
        Self {
            lang: settings.lang.unwrap_or_else(Lang::system),
            settings,
            shop: None,
            filters: Filters::default(),
            alerts: Vec::new(),
            services,
            system_dark: false,
        }
    }

    /// The owner's lines between the RFM groups.
    pub fn rfm_cuts(&self) -> CutSettings {
        let cuts = self.settings.rfm;
        CutSettings {
            recent_days: cuts.recency_days,
            orders: cuts.frequency,
            net: cuts.monetary_yuan.map(|yuan| i64::from(yuan) * 100),
        }
    }

    /// The owner's rules for what is late or looks lost.
    pub fn parcel_rules(&self) -> ParcelRules {
        ParcelRules {
            late_hours: self.settings.late_hours,
            silent_hours: self.settings.silent_hours,
            ..ParcelRules::default()
        }
    }

    /// The owner's lines for low, over-stock and dead stock.
    pub fn stock_rules(&self) -> StockRules {
        self.settings.stock
    }

    /// What is asked about replenishment: the day after the last that the data tells of, and the owner's wishes.
    pub fn replenish_ask(&self) -> Ask {
        let (last, now) = (self.today(), self.now().date());
        let today = if now > last { last.succ_opt().unwrap_or(last) } else { last };
        // Who drafts is no part of what is worked out.
        let rules = OwnerRules { auto_drafts: false, ..self.settings.replenish.clone() };
        Ask { today, stock_day: now.max(last), rules, marks: self.stock_rules() }
    }

    /// All lines that alerts are judged by.
    pub fn alert_limits(&self) -> AlertLimits {
        let alerts = self.settings.alerts;
        AlertLimits {
            stock: self.stock_rules(),
            late_hours: self.settings.late_hours,
            soon_hours: alerts.soon_hours,
            unpaid_hours: alerts.unpaid_hours,
            after_sale_hours: alerts.after_sale_hours,
            silent_hours: self.settings.silent_hours,
        }
    }

    /// The folder under which every shop has its backups.
    pub fn backup_folder(&self) -> PathBuf {
        self.settings.backup_folder.clone().unwrap_or_else(|| self.services.paths.backups.clone())
    }

    /// The text under `key`.
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        self.lang.t(key)
    }

    /// The text under `key` with its placeholders filled.
    pub fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.lang.f(key, args)
    }

    pub fn say(&self, said: &Said) -> String {
        self.lang.say(said)
    }

    pub fn dark(&self) -> bool {
        match self.settings.theme {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => self.system_dark,
        }
    }

    /// The colours in force.
    pub fn tokens(&self) -> &'static Tokens {
        if self.dark() { &DARK } else { &LIGHT }
    }

    pub fn red_up(&self) -> bool {
        self.settings.rise == Rise::Red
    }

    /// The colour of a change: by direction as the owner is used to, grey when neither direction is better or nothing moved.
    pub fn change_colour(&self, up: Option<bool>, better: Better) -> Color {
        match (up, better) {
            (Some(up), Better::Higher | Better::Lower) => self.tokens().change(up, self.red_up()),
            _ => self.tokens().muted,
        }
    }

    /// Now, in China time.
    pub fn now(&self) -> NaiveDateTime {
        self.services.clock.now()
    }

    pub fn store(&self) -> Option<&Store> {
        self.shop.as_ref().map(|shop| &shop.store)
    }

    /// The facts, once they are loaded.
    pub fn facts(&self) -> Option<&Arc<Facts>> {
        self.shop.as_ref().and_then(|shop| shop.facts.value())
    }

    /// Up to when the data reaches (数据截至).
    pub fn reach(&self) -> Option<NaiveDateTime> {
        self.facts().and_then(|facts| facts.reach.at)
    }

    /// The day that presets count back from: the last day with data.
    pub fn today(&self) -> NaiveDate {
        let last = self.facts().and_then(|facts| facts.reach.last);
        filter::today(last, self.now())
    }

    /// The period in force.
    pub fn period(&self) -> Period {
        self.filters.preset.resolve(self.today())
    }

    /// The filter for an analysis, in the page's own step.
    pub fn filter(&self, step: Step) -> Filter {
        Filter {
            period: self.period(),
            compare: self.filters.compare,
            step,
            shops: self.filters.shops.clone(),
            platforms: self.filters.platforms.clone(),
            categories: self.filters.categories.clone(),
            now: None,
        }
    }

    /// What every analysis depends on.
    pub fn moment(&self) -> Moment {
        Moment {
            version: self.facts().map_or(0, |facts| facts.version),
            filters: self.filters.clone(),
            today: self.today(),
            lang: self.lang,
        }
    }
}
