//! What each subcommand does, and how it says so.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::Command;
use super::report;
use crate::demo::{self, DemoOptions};
use crate::gui::{self, GuiOptions};
use crate::import::mapping::Mapping;
use crate::import::problem::Severity as ProblemSeverity;
use crate::import::report::{FileReport, ImportReport, ProblemReport, Status};
use crate::import::run::{self, Options as ImportOptions};
use crate::import::totals::ControlTotal;
use crate::locale::{Lang, Said};
use crate::paths::Paths;
use crate::store::{Options as StoreOptions, Severity, Store};
use crate::table::grouped;
use crate::{crash, logging};

/// Who acts when there is no window.
pub(super) const ACTOR: &str = "cli";

/// Why a job failed, for the user.
#[derive(Debug)]
pub(super) enum Failed {
    Said(Said),
    /// The output itself cannot be written; there is nobody to tell.
    Output,
    /// Everything has been said already; only the status is left.
    Told,
}

impl From<io::Error> for Failed {
    fn from(_: io::Error) -> Self {
        Self::Output
    }
}

/// Turns errors that carry a sentence into [`Failed`].
macro_rules! failed_from {
    ($($error:ty),*) => {
        $(impl From<$error> for Failed {
            fn from(error: $error) -> Self {
                tracing::error!(%error, "job failed");
                Self::Said(error.said())
            }
        })*
    };
}
failed_from!(
    crate::store::StoreError,
    crate::import::run::ImportError,
    crate::demo::DemoError,
    crate::analytics::facts::FactsError,
    crate::report::bundle::BundleError
);

pub(super) fn run(command: Command, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let paths = Paths::of_user();
    let _logging = paths.as_ref().and_then(|paths| logging::start(&paths.logs).ok());
    if let Some(paths) = &paths {
        crash::report_to(paths.crashes.clone(), lang);
    }
    let done = match command {
        Command::Window { shop, sample } => return window(GuiOptions { shop, sample }, lang, err),
        Command::Import { shop, files, map, json } => {
            import(&shop, &files, map.as_deref(), json, &mut Console { lang, out })
        }
        Command::Report { shop, out: folder, from, to, compare, json } => {
            report::write(&shop, &folder, (from, to), compare, json, &mut Console { lang, out })
        }
        Command::Demo { orders, seed, shop, exports } => {
            let options = DemoOptions {
                orders: u64::from(orders),
                seed: seed.unwrap_or(DemoOptions::default().seed),
                ..DemoOptions::default()
            };
            make_demo(&options, shop.as_deref(), exports.as_deref(), &mut Console { lang, out })
        }
        Command::Check { shop } => check(&shop, &mut Console { lang, out }),
        Command::Backup { shop, to } => backup(&shop, &to, &mut Console { lang, out }),
    };
    match done {
        Ok(()) => 0,
        Err(Failed::Said(said)) => {
            let _ = writeln!(err, "{}", lang.say(&said));
            1
        }
        Err(Failed::Output | Failed::Told) => 1,
    }
}

/// Where a job writes, in which language.
pub(super) struct Console<'w> {
    pub lang: Lang,
    pub out: &'w mut dyn Write,
}

impl Console<'_> {
    /// A line of the result.
    pub fn say(&mut self, key: &str, args: &[(&str, &str)]) -> io::Result<()> {
        writeln!(self.out, "{}", self.lang.f(key, args))
    }
}

fn window(options: GuiOptions, lang: Lang, err: &mut dyn Write) -> u8 {
    match gui::run(options) {
        Ok(()) => 0,
        Err(error) => {
            let _ = writeln!(err, "{}", lang.say(&error.said()));
            2
        }
    }
}

fn import(
    shop: &Path,
    files: &[std::path::PathBuf],
    map: Option<&Path>,
    json: bool,
    console: &mut Console<'_>,
) -> Result<(), Failed> {
    let mapping = map.map(read_mapping).transpose()?;
    for file in files {
        if !file.exists() {
            return Err(Failed::Said(Said::new("cli.no_such_file").with("file", file.display())));
        }
    }
    let store = Store::open_or_create(shop, &StoreOptions::default())?;
    let options = ImportOptions { actor: ACTOR.to_owned(), mapping, ..ImportOptions::default() };
    let cancel = Arc::new(AtomicBool::new(false));
    let files = run::import(&store, files, &options, &|_| {}, &cancel)?;
    let lang = console.lang;
    let files: Vec<FileReport> = files.into_iter().map(|file| file.in_language(lang)).collect();
    let failed = files.iter().any(FileReport::failed);
    if json {
        let text = serde_json::to_string_pretty(&ImportReport { files }).map_err(|_| Failed::Output)?;
        writeln!(console.out, "{text}")?;
    } else {
        for file in &files {
            tell_file(file, console)?;
        }
    }
    if failed { Err(Failed::Told) } else { Ok(()) }
}

fn read_mapping(path: &Path) -> Result<Mapping, Failed> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failed::Said(Said::new("cli.map_unreadable").with("file", &name).with("detail", error)))?;
    Mapping::from_toml(&text).map_err(|error| Failed::Said(error.said()))
}

fn tell_file(file: &FileReport, console: &mut Console<'_>) -> io::Result<()> {
    let lang = console.lang;
    let number = |n: u64| grouped(&n.to_string());
    writeln!(console.out, "{}", file.label)?;
    if matches!(file.status, Status::Imported | Status::Ready | Status::Noted) {
        let confidence = file.confidence.map(|c| format!(" {c}%")).unwrap_or_default();
        let format = match file.format.strip_prefix("mapping:") {
            Some(name) => lang.f("cli.mapping", &[("name", name)]),
            None => lang.t(&format!("import.format_{}", file.format)).to_owned(),
        };
        console
            .say("cli.recognised", &[("format", &format), ("confidence", &confidence), ("encoding", &file.encoding)])?;
    }
    if file.status == Status::Imported {
        console.say(
            "cli.counts",
            &[
                ("rows", &number(file.rows)),
                ("new", &number(file.new)),
                ("updated", &number(file.updated)),
                ("unchanged", &number(file.unchanged)),
                ("skipped", &number(file.skipped)),
            ],
        )?;
        if let Some((from, to)) = &file.period {
            console.say("cli.period", &[("from", from), ("to", to)])?;
        }
        for total in &file.control_totals {
            tell_total(total, console)?;
        }
        if let Some(paid) = &file.paid_meaning {
            writeln!(console.out, "  {}", lang.say(&paid.rows.said()))?;
        }
    }
    for problem in worth_a_line(&file.problems) {
        let place = match (problem.row, problem.column.as_str()) {
            (0, _) => String::new(),
            (row, "") => lang.f("cli.at_row", &[("row", &row.to_string())]),
            (row, column) => lang.f("cli.at_cell", &[("row", &row.to_string()), ("column", column)]),
        };
        writeln!(console.out, "  {place}{}", problem.message)?;
    }
    let more = file.problem_count.saturating_sub(worth_a_line(&file.problems).count() as u64);
    if more > 0 {
        console.say("cli.more_problems", &[("n", &number(more))])?;
    }
    Ok(())
}

/// Every row and cell that was left out; of what was taken and only to be known, the first few of each kind.
fn worth_a_line(problems: &[ProblemReport]) -> impl Iterator<Item = &ProblemReport> {
    const NOTED: usize = 3;
    let mut seen: Vec<(&str, usize)> = Vec::new();
    problems.iter().filter(move |problem| {
        if problem.severity != ProblemSeverity::Noted {
            return true;
        }
        if let Some((_, count)) = seen.iter_mut().find(|(code, _)| *code == problem.code) {
            *count += 1;
            *count <= NOTED
        } else {
            seen.push((&problem.code, 1));
            true
        }
    })
}

/// `总金额: 2,995,760.61 read, file says 2,995,760.61 ✓`
fn tell_total(total: &ControlTotal, console: &mut Console<'_>) -> io::Result<()> {
    let skipped = console.lang.f("cli.total_skipped", &[("skipped", &grouped(&total.skipped))]);
    // What was left out is a difference that is known, but a difference.
    let mark = match (total.agrees, total.left_out()) {
        (false, _) => "✗",
        (true, true) => &skipped,
        (true, false) => "✓",
    };
    let again = console.lang.f("cli.total_repeated", &[("repeated", &grouped(&total.repeated))]);
    let mark = if total.repeated_some() { &format!("{mark}{again}") } else { mark };
    let (read, kept) = (grouped(&total.read), grouped(&total.kept));
    let name = if total.name == "rows" { console.lang.t("cli.total_rows") } else { &total.name };
    match &total.file {
        Some(file) => console.say(
            "cli.total_file",
            &[("name", name), ("read", &read), ("kept", &kept), ("file", &grouped(file)), ("mark", mark)],
        ),
        None => console.say("cli.total", &[("name", name), ("read", &read), ("kept", &kept), ("mark", mark)]),
    }
}

fn make_demo(
    options: &DemoOptions,
    shop: Option<&Path>,
    exports: Option<&Path>,
    console: &mut Console<'_>,
) -> Result<(), Failed> {
    if let Some(shop) = shop {
        let store = Store::create(shop, &StoreOptions::default())?;
        demo::fill(&store, options, &mut |_| true)?;
        console.say("cli.demo_shop_made", &[("file", &shop.display().to_string())])?;
    }
    if let Some(folder) = exports {
        let files = demo::write_exports(folder, options, &mut |_| true)?;
        let count = files.len().to_string();
        console.say("cli.demo_exports_made", &[("n", &count), ("folder", &folder.display().to_string())])?;
    }
    Ok(())
}

fn check(shop: &Path, console: &mut Console<'_>) -> Result<(), Failed> {
    let store = Store::open(shop, &StoreOptions::default())?;
    let findings = store.check()?;
    for finding in &findings {
        let mark = match finding.severity {
            Severity::Problem => console.lang.t("cli.check_problem"),
            Severity::Note => console.lang.t("cli.check_note"),
        };
        writeln!(console.out, "{mark} {}", console.lang.say(&finding.said()))?;
    }
    if findings.iter().any(|finding| finding.severity == Severity::Problem) {
        return Err(Failed::Told);
    }
    console.say("cli.check_sound", &[])?;
    Ok(())
}

fn backup(shop: &Path, to: &Path, console: &mut Console<'_>) -> Result<(), Failed> {
    let store = Store::open(shop, &StoreOptions::default())?;
    store.backup_to(to)?;
    console.say("cli.backed_up", &[("file", &to.display().to_string())])?;
    Ok(())
}
