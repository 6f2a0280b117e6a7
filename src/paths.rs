//! Where the program keeps its own files (程序目录), by each system's custom. `ZHANGGUI_HOME` puts everything under one folder:
//! for a USB stick and for tests.

use std::path::PathBuf;

/// The program's folders. They are made when something is first written into them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `settings.toml`
    pub settings: PathBuf,
    /// New shops are suggested here.
    pub shops: PathBuf,
    /// Backups (备份) unless the settings name another folder.
    pub backups: PathBuf,
    pub logs: PathBuf,
    pub crashes: PathBuf,
    /// Files that can be made again: the sample shop.
    pub cache: PathBuf,
}

impl Paths {
    /// The folders of this computer's user, `None` when the system names no home.
    pub fn of_user() -> Option<Self> {
        if let Some(home) = std::env::var_os("ZHANGGUI_HOME").filter(|home| !home.is_empty()) {
            return Some(Self::under(PathBuf::from(home)));
        }
        let dirs = directories::ProjectDirs::from("", "", "zhanggui")?;
        let data = dirs.data_dir();
        Some(Self {
            settings: dirs.config_dir().join("settings.toml"),
            shops: directories::UserDirs::new()
                .and_then(|user| user.document_dir().map(|documents| documents.join("掌柜")))
                .unwrap_or_else(|| data.join("shops")),
            backups: data.join("backups"),
            logs: data.join("logs"),
            crashes: data.join("crashes"),
            cache: dirs.cache_dir().to_path_buf(),
        })
    }

    /// Everything under one folder.
    pub fn under(home: PathBuf) -> Self {
        Self {
            settings: home.join("settings.toml"),
            shops: home.join("shops"),
            backups: home.join("backups"),
            logs: home.join("logs"),
            crashes: home.join("crashes"),
            cache: home.join("cache"),
        }
    }

    /// The sample shop's file (示例店铺): never the owner's own. Each version of the program makes its own.
    pub fn sample(&self) -> PathBuf {
        self.cache.join(concat!("sample-", env!("CARGO_PKG_VERSION"), ".zhanggui"))
    }
}
