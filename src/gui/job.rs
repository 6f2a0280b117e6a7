//! Long work (任务) with progress and cancel in the foot of the window, and short work off the window's thread.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use iced::Task;
use iced::futures::channel::oneshot;

use crate::locale::{Lang, Said};
use crate::table::grouped;

/// Runs `work` on a thread of its own and brings its result as a message. The window never waits for it.
///
/// A panic inside the work becomes [`Said`] `shell.error_crashed`, logged here.
pub fn work<T, M>(
    work: impl FnOnce() -> Result<T, Said> + Send + 'static,
    done: impl FnOnce(Result<T, Said>) -> M + Send + 'static,
) -> Task<M>
where
    T: Send + 'static,
    M: Send + 'static,
{
    let (tx, rx) = oneshot::channel();
    let spawned = std::thread::Builder::new().name("work".to_owned()).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Said::new("shell.error_crashed")));
        // Nobody waits any more when the window has closed.
        let _ = tx.send(result);
    });
    if let Err(error) = spawned {
        tracing::error!(%error, "cannot start a thread");
        return Task::done(done(Err(Said::new("shell.error_thread"))));
    }
    Task::perform(rx, move |result| done(result.unwrap_or_else(|_| Err(Said::new("shell.error_crashed")))))
}

type Interrupt = Box<dyn Fn() + Send + Sync>;

struct Inner {
    title: Said,
    started: Instant,
    done: AtomicU64,
    /// 0 = not known.
    total: AtomicU64,
    /// From 0 to 1 as bits, where the worker knows it better than rows tell; NaN where not.
    share: AtomicU32,
    note: Mutex<Option<Said>>,
    cancelled: AtomicBool,
    finished: AtomicBool,
    interrupt: Mutex<Option<Interrupt>>,
}

/// Long work as the foot of the window shows it. Clones are the same job: one goes to the thread that works, one to the shell with
/// [`super::action::Intent::Job`].
#[derive(Clone)]
pub struct Job(Arc<Inner>);

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("title", &self.0.title.key)
            .field("finished", &self.finished())
            .finish_non_exhaustive()
    }
}

impl Job {
    /// `title` says what is done: "导入 订单.csv".
    pub fn new(title: Said) -> Self {
        Self(Arc::new(Inner {
            title,
            started: Instant::now(),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            share: AtomicU32::new(f32::NAN.to_bits()),
            note: Mutex::new(None),
            cancelled: AtomicBool::new(false),
            finished: AtomicBool::new(false),
            interrupt: Mutex::new(None),
        }))
    }

    /// Called by the worker: how many rows are done, and of how many when that is known.
    pub fn progress(&self, done: u64, total: Option<u64>) {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total.unwrap_or(0), Ordering::Relaxed);
    }

    /// Called by a worker whose rows do not tell how far all of it is: several files, one after the other.
    pub fn share(&self, share: Option<f32>) {
        self.0.share.store(share.unwrap_or(f32::NAN).to_bits(), Ordering::Relaxed);
    }

    /// What is being done right now: the file's name, "写入".
    pub fn note(&self, note: Option<Said>) {
        *self.0.note.lock().unwrap_or_else(PoisonError::into_inner) = note;
    }

    /// What to do besides raising the flag when the person cancels: interrupt a running query.
    pub fn on_cancel(&self, interrupt: impl Fn() + Send + Sync + 'static) {
        *self.0.interrupt.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(interrupt));
    }

    /// Asks the worker to stop.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
        if let Some(interrupt) = self.0.interrupt.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            interrupt();
        }
    }

    /// Looked at by the worker between chunks of work.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Called by the worker or its screen when the work has ended, however it ended.
    pub fn finish(&self) {
        self.0.finished.store(true, Ordering::Relaxed);
    }

    pub fn finished(&self) -> bool {
        self.0.finished.load(Ordering::Relaxed)
    }

    pub fn title(&self) -> &Said {
        &self.0.title
    }

    pub fn current(&self) -> Option<Said> {
        self.0.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far the job is now.
    pub fn measure(&self) -> Measure {
        Measure {
            done: self.0.done.load(Ordering::Relaxed),
            total: Some(self.0.total.load(Ordering::Relaxed)).filter(|t| *t > 0),
            told: Some(f32::from_bits(self.0.share.load(Ordering::Relaxed))).filter(|share| share.is_finite()),
            elapsed: self.0.started.elapsed(),
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    pub done: u64,
    pub total: Option<u64>,
    /// The share that the worker told.
    pub told: Option<f32>,
    pub elapsed: Duration,
}

impl Measure {
    /// From 0 to 1, when it is known.
    pub fn share(&self) -> Option<f32> {
        self.told.map(|told| told.clamp(0.0, 1.0)).or_else(|| self.of_total())
    }

    fn of_total(&self) -> Option<f32> {
        self.total.map(|total| (self.done as f64 / total as f64).clamp(0.0, 1.0) as f32)
    }

    /// Rows in a second.
    pub fn rate(&self) -> Option<u64> {
        let seconds = self.elapsed.as_secs_f64();
        (seconds >= 0.5 && self.done > 0).then(|| (self.done as f64 / seconds) as u64)
    }

    /// Seconds left at the pace so far.
    pub fn seconds_left(&self) -> Option<u64> {
        if let Some(told) = self.told {
            let elapsed = self.elapsed.as_secs_f64();
            let told = f64::from(told.clamp(0.0, 1.0));
            // The first moments tell nothing.
            return (elapsed >= 2.0 && told >= 0.02).then(|| (elapsed * (1.0 - told) / told).ceil() as u64);
        }
        let (rate, total) = (self.rate().filter(|r| *r > 0)?, self.total?);
        Some(total.saturating_sub(self.done).div_ceil(rate))
    }

    /// `71%  412,000 行  5.2万行/秒  剩 9 秒`
    pub fn said(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if let Some(share) = self.share() {
            parts.push(format!("{}%", (share * 100.0).floor()));
        }
        if self.done > 0 {
            parts.push(lang.f("shell.job_rows", &[("n", &grouped(&self.done.to_string()))]));
        }
        if let Some(rate) = self.rate() {
            parts.push(lang.f("shell.job_rate", &[("n", &grouped(&rate.to_string()))]));
        }
        if let Some(left) = self.seconds_left() {
            parts.push(if left >= 90 {
                lang.f("shell.job_minutes_left", &[("n", &left.div_ceil(60).to_string())])
            } else {
                lang.f("shell.job_seconds_left", &[("n", &left.to_string())])
            });
        }
        parts.join("   ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_follows_from_the_rate_so_far() {
        let half = Measure { done: 500_000, total: Some(1_500_000), told: None, elapsed: Duration::from_secs(10) };
        assert_eq!(half.rate(), Some(50_000));
        assert_eq!(half.seconds_left(), Some(20));
        assert_eq!(half.share(), Some(1.0 / 3.0));
        let unknown = Measure { total: None, ..half };
        assert_eq!((unknown.share(), unknown.seconds_left()), (None, None));
    }

    #[test]
    fn what_the_worker_tells_comes_before_what_rows_tell() {
        let fifth = Measure { done: 90, total: Some(100), told: Some(0.2), elapsed: Duration::from_secs(10) };
        assert_eq!((fifth.share(), fifth.seconds_left()), (Some(0.2), Some(40)));
        let begun = Measure { elapsed: Duration::from_millis(300), ..fifth };
        assert_eq!(begun.seconds_left(), None, "too early to say");
    }

    #[test]
    fn progress_says_share_rows_rate_and_time_left() {
        let at = Measure { done: 412_000, total: Some(824_000), told: None, elapsed: Duration::from_secs(8) };
        assert_eq!(at.said(Lang::Zh), "50%   412,000 行   51,500 行/秒   剩 8 秒");
    }

    #[test]
    fn cancelling_raises_the_flag_and_interrupts() {
        let job = Job::new(Said::new("shell.job_import"));
        let hit = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&hit);
        job.on_cancel(move || seen.store(true, Ordering::Relaxed));
        job.clone().cancel();
        assert!(job.cancelled() && hit.load(Ordering::Relaxed));
    }
}
