//! The window (窗口), and the only place that knows iced.
//!
//! [`app`] is the window's state and dispatch, [`shell`] what stands around every page. A page answers [`screen::Screen`]; it reads
//! [`ctx::Ctx`], asks with [`load::Load`], answers with [`action::Action`], and is drawn from [`component`], [`widget`] and [`theme`].

pub mod action;
pub mod analysis;
pub mod app;
pub mod charts;
pub mod clipboard;
pub mod command;
pub mod component;
pub mod ctx;
pub mod desk;
pub mod drill;
pub mod figures;
pub mod filter;
#[cfg(test)]
pub mod harness;
pub mod job;
pub mod load;
pub mod mapper;
pub mod names;
pub mod notify;
pub mod ordering;
pub mod paging;
pub mod picker;
pub mod printing;
pub mod record_list;
pub mod route;
pub mod save;
pub mod screen;
pub mod search;
pub mod sheets;
pub mod shell;
pub mod theme;
pub mod widget;

use std::path::PathBuf;

use iced::{Pixels, Settings as WindowProgram, Size, window};

use crate::chart::font;
use crate::crash;
use crate::locale::Said;
use crate::paths::Paths;
use crate::settings::Settings;

/// What the window starts with.
#[derive(Debug, Clone, Default)]
pub struct GuiOptions {
    /// Open this shop file.
    pub shop: Option<PathBuf>,
    /// Open the sample shop (示例店铺).
    pub sample: bool,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum GuiError {
    /// Neither X11 nor Wayland can be reached.
    #[error("no display: neither WAYLAND_DISPLAY nor a reachable DISPLAY")]
    NoDisplay,
    #[error("the window could not be made: {0}")]
    Window(#[from] iced::Error),
}

impl GuiError {
    /// The sentence for the user, which names the command that does the same without a window.
    pub fn said(&self) -> Said {
        match self {
            Self::NoDisplay => Said::new("shell.error_no_display"),
            Self::Window(error) => Said::new("shell.error_no_window").with("reason", error),
        }
    }
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`GuiError::NoDisplay`] before anything else when there is nothing to show a window on.
pub fn run(options: GuiOptions) -> Result<(), GuiError> {
    if !display_reachable() {
        return Err(GuiError::NoDisplay);
    }
    let paths = Paths::of_user().unwrap_or_else(|| Paths::under(std::env::temp_dir().join("zhanggui")));
    let (settings, bad) = Settings::read(&paths.settings);
    let start = app::Start { shop: options.shop, sample: options.sample };
    let window = window::Settings {
        size: Size::new(settings.window.width, settings.window.height),
        min_size: Some(Size::new(960.0, 600.0)),
        maximized: settings.window.maximised,
        icon: shell::logo::window_icon(),
        exit_on_close_request: false,
        ..window::Settings::default()
    };
    let boot = move || {
        crash::opening(false);
        let ctx = ctx::Ctx::new(settings.clone(), ctx::Services::of_system(paths.clone()));
        app::App::new(ctx, &start, &bad)
    };
    let application = iced::application(boot, app::App::update, app::App::view)
        .title(app::App::title)
        .theme(app::App::theme)
        .subscription(app::App::subscription)
        .settings(program())
        .window(window);
    // A display that is there and refuses ends in a panic of the window library before anything of ours has begun.
    crash::opening(true);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| application.run()));
    match ended {
        Ok(ended) => Ok(ended?),
        Err(_) if crash::is_opening() => Err(GuiError::NoDisplay),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Fonts and text size, the same for the window and for tests.
pub fn program() -> WindowProgram {
    WindowProgram {
        fonts: vec![font::REGULAR.into(), font::BOLD.into()],
        default_font: theme::REGULAR,
        default_text_size: Pixels(theme::size::BODY),
        antialiasing: true,
        ..WindowProgram::default()
    }
}

/// Whether a window can be shown. winit ends the program where it cannot, so this is asked first.
#[cfg(all(unix, not(target_os = "macos")))]
fn display_reachable() -> bool {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if named("WAYLAND_DISPLAY").is_some() || named("WAYLAND_SOCKET").is_some() {
        return true;
    }
    named("DISPLAY").is_some_and(|display| x11_answers(&display))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
const fn display_reachable() -> bool {
    true
}

/// Whether an X server listens behind a name such as `:0` or `:10.0`. Names of other computers are taken on trust.
#[cfg(all(unix, not(target_os = "macos")))]
fn x11_answers(display: &str) -> bool {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixStream};
    let Some(local) = display.strip_prefix(':').or_else(|| display.strip_prefix("unix:")) else { return true };
    let number = local.split('.').next().unwrap_or(local);
    let path = format!("/tmp/.X11-unix/X{number}");
    UnixStream::connect(&path).is_ok()
        || SocketAddr::from_abstract_name(path.as_bytes())
            .is_ok_and(|address| UnixStream::connect_addr(&address).is_ok())
}
