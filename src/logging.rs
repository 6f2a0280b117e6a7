//! The log file: technical chains for whoever has to find out what happened. No personal data, no secrets; nothing leaves the machine.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, InitError, Rotation};

/// Keeps the log writer alive; what is still buffered is written when it drops.
#[derive(Debug)]
pub struct Logging {
    _guard: WorkerGuard,
}

/// Starts logging into `folder`, one file a day, the last fourteen kept.
///
/// # Errors
/// When the folder cannot be written. The program can go on without a log.
pub fn start(folder: &Path) -> Result<Logging, InitError> {
    // The writer would complain on standard error about a folder that is not there yet.
    let _ = std::fs::create_dir_all(folder);
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("zhanggui")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder)?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_ansi(false)
        .with_target(true)
        .with_writer(writer)
        .finish();
    // A second start in the same process (tests) keeps the first subscriber.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(Logging { _guard: guard })
}
