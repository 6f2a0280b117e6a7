//! What was typed, as data; help and usage errors in the user's language.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use crate::domain::period::Compare;
use crate::locale::Lang;

/// One run of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Window { shop: Option<PathBuf>, sample: bool },
    Import { shop: PathBuf, files: Vec<PathBuf>, map: Option<PathBuf>, json: bool },
    Report { shop: PathBuf, out: PathBuf, from: Option<NaiveDate>, to: Option<NaiveDate>, compare: Compare, json: bool },
    Demo { orders: u32, seed: Option<u64>, shop: Option<PathBuf>, exports: Option<PathBuf> },
    Check { shop: PathBuf },
    Backup { shop: PathBuf, to: PathBuf },
}

/// Why no command came out of the arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// Help or version was asked for.
    Shown(String),
    /// The arguments do not fit.
    Wrong(String),
}

/// Reads the arguments; `system` is the language unless `--lang` names one.
pub fn parse(args: impl IntoIterator<Item = OsString>, system: Lang) -> Result<(Lang, Command), Usage> {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = named_lang(&args).unwrap_or(system);
    let matches = grammar(lang).try_get_matches_from(without_lang(args)).map_err(|error| explain(&error, lang))?;
    let command = match matches.subcommand() {
        Some(("import", m)) => Command::Import {
            shop: path(m, "shop"),
            files: m.get_many("files").map(|f| f.cloned().collect()).unwrap_or_default(),
            map: m.get_one("map").cloned(),
            json: m.get_flag("json"),
        },
        Some(("report", m)) => Command::Report {
            shop: path(m, "shop"),
            out: path(m, "out"),
            from: m.get_one("from").copied(),
            to: m.get_one("to").copied(),
            compare: match m.get_one::<String>("compare").map(String::as_str) {
                Some("previous") => Compare::Previous,
                Some("last-year") => Compare::LastYear,
                _ => Compare::Nothing,
            },
            json: m.get_flag("json"),
        },
        Some(("demo", m)) => {
            let (shop, exports) = (m.get_one("shop").cloned(), m.get_one("exports").cloned());
            if shop.is_none() && exports.is_none() {
                return Err(Usage::Wrong(lang.t("cli.demo_needs_target").to_owned()));
            }
            Command::Demo {
                orders: m.get_one("orders").copied().unwrap_or_default(),
                seed: m.get_one("seed").copied(),
                shop,
                exports,
            }
        }
        Some(("check", m)) => Command::Check { shop: path(m, "shop") },
        Some(("backup", m)) => Command::Backup { shop: path(m, "shop"), to: path(m, "to") },
        _ => Command::Window { shop: matches.get_one("shop").cloned(), sample: matches.get_flag("sample") },
    };
    if let Command::Report { from: Some(from), to: Some(to), .. } = &command
        && from > to
    {
        let (from, to) = (from.to_string(), to.to_string());
        return Err(Usage::Wrong(lang.f("cli.from_after_to", &[("from", &from), ("to", &to)])));
    }
    Ok((lang, command))
}

/// A required path; the grammar has already refused its absence.
fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

/// The value of `--lang`, looked for before parsing so that even usage errors are in that language.
fn named_lang(args: &[OsString]) -> Option<Lang> {
    let mut words = args.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        match value {
            Some("zh") => return Some(Lang::Zh),
            Some("en") => return Some(Lang::En),
            _ => {}
        }
    }
    None
}

/// The arguments without a language that was understood, which may stand before the command as well as after it.
fn without_lang(args: Vec<OsString>) -> Vec<OsString> {
    let understood = |word: Option<&OsString>| word.is_some_and(|word| word == "zh" || word == "en");
    let mut rest = Vec::with_capacity(args.len());
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        if arg == "--lang" && understood(args.peek()) {
            args.next();
        } else if arg != "--lang=zh" && arg != "--lang=en" {
            rest.push(arg);
        }
    }
    rest
}

fn grammar(lang: Lang) -> Clap {
    let t = |key: &str| lang.t(key).to_owned();
    let file = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf)).help(t(help))
    };
    let json = || Arg::new("json").long("json").action(ArgAction::SetTrue).help(t("cli.help_json"));
    let day = |name: &'static str, help: &str| {
        Arg::new(name).long(name).value_name("YYYY-MM-DD").value_parser(value_parser!(NaiveDate)).help(t(help))
    };
    // clap's own help speaks English only: its headings and its two flags are written here.
    let template = |parts: &str| format!("{{about}}\n\n{}: {{usage}}\n\n{parts}", lang.t("cli.usage"));
    let options = format!("{}:\n{{options}}", lang.t("cli.options"));
    let of_job = template(&options);
    let of_import = template(&format!("{}:\n{{positionals}}\n\n{options}", lang.t("cli.arguments")));
    let of_all = template(&format!("{}:\n{{subcommands}}\n\n{options}", lang.t("cli.commands")));
    let help = || Arg::new("help").short('h').long("help").action(ArgAction::Help).help(t("cli.help_help"));
    let job = |name: &'static str, about: &str| {
        Clap::new(name).about(t(about)).help_template(of_job.clone()).disable_help_flag(true).arg(help())
    };
    Clap::new("zhanggui")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t("cli.about"))
        .help_template(of_all)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help())
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(t("cli.help_version")))
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("LANG")
                .value_parser(["zh", "en"])
                .hide_possible_values(true)
                .help(t("cli.help_lang")),
        )
        .arg(file("shop", "FILE", "cli.help_shop"))
        .arg(
            Arg::new("sample")
                .long("sample")
                .action(ArgAction::SetTrue)
                .conflicts_with("shop")
                .help(t("cli.help_sample")),
        )
        .subcommand(
            job("import", "cli.about_import")
                .help_template(of_import)
                .arg(file("shop", "FILE", "cli.help_shop").required(true))
                .arg(
                    Arg::new("files")
                        .value_name("EXPORT")
                        .value_parser(value_parser!(PathBuf))
                        .num_args(1..)
                        .required(true)
                        .help(t("cli.help_files")),
                )
                .arg(file("map", "MAP.toml", "cli.help_map"))
                .arg(json()),
        )
        .subcommand(
            job("report", "cli.about_report")
                .arg(file("shop", "FILE", "cli.help_shop").required(true))
                .arg(file("out", "DIR", "cli.help_out").required(true))
                .arg(day("from", "cli.help_from"))
                .arg(day("to", "cli.help_to"))
                .arg(
                    Arg::new("compare")
                        .long("compare")
                        .value_name("WITH")
                        .value_parser(["previous", "last-year"])
                        .hide_possible_values(true)
                        .help(t("cli.help_compare")),
                )
                .arg(json()),
        )
        .subcommand(
            job("demo", "cli.about_demo")
                .arg(
                    Arg::new("orders")
                        .long("orders")
                        .value_name("N")
                        .required(true)
                        .value_parser(value_parser!(u32).range(1..=20_000_000))
                        .help(t("cli.help_orders")),
                )
                .arg(
                    Arg::new("seed")
                        .long("seed")
                        .value_name("S")
                        .value_parser(value_parser!(u64))
                        .help(t("cli.help_seed")),
                )
                .arg(file("shop", "FILE", "cli.help_demo_shop"))
                .arg(file("exports", "DIR", "cli.help_exports")),
        )
        .subcommand(job("check", "cli.about_check").arg(file("shop", "FILE", "cli.help_shop").required(true)))
        .subcommand(
            job("backup", "cli.about_backup")
                .arg(file("shop", "FILE", "cli.help_shop").required(true))
                .arg(file("to", "FILE", "cli.help_backup_to").required(true)),
        )
}

/// clap's finding in the user's language. In English clap's own words are kept: they are exact.
fn explain(error: &clap::Error, lang: Lang) -> Usage {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return Usage::Shown(error.render().to_string());
    }
    if lang == Lang::En {
        return Usage::Wrong(error.render().to_string().trim_end().to_owned());
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let arg = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => lang.f("cli.unknown_argument", &[("arg", &arg)]),
        ErrorKind::InvalidSubcommand => {
            lang.f("cli.unknown_command", &[("name", &context(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::MissingRequiredArgument => lang.f("cli.missing_argument", &[("arg", &arg)]),
        ErrorKind::InvalidValue if value.is_empty() => lang.f("cli.missing_value", &[("arg", &arg)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            lang.f("cli.invalid_value", &[("arg", &arg), ("value", &value)])
        }
        ErrorKind::ArgumentConflict => lang.f("cli.conflict", &[("arg", &arg)]),
        _ => error.render().to_string().trim_end().to_owned(),
    };
    Usage::Wrong(format!("{text}\n{}", lang.t("cli.see_help")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("zhanggui").chain(line.split_whitespace()).map(OsString::from).collect()
    }

    #[test]
    fn without_words_the_window_opens() {
        assert_eq!(parse(words(""), Lang::Zh), Ok((Lang::Zh, Command::Window { shop: None, sample: false })));
        assert_eq!(
            parse(words("--shop a.zhanggui --lang en"), Lang::Zh),
            Ok((Lang::En, Command::Window { shop: Some("a.zhanggui".into()), sample: false }))
        );
    }

    #[test]
    fn import_takes_several_files() {
        let parsed = parse(words("import --shop s a.csv b.xlsx --json"), Lang::Zh);
        let files = vec![PathBuf::from("a.csv"), PathBuf::from("b.xlsx")];
        assert_eq!(parsed, Ok((Lang::Zh, Command::Import { shop: "s".into(), files, map: None, json: true })));
    }

    #[test]
    fn usage_errors_speak_chinese() {
        for line in [
            "import a.csv",
            "nonsense",
            "--nonsense",
            "demo --orders x --shop s",
            "demo --orders 5",
            "check",
            "report --shop s --out d --from 2026-13-01",
            "report --shop s --out d --from 2026-02-01 --to 2026-01-01",
            "--sample --shop x",
        ] {
            match parse(words(line), Lang::Zh) {
                Err(Usage::Wrong(text)) => {
                    assert!(text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{line}: {text}");
                    assert!(!text.contains("error:"), "{line}: {text}");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_language_may_stand_before_the_command() {
        let wanted = Ok((Lang::En, Command::Check { shop: "s".into() }));
        for line in ["--lang en check --shop s", "check --shop s --lang=en", "--lang=en check --shop s"] {
            assert_eq!(parse(words(line), Lang::Zh), wanted, "{line}");
        }
        assert!(matches!(parse(words("--lang fr check --shop s"), Lang::Zh), Err(Usage::Wrong(_))));
    }

    #[test]
    fn help_speaks_chinese_alone() {
        for line in ["--help", "import --help", "report -h", "demo --help", "check --help", "backup --help"] {
            let Err(Usage::Shown(text)) = parse(words(line), Lang::Zh) else { panic!("{line}") };
            for english in ["Usage", "Options", "Commands", "Arguments", "Print", "possible values"] {
                assert!(!text.contains(english), "{line}: {text}");
            }
            assert!(text.contains("用法: zhanggui") && text.contains("--help"), "{line}: {text}");
        }
    }

    #[test]
    fn help_is_shown_not_refused() {
        assert!(
            matches!(parse(words("report --help"), Lang::Zh), Err(Usage::Shown(text)) if text.contains("--compare"))
        );
    }
}
