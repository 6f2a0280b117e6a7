//! Writes a chart or its data to a file, or into the clipboard's pixels. Off the window's thread.

use std::path::PathBuf;

use crate::chart::{png, svg};
use crate::export;
use crate::gui::picker::Pixels;
use crate::locale::{Lang, Said};

use super::{Form, SCALE, Subject};

/// Writes `form` of the chart to `path`, whose ending is put right, and gives the path written.
pub(super) fn write(form: Form, subject: &Subject, path: PathBuf, lang: Lang) -> Result<PathBuf, Said> {
    let path = if path.extension().is_some() { path } else { path.with_extension(form.extension()) };
    let bytes = match form {
        Form::Svg => svg::svg(&subject.scene(false)).into_bytes(),
        Form::Png | Form::Clear => png::png(&subject.scene(form == Form::Clear), SCALE).map_err(|error| {
            tracing::warn!(%error, "chart not saved");
            error.said()
        })?,
        Form::Csv | Form::Xlsx => {
            let Some(table) = &subject.table else { return Err(Said::new("shell.nothing_in_period")) };
            let written = if form == Form::Csv {
                export::csv::write(&path, table)
            } else {
                export::xlsx::write(&path, &[table.as_ref()], lang)
            };
            return written.map(|()| path).map_err(|error| error.said());
        }
    };
    export::put(&path, &bytes).map_err(|error| error.said())?;
    Ok(path)
}

/// The chart as pixels, at the scale of saved pictures.
pub(super) fn pixels(subject: &Subject) -> Result<Pixels, Said> {
    png::pixels(&subject.scene(false), SCALE).map_err(|error| {
        tracing::warn!(%error, "chart not copied");
        error.said()
    })
}
