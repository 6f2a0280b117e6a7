//! Writes a chart or its data to a file, or as pixels for the clipboard. Off the window's thread.

use std::path::PathBuf;

use crate::chart::png::{self, PictureError};
use crate::chart::svg;
use crate::export::{self, ExportError, csv, xlsx};
use crate::gui::picker::Pixels;
use crate::gui::save::with_ending;
use crate::locale::{Lang, Said};

use super::{Form, SCALE, Subject};

/// Writes `form` of the chart to `path`, given an ending if it has none, and tells the path written.
pub(super) fn write(form: Form, subject: &Subject, path: PathBuf, lang: Lang) -> Result<PathBuf, Said> {
    let path = with_ending(path, form.extension());
    let written = match form {
        Form::Svg => export::put(&path, svg::svg(&subject.scene(false)).as_bytes()),
        Form::Png | Form::Clear => {
            let picture = png::png(&subject.scene(form == Form::Clear), SCALE).map_err(|error| picture(&error))?;
            export::put(&path, &picture)
        }
        Form::Csv | Form::Xlsx => {
            let Some(table) = subject.table.as_deref() else { return Err(Said::new("shell.nothing_in_period")) };
            if form == Form::Csv { csv::write(&path, table) } else { xlsx::write(&path, &[table], lang) }
        }
    };
    written.map_err(|error| failed(&error))?;
    Ok(path)
}

fn picture(error: &PictureError) -> Said {
    tracing::warn!(%error, "chart as picture");
    error.said()
}

fn failed(error: &ExportError) -> Said {
    tracing::warn!(%error, "chart not saved");
    error.said()
}

/// The chart as pixels, at the scale of saved pictures.
pub(super) fn pixels(subject: &Subject) -> Result<Pixels, Said> {
    png::pixels(&subject.scene(false), SCALE).map_err(|error| picture(&error))
}
