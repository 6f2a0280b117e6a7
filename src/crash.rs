//! What happens when the program meets a bug of its own: the place is written to a file, and the user is told where that file lies.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::locale::Lang;

/// Until a window stands, a panic means that there is nothing to show one on: that is said by who opens it, and is no bug.
static OPENING: AtomicBool = AtomicBool::new(false);

/// Whether a window is being opened.
pub fn opening(now: bool) {
    OPENING.store(now, Ordering::Relaxed);
}

/// Whether the window being opened has not come yet.
pub fn is_opening() -> bool {
    OPENING.load(Ordering::Relaxed)
}

/// Writes a report into `folder` whenever a thread panics, and says so on standard error in the user's language.
///
/// The report holds the place, the message and a backtrace: nothing of the shop's data. The shop file needs no care here:
/// an unfinished transaction is rolled back when the file is next opened.
pub fn report_to(folder: PathBuf, lang: Lang) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if OPENING.load(Ordering::Relaxed) {
            tracing::error!(place = ?info.location(), %info, "no window");
            return;
        }
        let stamp = chrono::Local::now().format("%Y%m%d-%H%M%S%.3f");
        let file = folder.join(format!("crash-{stamp}.txt"));
        let trace = std::backtrace::Backtrace::force_capture();
        let text = format!("zhanggui {}\n{info}\n{trace}\n", env!("CARGO_PKG_VERSION"));
        let kept = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text));
        tracing::error!(place = ?info.location(), "panic");
        if kept.is_ok() {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "{}", lang.f("cli.crashed", &[("file", &file.display().to_string())]));
        } else {
            before(info);
        }
    }));
}
