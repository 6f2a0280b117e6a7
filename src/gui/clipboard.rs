//! The system's clipboard, through arboard.

use std::sync::{Mutex, PoisonError};

use crate::locale::Said;

use super::picker::{Clipboard, Pixels};

/// Keeps one connection open: on X11 what was copied lives only as long as its owner does.
#[derive(Default)]
pub struct SystemClipboard(Mutex<Option<arboard::Clipboard>>);

impl std::fmt::Debug for SystemClipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemClipboard")
    }
}

impl SystemClipboard {
    fn with(&self, act: impl FnOnce(&mut arboard::Clipboard) -> Result<(), arboard::Error>) -> Result<(), Said> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let done = match slot.take() {
            Some(open) => Ok(open),
            None => arboard::Clipboard::new(),
        }
        .and_then(|mut open| {
            let done = act(&mut open);
            *slot = Some(open);
            done
        });
        done.map_err(|error| {
            tracing::warn!(%error, "clipboard");
            Said::new("shell.error_clipboard")
        })
    }
}

impl Clipboard for SystemClipboard {
    fn set_text(&self, text: String) -> Result<(), Said> {
        self.with(|open| open.set_text(text))
    }

    fn set_picture(&self, picture: Pixels) -> Result<(), Said> {
        self.with(|open| {
            open.set_image(arboard::ImageData {
                width: picture.width as usize,
                height: picture.height as usize,
                bytes: picture.rgba.into(),
            })
        })
    }
}
