//! Saving under a name the user chooses (另存): the dialog in the folder used last, and what is said afterwards.

use std::path::{Path, PathBuf};

use iced::Task;

use crate::export;
use crate::locale::Said;

use super::action::{Action, Intent, Toast};
use super::ctx::Ctx;
use super::picker::{Ask, FileKind};

/// Asks where to save `title`; `area` names the remembered folder, `name` is the suggested file without its ending.
pub fn ask<M: Send + 'static>(
    ctx: &Ctx,
    area: &str,
    title: String,
    name: &str,
    extension: &str,
    done: impl Fn(Option<PathBuf>) -> M + Send + 'static,
) -> Action<M> {
    let ask = Ask {
        title,
        folder: ctx.settings.folders.get(area).cloned(),
        name: Some(format!("{name}.{extension}")),
        kinds: vec![FileKind::new(extension.to_uppercase(), &[extension])],
    };
    Action::task(Task::perform(ctx.services.picker.save(ask), done))
}

/// The next dialog of this area starts where this file is saved.
pub fn remember(ctx: &Ctx, area: &str, path: &Path) -> Intent {
    let mut settings = ctx.settings.clone();
    if let Some(folder) = path.parent() {
        settings.folders.insert(area.to_owned(), folder.to_path_buf());
    }
    Intent::Settings(Box::new(settings))
}

/// A path as it was chosen, with the ending that belongs to it when the user typed none.
pub fn with_ending(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(extension) }
}

/// Says what was saved and offers its folder, or why nothing was.
pub fn saved<M>(result: Result<PathBuf, Said>) -> Action<M> {
    match result {
        Ok(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let toast = Toast::good(Said::new("shell.saved_to").with("name", name));
            Action::toast(toast.with_button("shell.show_folder", Intent::Reveal(path)))
        }
        Err(said) => Action::toast(Toast::bad(said)),
    }
}

/// `销售趋势 2026-10-24 2026-11-22`
pub fn name(title: &str, ctx: &Ctx) -> String {
    let period = ctx.period();
    export::name::clean(&format!("{title} {} {}", period.from(), period.to()))
}
