//! Why a file cannot be read, each reason with its own sentence for the user.

use std::io;
use std::sync::Arc;

use crate::locale::Said;

/// A file, or a part of it, that cannot be read as a table.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    #[error("no such file")]
    Missing,
    #[error("it is a folder")]
    Folder,
    /// A pipe, a disk, a terminal.
    #[error("it is a device")]
    Device,
    #[error("no permission to read")]
    Forbidden(#[source] Arc<io::Error>),
    #[error("reading failed")]
    Io(#[source] Arc<io::Error>),
    #[error("the file is empty")]
    Empty,
    #[error("zeros instead of data from byte {at}")]
    ZeroFilled { at: u64 },
    /// A photo or screenshot; `kind` is `JPEG`, `PNG` ...
    #[error("a picture: {kind}")]
    Picture { kind: &'static str },
    #[error("a pdf")]
    Pdf,
    /// HTML without a table: as a rule the platform's login page.
    #[error("a web page without a table")]
    WebPage,
    /// A page asking for a login, by its words.
    #[error("a login page")]
    LoginPage,
    /// JSON: as a rule the platform's error message.
    #[error("json")]
    Json,
    /// rar, 7z, gz: archives other than zip.
    #[error("an archive: {kind}")]
    Archive { kind: &'static str },
    /// Word, PowerPoint, ods, xlsb, xml: an office document that is not read.
    #[error("a document: {kind}")]
    Document { kind: &'static str },
    /// A program, a sound, a film ...
    #[error("a {kind}")]
    Foreign { kind: &'static str },
    /// The program's own shop file.
    #[error("a shop file")]
    ShopFile,
    #[error("not text in any known encoding")]
    Binary,
    /// An Office file with a password.
    #[error("encrypted office file")]
    Password,
    #[error("the archive's members are encrypted")]
    LockedArchive,
    #[error("ends too early: {detail}")]
    Truncated { detail: String },
    #[error("damaged: {detail}")]
    Damaged { detail: String },
    #[error("archive holds no table")]
    NothingInside,
    #[error("folder holds no export")]
    NothingInFolder,
    /// What an archive holds is unpacked to disk when it is large.
    #[error("no room left on the disk")]
    NoRoom,
    #[error("archive inside an archive")]
    NestedArchive,
    #[error("member name leads out of the archive")]
    UnsafeName,
    #[error("{count} members, more than {limit}")]
    TooManyMembers { count: u64, limit: u64 },
    /// Unpacked it would grow beyond all reason (a zip bomb).
    #[error("unpacks to more than {limit} bytes, or {ratio} times its size")]
    Bomb { limit: u64, ratio: u64 },
    #[error("more than {limit} columns in row {row}")]
    TooWide { row: u32, limit: usize },
    #[error("row {row} is longer than {limit} bytes")]
    RowTooLong { row: u32, limit: usize },
    /// Too large to be held in memory, which this kind of file needs.
    #[error("{kind} of {size} bytes, more than {limit}")]
    TooLarge { kind: &'static str, size: u64, limit: u64 },
    #[error("a workbook without sheets")]
    NoSheets,
}

impl ReadError {
    /// What happened and what to do, for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Missing => Said::new("read.missing"),
            Self::Folder => Said::new("read.folder"),
            Self::Device => Said::new("read.device"),
            Self::Forbidden(_) => Said::new("read.forbidden"),
            Self::Io(source) => Said::new("read.io").with("detail", source),
            Self::Empty => Said::new("read.empty"),
            Self::ZeroFilled { .. } => Said::new("read.zero_filled"),
            Self::Picture { kind } => Said::new("read.picture").with("kind", kind),
            Self::Pdf => Said::new("read.pdf"),
            Self::WebPage => Said::new("read.web_page"),
            Self::LoginPage => Said::new("read.login_page"),
            Self::Json => Said::new("read.json"),
            Self::Archive { kind } => Said::new("read.archive").with("kind", kind),
            Self::Document { kind } => Said::new("read.document").with("kind", kind),
            Self::Foreign { kind } => Said::new("read.foreign").with("kind", kind),
            Self::ShopFile => Said::new("read.shop_file"),
            Self::Binary => Said::new("read.binary"),
            Self::Password => Said::new("read.password"),
            Self::LockedArchive => Said::new("read.locked_archive"),
            Self::Truncated { .. } => Said::new("read.truncated"),
            Self::Damaged { .. } => Said::new("read.damaged"),
            Self::NothingInside => Said::new("read.nothing_inside"),
            Self::NothingInFolder => Said::new("read.nothing_in_folder"),
            Self::NoRoom => Said::new("read.no_room"),
            Self::NestedArchive => Said::new("read.nested_archive"),
            Self::UnsafeName => Said::new("read.unsafe_name"),
            Self::TooManyMembers { count, limit } => {
                Said::new("read.too_many_members").with("count", count).with("limit", limit)
            }
            Self::Bomb { .. } => Said::new("read.bomb"),
            Self::TooWide { row, limit } => Said::new("read.too_wide").with("row", row).with("limit", limit),
            Self::RowTooLong { row, limit } => {
                Said::new("read.row_too_long").with("row", row).with("limit", limit / 1024 / 1024)
            }
            Self::TooLarge { kind, limit, .. } => {
                Said::new("read.too_large").with("kind", kind).with("limit", limit / 1024 / 1024)
            }
            Self::NoSheets => Said::new("read.no_sheets"),
        }
    }

    /// Short stable name for `--json`: the part of the sentence's key after the area.
    pub fn code(&self) -> String {
        self.said().code().to_owned()
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::PermissionDenied => Self::Forbidden(Arc::new(error)),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom,
            io::ErrorKind::UnexpectedEof => Self::Truncated { detail: error.to_string() },
            // A `ReadError` that came up through a library that knows only `io::Error`.
            _ => match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
                Some(own) => own.clone(),
                None => Self::Io(Arc::new(error)),
            },
        }
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        Self::other(error)
    }
}
