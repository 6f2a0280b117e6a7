//! The command line: the window by default, or one job without a window.
//!
//! Usage errors end with status 2, failed work with 1. Messages are in the user's language.

mod args;
mod jobs;
mod report;

use std::io::Write;
use std::process::ExitCode;

use crate::locale::Lang;
use crate::paths::Paths;
use crate::settings::Settings;

pub use args::{Command, Usage, parse};

/// Runs the program with its arguments (the first is the program's name) and returns its exit status.
pub fn main(args: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let mut err = std::io::stderr().lock();
    ExitCode::from(run(args, &mut out, &mut err))
}

/// The same with the outputs given: 0 done, 1 failed, 2 wrong usage or no display.
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    // The language chosen in the window, else that of the system.
    let chosen = Paths::of_user().and_then(|paths| Settings::read(&paths.settings).0.lang);
    let system = chosen.unwrap_or_else(Lang::system);
    let (lang, command) = match parse(args, system) {
        Ok(parsed) => parsed,
        Err(Usage::Shown(text)) => return status(write!(out, "{text}").is_ok(), 0),
        Err(Usage::Wrong(text)) => return status(writeln!(err, "{text}").is_ok(), 2),
    };
    jobs::run(command, lang, out, err)
}

/// `code`, or 1 when even the message could not be written.
const fn status(written: bool, code: u8) -> u8 {
    if written { code } else { 1 }
}
