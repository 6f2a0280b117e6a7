//! Times of ours beside their yardstick, taken by turns so that whatever else the computer does falls on both alike.

#![allow(dead_code, reason = "each program uses its part")]

use std::time::{Duration, Instant};

/// One line of the result.
#[derive(Debug)]
pub struct Line {
    pub name: String,
    pub ours: Vec<Duration>,
    pub yardstick: Vec<Duration>,
    /// Ours may take so many times the yardstick.
    pub times: Option<f64>,
    /// Ours may take at most so long.
    pub most: Option<Duration>,
    /// Ours may take so much longer than the yardstick.
    pub longer: Option<Duration>,
}

impl Line {
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { name, ours: Vec::new(), yardstick: Vec::new(), times: None, most: None, longer: None }
    }

    pub fn times(mut self, limit: f64) -> Self {
        self.times = Some(limit);
        self
    }

    pub fn most(mut self, limit: Duration) -> Self {
        self.most = Some(limit);
        self
    }

    pub fn longer(mut self, limit: Duration) -> Self {
        self.longer = Some(limit);
        self
    }

    /// Measures both, one after the other.
    pub fn run(&mut self, ours: impl FnOnce(), yardstick: impl FnOnce()) {
        self.ours.push(time(ours));
        self.yardstick.push(time(yardstick));
    }

    fn row(&self) -> [String; 5] {
        let ours = median(&self.ours);
        let yardstick = median(&self.yardstick);
        let ratio = yardstick.map(|theirs| ours.unwrap_or_default().as_secs_f64() / theirs.as_secs_f64().max(1e-9));
        let mut limits = Vec::new();
        let mut met = true;
        if let Some(limit) = self.times {
            limits.push(format!("{limit} ×"));
            met &= ratio.is_some_and(|ratio| ratio <= limit);
        }
        if let Some(limit) = self.most {
            limits.push(format!("{} ms", limit.as_millis()));
            met &= ours.is_some_and(|ours| ours <= limit);
        }
        if let Some(limit) = self.longer {
            limits.push(format!("+{} ms", limit.as_millis()));
            met &= ours.zip(yardstick).is_some_and(|(ours, theirs)| ours <= theirs + limit);
        }
        let verdict = match (limits.is_empty(), met) {
            (true, _) => String::new(),
            (false, true) => format!("{} ✓", limits.join(", ")),
            (false, false) => format!("{} ✗", limits.join(", ")),
        };
        [
            self.name.clone(),
            shown(ours),
            shown(yardstick),
            ratio.map_or_else(|| "—".to_owned(), |ratio| format!("{ratio:.2}")),
            verdict,
        ]
    }
}

/// How long it takes.
pub fn time(what: impl FnOnce()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

/// The middle one; of two, the smaller.
pub fn median(times: &[Duration]) -> Option<Duration> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

fn shown(time: Option<Duration>) -> String {
    match time.map(|time| time.as_secs_f64() * 1e3) {
        None => "—".to_owned(),
        Some(ms) if ms >= 10_000.0 => format!("{:.1} s", ms / 1e3),
        Some(ms) if ms >= 100.0 => format!("{ms:.0} ms"),
        Some(ms) => format!("{ms:.1} ms"),
    }
}

/// Prints the result as a Markdown table.
pub fn print(title: &str, yardstick: &str, lines: &[Line]) {
    println!("\n### {title}\n");
    println!("| | ours | {yardstick} | ratio | limit |\n|---|---|---|---|---|");
    for line in lines {
        println!("| {} |", line.row().join(" | "));
    }
}
