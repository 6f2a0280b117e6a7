//! The owner's settings (设置) and what the window remembers, as `settings.toml`. One bad field costs that field, never the rest;
//! fields of a newer version are kept as they are.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::domain::flow::Oversell;
use crate::domain::replenish::OwnerRules;
use crate::domain::stock::StockRules;
use crate::locale::{Lang, Said};

/// Light, dark or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// The colour of a rise (涨). Sellers here are used to red.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rise {
    #[default]
    Red,
    Green,
}

/// Where "high" begins in the eight RFM groups (客户分层). At the value counts as high; `None` is worked out from the buyers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfmCuts {
    /// Days since the last paid order: at most this many is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recency_days: Option<u32>,
    /// Paid orders: at least this many is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<u32>,
    /// Net paid amount in whole yuan: at least this much is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monetary_yuan: Option<u32>,
}

/// How the owner wants to be told what is wrong (预警提醒).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertSettings {
    /// The shop is looked at in the background.
    pub watch: bool,
    /// New alerts also appear on the desktop.
    pub notify: bool,
    /// A paid order is told so many hours before it is late.
    pub soon_hours: u32,
    /// An order not paid after this many hours is told.
    pub unpaid_hours: u32,
    /// A buyer who has waited this many hours for after-sale work is told.
    pub after_sale_hours: u32,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { watch: true, notify: true, soon_hours: 4, unpaid_hours: 72, after_sale_hours: 48 }
    }
}

/// The window as it was left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowState {
    pub width: f32,
    pub height: f32,
    pub maximised: bool,
}

impl Default for WindowState {
    fn default() -> Self {
        Self { width: 1280.0, height: 800.0, maximised: false }
    }
}

/// How a grid was left: widths by column id, and the columns put away.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GridLayout {
    #[serde(default)]
    pub widths: BTreeMap<String, f32>,
    #[serde(default)]
    pub hidden: Vec<String>,
}

/// Filters of a list, kept by a name (筛选方案).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptView {
    pub name: String,
    /// What was looked for.
    #[serde(default)]
    pub text: String,
    /// The column sorted by, and whether downwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<(String, bool)>,
    /// The list's own filters, in the form the list writes them.
    #[serde(default)]
    pub own: Table,
}

/// Everything that is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `None` follows the system.
    pub lang: Option<Lang>,
    pub theme: ThemeChoice,
    pub rise: Rise,
    pub rfm: RfmCuts,
    /// A paid order not shipped after this many hours is late (超时未发货).
    pub late_hours: u32,
    /// Where low, over-stock and dead stock begin while the shop has no rules of its own (库存预警线).
    pub stock: StockRules,
    /// How the owner wants to order (补货设置).
    pub replenish: OwnerRules,
    pub alerts: AlertSettings,
    /// Shipping more than lies on the shelf (超卖).
    pub oversell: Oversell,
    /// A parcel without news for this many hours may be lost (运单停滞).
    pub silent_hours: u32,
    /// `None` is the program's own folder.
    pub backup_folder: Option<PathBuf>,
    /// Who sits at this computer, for the record of who looked at personal data (操作人).
    pub actor: String,
    pub window: WindowState,
    pub side_folded: bool,
    /// Groups of the side bar that are closed.
    pub side_closed: Vec<String>,
    /// Newest first.
    pub recent_shops: Vec<PathBuf>,
    /// Id of the page shown last.
    pub page: Option<String>,
    /// Filters by shop file, in the form the window writes them.
    pub filters: BTreeMap<String, Table>,
    pub grids: BTreeMap<String, GridLayout>,
    /// Kept filters by list.
    pub views: BTreeMap<String, Vec<KeptView>>,
    /// Folders used last in file dialogs, by purpose.
    pub folders: BTreeMap<String, PathBuf>,
    /// Fields this version does not know.
    rest: Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: ThemeChoice::default(),
            rise: Rise::default(),
            rfm: RfmCuts::default(),
            late_hours: 48,
            stock: StockRules::default(),
            replenish: OwnerRules::default(),
            alerts: AlertSettings::default(),
            oversell: Oversell::default(),
            silent_hours: 72,
            backup_folder: None,
            actor: default_actor(),
            window: WindowState::default(),
            side_folded: false,
            side_closed: Vec::new(),
            recent_shops: Vec::new(),
            page: None,
            filters: BTreeMap::new(),
            grids: BTreeMap::new(),
            views: BTreeMap::new(),
            folders: BTreeMap::new(),
            rest: Table::new(),
        }
    }
}

fn default_actor() -> String {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}

/// Settings could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("cannot put settings into words: {0}")]
    Encode(#[from] toml::ser::Error),
}

impl SettingsError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Write { path, .. } => Said::new("settings.error_write").with("path", path.display()),
            Self::Encode(_) => Said::new("settings.error_encode"),
        }
    }
}

/// How many shops the welcome page remembers.
const RECENT: usize = 8;

impl Settings {
    /// Reads the file. A missing file gives the defaults; fields that cannot be read give theirs and are named in the list.
    pub fn read(path: &Path) -> (Self, Vec<String>) {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "settings cannot be read");
                (Self::default(), vec!["*".to_owned()])
            }
        }
    }

    /// Reads the text of a settings file; see [`Settings::read`].
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let Ok(mut table) = text.parse::<Table>() else {
            tracing::warn!("settings file is not TOML");
            return (Self::default(), vec!["*".to_owned()]);
        };
        let mut bad = Vec::new();
        let mut take = Taker { table: &mut table, bad: &mut bad };
        let base = Self::default();
        let mut settings = Self {
            lang: take.field("lang", base.lang),
            theme: take.field("theme", base.theme),
            rise: take.field("rise", base.rise),
            rfm: take.field("rfm", base.rfm),
            late_hours: take.field("late_hours", base.late_hours),
            stock: take.field("stock", base.stock),
            replenish: take.field("replenish", base.replenish),
            alerts: take.field("alerts", base.alerts),
            oversell: take.field("oversell", base.oversell),
            silent_hours: take.field("silent_hours", base.silent_hours),
            backup_folder: take.field("backup_folder", base.backup_folder),
            actor: take.field("actor", base.actor),
            window: take.field("window", base.window),
            side_folded: take.field("side_folded", base.side_folded),
            side_closed: take.field("side_closed", base.side_closed),
            recent_shops: take.field("recent_shops", base.recent_shops),
            page: take.field("page", base.page),
            filters: take.field("filters", base.filters),
            grids: take.field("grids", base.grids),
            views: take.field("views", base.views),
            folders: take.field("folders", base.folders),
            rest: Table::new(),
        };
        settings.rest = table;
        settings.heal();
        if !bad.is_empty() {
            tracing::warn!(?bad, "settings fields that cannot be read were left at their defaults");
        }
        (settings, bad)
    }

    /// Brings numbers that make no sense back into range.
    fn heal(&mut self) {
        self.late_hours = self.late_hours.clamp(1, 24 * 30);
        self.silent_hours = self.silent_hours.clamp(1, 24 * 30);
        self.replenish.heal();
        let sane = |v: f32, least: f32, most: f32, else_: f32| if v.is_finite() { v.clamp(least, most) } else { else_ };
        self.window.width = sane(self.window.width, 800.0, 8000.0, 1280.0);
        self.window.height = sane(self.window.height, 600.0, 8000.0, 800.0);
        for layout in self.grids.values_mut() {
            layout.widths.retain(|_, w| w.is_finite() && *w >= 24.0 && *w <= 2000.0);
        }
        self.recent_shops.truncate(RECENT);
    }

    /// The text of the file.
    pub fn text(&self) -> Result<String, SettingsError> {
        let mut table = self.rest.clone();
        put(&mut table, "lang", &self.lang)?;
        put(&mut table, "theme", &self.theme)?;
        put(&mut table, "rise", &self.rise)?;
        put(&mut table, "rfm", &self.rfm)?;
        put(&mut table, "late_hours", &self.late_hours)?;
        put(&mut table, "stock", &self.stock)?;
        put(&mut table, "replenish", &self.replenish)?;
        put(&mut table, "alerts", &self.alerts)?;
        put(&mut table, "oversell", &self.oversell)?;
        put(&mut table, "silent_hours", &self.silent_hours)?;
        put(&mut table, "backup_folder", &self.backup_folder)?;
        put(&mut table, "actor", &self.actor)?;
        put(&mut table, "window", &self.window)?;
        put(&mut table, "side_folded", &self.side_folded)?;
        put(&mut table, "side_closed", &self.side_closed)?;
        put(&mut table, "recent_shops", &self.recent_shops)?;
        put(&mut table, "page", &self.page)?;
        put(&mut table, "filters", &self.filters)?;
        put(&mut table, "grids", &self.grids)?;
        put(&mut table, "views", &self.views)?;
        put(&mut table, "folders", &self.folders)?;
        Ok(toml::to_string_pretty(&table)?)
    }

    /// Writes the file whole or not at all: a crash or a full disk leaves the old one.
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        let text = self.text()?;
        let failed = |source| SettingsError::Write { path: path.to_path_buf(), source };
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Puts a shop at the head of the recent ones.
    pub fn remember_shop(&mut self, path: &Path) {
        self.recent_shops.retain(|known| known != path);
        self.recent_shops.insert(0, path.to_path_buf());
        self.recent_shops.truncate(RECENT);
    }

    pub fn forget_shop(&mut self, path: &Path) {
        self.recent_shops.retain(|known| known != path);
    }
}

struct Taker<'a> {
    table: &'a mut Table,
    bad: &'a mut Vec<String>,
}

impl Taker<'_> {
    /// The field, or `base` when it is missing or cannot be read.
    fn field<T: DeserializeOwned>(&mut self, name: &str, base: T) -> T {
        match self.table.remove(name).map(Value::try_into) {
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.bad.push(name.to_owned());
                base
            }
            None => base,
        }
    }
}

fn put<T: Serialize>(table: &mut Table, name: &str, value: &T) -> Result<(), toml::ser::Error> {
    // TOML has no null: an absent field is `None`.
    let mut probe = Table::try_from(BTreeMap::from([(name, value)])).or_else(|error| match error.to_string() {
        text if text.contains("unsupported None") => Ok(Table::new()),
        _ => Err(error),
    })?;
    match probe.remove(name) {
        Some(value) => table.insert(name.to_owned(), value),
        None => table.remove(name),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_field_costs_only_itself() {
        let (settings, bad) = Settings::parse(
            "theme = \"dark\"\nlate_hours = \"soon\"\nrise = \"green\"\n[rfm]\nrecency_days = 60\nfrequency = 3\n",
        );
        assert_eq!(bad, ["late_hours"]);
        assert_eq!(settings.theme, ThemeChoice::Dark);
        assert_eq!(settings.rise, Rise::Green);
        assert_eq!(settings.rfm, RfmCuts { recency_days: Some(60), frequency: Some(3), monetary_yuan: None });
        assert_eq!(settings.late_hours, 48);
    }

    #[test]
    fn a_file_that_is_no_toml_gives_the_defaults_and_says_so() {
        let (settings, bad) = Settings::parse("\u{0}\u{0}\u{0}not toml = = =");
        assert_eq!((settings, bad), (Settings::default(), vec!["*".to_owned()]));
    }

    #[test]
    fn what_is_written_is_read_again_and_newer_fields_survive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.toml");
        let (mut settings, _) = Settings::parse("from_the_future = 7\n");
        settings.lang = Some(Lang::En);
        settings.remember_shop(Path::new("/shops/茶.zhanggui"));
        settings.grids.insert(
            "orders".to_owned(),
            GridLayout { widths: BTreeMap::from([("paid".to_owned(), 120.0)]), hidden: vec!["province".to_owned()] },
        );
        let view = KeptView {
            name: "快断货".to_owned(),
            text: "茶".to_owned(),
            sort: Some(("cover".to_owned(), false)),
            own: "mark = \"low\"".parse().unwrap(),
        };
        settings.views.insert("stock".to_owned(), vec![view]);
        settings.write(&path).unwrap();
        let (read, bad) = Settings::read(&path);
        assert_eq!((read, bad), (settings, Vec::new()));
        assert!(fs::read_to_string(&path).unwrap().contains("from_the_future = 7"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file stays behind");
    }

    #[test]
    fn settings_that_make_no_sense_come_back_into_range() {
        let (settings, bad) =
            Settings::parse("late_hours = 0\n[window]\nwidth = 1.0\nheight = nan\nmaximised = false\n");
        assert!(bad.is_empty());
        assert_eq!(settings.late_hours, 1);
        assert_eq!((settings.window.width, settings.window.height), (800.0, 800.0));
    }

    #[test]
    fn a_shop_opened_again_moves_to_the_head() {
        let mut settings = Settings::default();
        for name in ["a", "b", "a"] {
            settings.remember_shop(Path::new(name));
        }
        assert_eq!(settings.recent_shops, [PathBuf::from("a"), PathBuf::from("b")]);
    }
}
