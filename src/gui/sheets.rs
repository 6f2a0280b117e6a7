//! The owner's own sheets (自己的表): templates and lists to be filled in are saved, filled ones chosen to be imported.

use std::path::{Path, PathBuf};

use iced::Task;

use crate::locale::Said;

use super::action::{Action, Intent, Toast};
use super::ctx::Ctx;
use super::job;
use super::picker::{Ask, FileKind};

/// Where the last files came from or went to.
pub fn folder(ctx: &Ctx) -> Option<PathBuf> {
    ctx.settings.folders.get("imports").cloned()
}

/// Asks where to put the sheet `title`, makes it off the window's thread and puts it there. Nothing comes back when nobody says where.
pub fn save<M: Send + 'static>(
    ctx: &Ctx,
    title: &str,
    make: impl FnOnce() -> Result<Vec<u8>, Said> + Send + 'static,
    done: impl FnOnce(Result<PathBuf, Said>) -> M + Send + 'static,
) -> Action<M> {
    let ask = Ask {
        title: title.to_owned(),
        folder: folder(ctx),
        name: Some(format!("{}.xlsx", crate::export::name::clean(title))),
        kinds: vec![FileKind::new("XLSX", &["xlsx"])],
    };
    let mut once = Some((make, done));
    let picked = Task::perform(ctx.services.picker.save(ask), |path| path);
    Action::task(picked.then(move |path| {
        let (Some(path), Some((make, done))) = (path, once.take()) else { return Task::none() };
        let work = move || {
            crate::export::put(&path, &make()?).map_err(|error| error.said())?;
            Ok(path)
        };
        job::work(work, done)
    }))
}

/// Says where a sheet was put, or why it was not.
pub fn saved(done: Result<PathBuf, Said>) -> Toast {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match done {
        Ok(path) => Toast::good(Said::new("shell.saved_to").with("name", name(&path)))
            .with_button("shell.show_folder", Intent::Reveal(path)),
        Err(said) => Toast::bad(said),
    }
}

/// Asks for files to import.
pub fn choose<M: Send + 'static>(ctx: &Ctx, chosen: impl Fn(Vec<PathBuf>) -> M + Send + 'static) -> Action<M> {
    let endings = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "zip"];
    let ask = Ask {
        title: ctx.t("intake.choose_files").to_owned(),
        folder: folder(ctx),
        name: None,
        kinds: vec![FileKind::new(ctx.t("intake.kind_exports"), &endings)],
    };
    Action::task(Task::perform(ctx.services.picker.open_files(ask), chosen))
}
