//! The owner's own sheets (自己的表): templates and lists to be filled in are saved, filled ones chosen to be imported.

use std::path::PathBuf;

use iced::Task;

use crate::export;
use crate::locale::Said;

use super::action::Action;
use super::ctx::Ctx;
use super::picker::{Ask, FileKind};
use super::{job, save};

/// The remembered folder of files to import.
const AREA: &str = "imports";

/// Where the last files came from.
pub fn folder(ctx: &Ctx) -> Option<PathBuf> {
    ctx.settings.folders.get(AREA).cloned()
}

/// Asks where to put the sheet `title`, makes it off the window's thread and puts it there. Nothing comes back when nobody says where.
pub fn keep<M: Send + 'static>(
    ctx: &Ctx,
    title: &str,
    make: impl FnOnce() -> Result<Vec<u8>, Said> + Send + 'static,
    done: impl FnOnce(Result<PathBuf, Said>) -> M + Send + 'static,
) -> Action<M> {
    let name = export::name::clean(title);
    let asked = save::ask(ctx, AREA, title.to_owned(), &name, "xlsx", |path| path);
    let mut once = Some((make, done));
    Action::task(asked.task.then(move |path| {
        let (Some(path), Some((make, done))) = (path, once.take()) else { return Task::none() };
        let work = move || {
            let path = save::with_ending(path, "xlsx");
            export::put(&path, &make()?).map_err(|error| error.said())?;
            Ok(path)
        };
        job::work(work, done)
    }))
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
