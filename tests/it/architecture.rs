//! The house rules that a compiler does not know, read off the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Lines of code, comments left out.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

#[test]
fn only_the_window_names_iced_and_only_the_store_names_duckdb() {
    for (path, text) in sources("src") {
        let room = room(&path);
        for line in code(&text) {
            assert!(room == "gui" || !line.contains("iced::"), "{}: {line}", path.display());
            assert!(room == "store" || !line.contains("duckdb::"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn arrows_point_down_only() {
    // Each room and the rooms it may use, beside itself and the ground floor.
    let ground = ["domain", "locale", "table", "paths", "settings", "logging", "crash"];
    let may: &[(&str, &[&str])] = &[
        ("domain", &[]),
        ("locale", &[]),
        ("table", &[]),
        ("store", &[]),
        ("chart", &[]),
        ("export", &["chart"]),
        ("import", &["store"]),
        ("demo", &["store", "import"]),
        ("analytics", &["store"]),
        ("report", &["store", "analytics", "chart", "export"]),
        ("gui", &["store", "import", "analytics", "chart", "export", "demo", "report"]),
        ("cli", &["store", "import", "analytics", "chart", "export", "demo", "report", "gui"]),
    ];
    for (path, text) in sources("src") {
        let room = room(&path);
        let Some((_, allowed)) = may.iter().find(|(name, _)| *name == room) else { continue };
        for line in code(&text) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = may.iter().any(|(name, _)| *name == used);
                assert!(
                    !known || used == room || allowed.contains(&used.as_str()) || ground.contains(&used.as_str()),
                    "{} reaches up or sideways: {line}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for folder in ["src", "tests", "benches"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//!"), "{} does not open with what it is for", path.display());
        }
    }
}

#[test]
fn rooms_have_names_that_say_something() {
    for (path, _) in sources("src") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!["utils", "util", "helpers", "common", "manager", "misc", "mod"].contains(&name.as_str()), "{name}");
    }
}

#[test]
fn every_locale_key_named_in_the_sources_exists_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales");
    let mut keys = [BTreeSet::new(), BTreeSet::new()];
    let mut areas = BTreeSet::new();
    for (side, lang) in ["zh", "en"].into_iter().enumerate() {
        for entry in fs::read_dir(root.join(lang)).unwrap() {
            let path = entry.unwrap().path();
            let area = path.file_stem().unwrap().to_string_lossy().into_owned();
            let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            for name in table.keys() {
                keys[side].insert(format!("{area}.{name}"));
            }
            areas.insert(area);
        }
    }
    let mut missing = BTreeSet::new();
    for (path, text) in sources("src") {
        if path.ends_with("locale.rs") {
            continue;
        }
        for line in code(&text) {
            for piece in line.split('"').skip(1).step_by(2) {
                let Some((area, name)) = piece.split_once('.') else { continue };
                let plain =
                    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                let file_name = ["toml", "csv", "xlsx", "xls", "json", "svg", "png", "zip", "log", "txt", "zhanggui"]
                    .contains(&name);
                if areas.contains(area) && plain && !file_name {
                    for side in &keys {
                        if !side.contains(piece) {
                            missing.insert(format!("{piece} ({})", path.display()));
                        }
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
