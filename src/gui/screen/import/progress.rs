//! How far an import is (导入进度): rows, pace and time left, in the foot and in the middle of the page.

use std::sync::{Mutex, PoisonError};

use iced::widget::{column, container, progress_bar, space};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::gui::component::{button, words};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::theme::{input, space as gap};
use crate::gui::widget::busy::Busy;
use crate::import::run::{self, Phase};
use crate::locale::Said;

/// Tells a job how far an import is: rows of all its files so far, and the share of files and of the bytes of the one being read.
#[derive(Debug, Default)]
pub struct Teller {
    /// The file being told of, rows of those before it, and its own.
    rows: Mutex<(usize, u64, u64)>,
}

impl Teller {
    pub fn tell(&self, job: &Job, now: &run::Progress) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.0 != now.file {
            *rows = (now.file, rows.1 + rows.2, 0);
        }
        rows.2 = rows.2.max(now.rows);
        job.progress(rows.1 + rows.2, None);
        job.share(share(now));
        let phase = match now.phase {
            Phase::Opening => "intake.phase_opening",
            Phase::Reading => "intake.phase_reading",
            Phase::Comparing => "intake.phase_comparing",
            Phase::Writing => "intake.phase_writing",
        };
        let said = Said::new(phase).with("file", &now.label);
        job.note(Some(said.with("at", now.file + 1).with("of", now.files.max(1))));
    }
}

/// How much of all files is done, from 0 to 1; unknown while the only one is written.
fn share(now: &run::Progress) -> Option<f32> {
    let read = now.bytes as f64 / now.total_bytes.max(1) as f64;
    let of_file = match now.phase {
        // All files are opened before the first is read.
        Phase::Opening => return None,
        // Comparing is the last tenth.
        Phase::Reading => 0.9 * read.clamp(0.0, 1.0),
        Phase::Comparing => 0.9,
        Phase::Writing if now.files <= 1 => return None,
        Phase::Writing => 0.0,
    };
    Some(((now.file as f64 + of_file) / now.files.max(1) as f64) as f32)
}

/// What is being done, how far it is, and the way to stop it.
pub fn view<'a>(ctx: &'a Ctx, job: &'a Job) -> Element<'a, Message> {
    let now = job.current().map_or_else(|| ctx.say(job.title()), |note| ctx.say(&note));
    let at = job.measure();
    let bar: Element<'a, Message> = match at.share() {
        Some(share) => progress_bar(0.0..=1.0, share).girth(8).style(input::progress).into(),
        None => Busy.into(),
    };
    let pace = if job.cancelled() { ctx.t("shell.job_cancelling").to_owned() } else { at.said(ctx.lang) };
    container(
        column![
            words::body(now),
            container(bar).center_x(360).center_y(20),
            words::muted(pace),
            words::muted(ctx.t("intake.busy_hint")),
            space::vertical().height(gap::S),
            button::secondary(ctx.t("shell.cancel"), Some(Message::Cancel)),
        ]
        .spacing(gap::S)
        .align_x(Alignment::Center),
    )
    .center(Length::Fill)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: usize, files: usize, phase: Phase, rows: u64, bytes: u64) -> run::Progress {
        run::Progress {
            label: "订单.csv".to_owned(),
            file,
            files,
            phase,
            rows,
            rows_per_second: 0,
            bytes,
            total_bytes: 100,
        }
    }

    #[test]
    fn rows_of_all_files_are_counted_and_the_bar_never_runs_back() {
        let (job, teller) = (Job::new(Said::new("shell.job_import")), Teller::default());
        let mut before = 0.0;
        let steps = [
            (at(0, 2, Phase::Reading, 10, 50), 10),
            (at(0, 2, Phase::Reading, 20, 100), 20),
            (at(0, 2, Phase::Comparing, 20, 0), 20),
            (at(1, 2, Phase::Reading, 5, 10), 25),
            (at(1, 2, Phase::Comparing, 50, 0), 70),
        ];
        for (step, rows) in steps {
            teller.tell(&job, &step);
            let share = job.measure().share().unwrap();
            assert!(share >= before && share < 1.0, "{share} after {before}");
            assert_eq!(job.measure().done, rows);
            before = share;
        }
        assert!(before > 0.9);
    }
}
