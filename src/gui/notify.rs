//! Notifications on the desktop (桌面通知) behind a trait, so that tests see them and nobody's desktop is bothered.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shows a note outside the window. Never waits, never fails aloud.
pub trait Notifier: Send + Sync + fmt::Debug {
    fn notify(&self, title: String, text: String);
}

/// The desktop of the system.
#[derive(Debug, Clone, Default)]
pub struct SystemNotifier {
    /// There is no such service here: said once in the log.
    failed: Arc<AtomicBool>,
}

impl Notifier for SystemNotifier {
    fn notify(&self, title: String, text: String) {
        let failed = Arc::clone(&self.failed);
        let shown = move || {
            // The service may take its time to answer, or not be there at all.
            let done = notify_rust::Notification::new().appname("zhanggui").summary(&title).body(&text).show();
            if let Err(error) = done
                && !failed.swap(true, Ordering::Relaxed)
            {
                tracing::warn!(%error, "no notification on the desktop");
            }
        };
        if let Err(error) = std::thread::Builder::new().name("notify".to_owned()).spawn(shown) {
            tracing::warn!(%error, "no thread for a notification");
        }
    }
}
