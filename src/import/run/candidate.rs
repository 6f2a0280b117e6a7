//! What is inside the files, before a row is read: tables, their formats, the platform and shop they belong to, and their turn.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use super::pipeline::Reporter;
use super::{Choice, ImportError, OnProgress, Options, Phase, State, Unknown, What, name_of, stopped};
use crate::domain::draft::Source;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::import::build::{Lessons, Plan};
use crate::import::cell;
use crate::import::columns::Columns;
use crate::import::field::Field;
use crate::import::format::{Format, Kind, Traits};
use crate::import::guess::{Guess, guess};
use crate::import::mapping::{Mapping, MappingError, fingerprint};
use crate::import::read::{self, Row, Sheet};
use crate::import::recognise::{self, Header, Recognised};
use crate::import::{formats, hints};
use crate::locale::Said;
use crate::store::Store;

/// Rows taken for a first look.
const PEEK: usize = 260;

/// One table of one file.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) path: PathBuf,
    pub(super) label: String,
    pub(super) encoding: String,
    /// Its place among all as they were given.
    pub(super) place: usize,
    pub(super) looked: Looked,
}

#[derive(Debug)]
pub(super) enum Looked {
    Readable(Box<Readable>),
    /// Nothing is to be read.
    Done(Box<State>),
}

/// A table and how it is to be read.
#[derive(Debug)]
pub(super) struct Readable {
    pub(super) sheet: Sheet,
    pub(super) file_name: String,
    pub(super) sha256: String,
    pub(super) encoding: String,
    pub(super) what: What,
    pub(super) header: Header,
    pub(super) source: Source,
    pub(super) plan: Plan,
    /// 淘宝 or 天猫 is still to be told.
    platform_open: bool,
    /// The first row's shop, where rows name one.
    shop_told: String,
}

/// Opens all files and says what each table is, in the order they are to be read.
pub(super) fn look(
    store: &Store,
    paths: &[PathBuf],
    options: &Options,
    on_progress: OnProgress<'_>,
    cancel: &Arc<AtomicBool>,
) -> Result<Vec<Candidate>, ImportError> {
    let paths = expand(paths);
    let saved = saved_mappings(store);
    let mut found: Vec<Candidate> = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        stopped(cancel)?;
        Reporter::new(on_progress, at, paths.len(), &name_of(path)).phase(Phase::Opening, 0);
        look_into(path, options, &saved, &mut found);
    }
    settle_platforms(&mut found, store);
    found.sort_by_key(|candidate| (turn(candidate), candidate.place));
    Ok(found)
}

/// A single table outside of any shop, with what the user chose.
pub(super) fn look_at(path: &Path, choice: &Choice) -> Vec<Candidate> {
    let mut found = Vec::new();
    let options = Options { choices: vec![choice.clone()], ..Options::default() };
    look_into(path, &options, &[], &mut found);
    for candidate in &mut found {
        if let Looked::Readable(readable) = &mut candidate.looked {
            readable.platform_open = false;
        }
    }
    found
}

fn turn(candidate: &Candidate) -> u8 {
    match &candidate.looked {
        Looked::Readable(readable) => readable.plan.kind.turn(),
        Looked::Done(_) => u8::MAX,
    }
}

fn saved_mappings(store: &Store) -> Vec<Mapping> {
    let bodies = store.saved_mappings().unwrap_or_default();
    bodies.iter().filter_map(|(_, body)| Mapping::from_toml(body).ok()).collect()
}

/// Opens one file and adds its tables, or the reason why there are none.
fn look_into(path: &Path, options: &Options, saved: &[Mapping], found: &mut Vec<Candidate>) {
    let name = name_of(path);
    let refused = |label: String, place: usize, code: String, said: Said| Candidate {
        path: path.to_owned(),
        label,
        encoding: String::new(),
        place,
        looked: Looked::Done(Box::new(State::Refused { code, said })),
    };
    let opened = match open(path) {
        Ok(opened) => opened,
        Err(error) => {
            found.push(refused(name, found.len(), error.code(), error.said()));
            return;
        }
    };
    let whole = match opened.sha256() {
        Ok(sha256) => sha256,
        Err(error) => {
            found.push(refused(name, found.len(), error.code(), error.said()));
            return;
        }
    };
    let single = opened.sheets.len() == 1;
    let mut tables: Vec<Candidate> = Vec::new();
    for sheet in opened.sheets.iter().filter(|sheet| single || !sheet.hidden) {
        let label = sheet.label(&name);
        let choice = options.choices.iter().find(|choice| choice.label == label).cloned().unwrap_or_default();
        if choice.leave_out {
            continue;
        }
        let encoding = sheet.encoding().map_or_else(|| sheet.format.id().to_owned(), |e| e.name().to_owned());
        let sha256 = if single { whole.clone() } else { part_hash(&whole, &label) };
        let look = Look { sheet, file: &name, label: &label, sha256, options, saved, choice: &choice };
        let looked = match look.look(&encoding) {
            Ok(looked) => looked,
            Err(error) => Looked::Done(Box::new(State::Refused { code: error.code(), said: error.said() })),
        };
        tables.push(Candidate { path: path.to_owned(), label, encoding, place: 0, looked });
    }
    // Beside tables of known formats, notes and empty sheets of a workbook are no one's trouble; a sheet whose columns mean
    // something is not passed over in silence.
    if tables.iter().any(|table| matches!(table.looked, Looked::Readable(_))) {
        tables.retain(|table| match &table.looked {
            Looked::Readable(_) => true,
            Looked::Done(state) => match &**state {
                State::Unknown(unknown) => unknown.guess.columns.iter().filter(|c| c.field.is_some()).count() >= 2,
                State::Refused { .. } => false,
                State::Ready(_) | State::Noted { .. } => true,
            },
        });
    }
    for part in opened.refused {
        tables.push(refused(format!("{name}/{}", part.name), 0, part.error.code(), part.error.said()));
    }
    for mut table in tables {
        table.place = found.len();
        found.push(table);
    }
}

/// A folder that comes this far has nothing in it, or may not be looked into.
fn open(path: &Path) -> Result<read::Opened, read::ReadError> {
    if path.is_dir() {
        std::fs::read_dir(path)?;
        return Err(read::ReadError::NothingInFolder);
    }
    read::open(path)
}

fn part_hash(whole: &str, label: &str) -> String {
    let digest = Sha256::new().chain_update(whole).chain_update("/").chain_update(label).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A format was chosen that the file cannot be: rows without amounts or days would be worth nothing.
fn wrong_format(missing: &[&str]) -> State {
    let said = Said::new("import.wrong_format").with("missing", missing.join("、"));
    State::Refused { code: "wrong_format".to_owned(), said }
}

/// One table with all that may decide how it is read.
struct Look<'l> {
    sheet: &'l Sheet,
    file: &'l str,
    label: &'l str,
    sha256: String,
    options: &'l Options,
    saved: &'l [Mapping],
    choice: &'l Choice,
}

impl Look<'_> {
    fn look(&self, encoding: &str) -> Result<Looked, read::ReadError> {
        let mut rows = self.sheet.rows()?;
        let head = rows.peek(PEEK)?;
        let chosen = self.choice.mapping.as_ref().or(self.options.mapping.as_ref());
        let mut mapping_problem = None;
        if let Some(mapping) = chosen.filter(|_| !self.choice.by_hand) {
            match self.mapped(mapping, head, encoding) {
                Ok(readable) => return Ok(Looked::Readable(Box::new(readable))),
                Err(error) => mapping_problem = Some(error.said()),
            }
        }
        if self.choice.mapping.is_none() && !self.choice.by_hand {
            let format = self.choice.format.as_deref().and_then(formats::by_id);
            let known = match (format, self.choice.header_row) {
                (Some(format), row) => recognise::as_format(head, format, row),
                (None, Some(row)) => recognise::in_row(head, row),
                (None, None) => recognise::recognise(head).known(),
            };
            if let Some(found) = known {
                let missing = found.missing();
                if !missing.is_empty() {
                    return Ok(Looked::Done(Box::new(wrong_format(&missing))));
                }
                return Ok(self.recognised(found, head, encoding));
            }
        }
        let Some(header) = recognise::header(head, self.choice.header_row) else {
            let (code, said) = ("no_table".to_owned(), Said::new("import.no_table"));
            return Ok(Looked::Done(Box::new(State::Refused { code, said })));
        };
        let mark = fingerprint(&header.names);
        if chosen.is_none() && !self.choice.by_hand {
            for mapping in self.saved.iter().filter(|mapping| mapping.fingerprint == mark) {
                if let Ok(readable) = self.mapped(mapping, head, encoding) {
                    return Ok(Looked::Readable(Box::new(readable)));
                }
            }
        }
        let below: Vec<Row> = head.iter().filter(|row| row.number() > header.last_row).cloned().collect();
        let width = header.names.len();
        let sample = below.iter().take(20).map(|row| (0..width).map(|at| row.text(at).to_owned()).collect()).collect();
        let mut guess = guess(&header.names, &below);
        if self.choice.by_hand {
            self.begin_with_known(&mut guess, head, &header, &mark);
        }
        Ok(Looked::Done(Box::new(State::Unknown(Box::new(Unknown { header, guess, sample, mapping_problem })))))
    }

    /// What a saved mapping or a format says of the columns, as the beginning of a mapping by hand.
    fn begin_with_known(&self, guess: &mut Guess, head: &[Row], header: &Header, mark: &str) {
        let saved = self.saved.iter().find(|mapping| mapping.fingerprint == mark);
        if let Some((kind, pairs)) = saved.and_then(|m| Some((m.kind().ok()?, m.resolve(&header.names).ok()?))) {
            guess.set(kind, &pairs);
        } else if let Some(found) = recognise::in_row(head, header.row).filter(|found| found.format.kind != Kind::Noted)
        {
            guess.set(found.format.kind, &found.columns);
        }
    }

    fn recognised(&self, found: Recognised, head: &[Row], encoding: &str) -> Looked {
        let Recognised { format, layout, header, columns, why } = found;
        if format.kind == Kind::Noted {
            return Looked::Done(Box::new(State::Noted { format, why }));
        }
        let what = What::Format { format, layout, why };
        let columns = Columns::new(header.names.clone(), &columns, bare_weight(format.kind));
        let file = self.file_names();
        let platform = self.choice.platform.unwrap_or(format.platform);
        let mut readable = self.readable(what, format.kind, format.traits, header, columns, head, encoding);
        readable.platform_open = self.choice.platform.is_none() && open_platform(format);
        readable.source.platform = platform;
        if readable.platform_open {
            let told = hints::platform_of_shop(&readable.shop_told).or_else(|| hints::platform_of_file(&file));
            if let Some(platform) = told {
                readable.source.platform = platform;
                readable.platform_open = false;
            }
        }
        Looked::Readable(Box::new(readable))
    }

    fn mapped(&self, mapping: &Mapping, head: &[Row], encoding: &str) -> Result<Readable, MappingError> {
        let wanted = self.choice.header_row.or(mapping.header_row);
        let tries: Vec<Header> = match wanted {
            Some(_) => recognise::header(head, wanted).into_iter().collect(),
            // The row in which the mapping finds its columns is the header.
            None => {
                head.iter().take(recognise::HEAD).filter_map(|r| recognise::header(head, Some(r.number()))).collect()
            }
        };
        // What is missing is told of the row that looks most like the header.
        let mut problem: Option<(usize, MappingError)> = None;
        for header in tries {
            match mapping.resolve(&header.names) {
                Ok(pairs) => {
                    let kind = mapping.kind()?;
                    let columns = Columns::new(header.names.clone(), &pairs, bare_weight(kind));
                    let what = What::Mapping(Box::new(mapping.clone()));
                    let mut readable = self.readable(what, kind, mapping.traits(), header, columns, head, encoding);
                    readable.source.platform = self.choice.platform.unwrap_or(mapping.platform);
                    if self.choice.shop.is_none() && !mapping.shop.is_empty() {
                        readable.source.shop.clone_from(&mapping.shop);
                    }
                    readable.plan.paid = self.choice.paid.or(mapping.paid);
                    readable.plan.period = self.choice.period.or(mapping.period()).or(readable.plan.period);
                    return Ok(readable);
                }
                Err(error) => {
                    let found = mapping.found_in(&header.names);
                    if problem.as_ref().is_none_or(|(most, _)| found > *most) {
                        problem = Some((found, error));
                    }
                }
            }
        }
        Err(problem.map_or(MappingError::NoHeader { row: wanted.unwrap_or(1) }, |(_, error)| error))
    }

    fn readable(
        &self,
        what: What,
        kind: Kind,
        traits: Traits,
        header: Header,
        columns: Columns,
        head: &[Row],
        encoding: &str,
    ) -> Readable {
        let above: Vec<Row> = head.iter().filter(|row| row.number() < header.row).cloned().collect();
        let file = self.file_names();
        let shop_at = columns.at(Field::Shop);
        let shop_told = head
            .iter()
            .filter(|row| row.number() > header.last_row)
            .find_map(|row| shop_at.map(|at| cell::text(row.text(at))).filter(|shop| !shop.is_empty()))
            .unwrap_or("")
            .to_owned();
        let period: Option<Period> = self.choice.period.or_else(|| hints::days(&above, &file));
        let item_id = self.choice.item_id.clone().unwrap_or_else(|| hints::item_id(&above, &file));
        let paid = |field| matches!(field, Field::Paid | Field::LinePaid);
        let tells_paid = match &what {
            What::Format { format, layout, .. } => format.columns().any(|c| c.stands_in(*layout) && paid(c.field)),
            What::Mapping(_) => true,
        };
        Readable {
            sheet: self.sheet.clone(),
            file_name: self.label.to_owned(),
            sha256: self.sha256.clone(),
            encoding: encoding.to_owned(),
            what,
            header,
            source: Source { platform: Platform::Other, shop: self.choice.shop.clone().unwrap_or_default() },
            plan: Plan {
                kind,
                traits,
                columns,
                period,
                item_id,
                tells_paid,
                paid: self.choice.paid,
                lessons: Lessons::default(),
            },
            platform_open: false,
            shop_told,
        }
    }

    /// The names a hint may stand in: the archive's member and sheet before the file itself.
    fn file_names(&self) -> String {
        [self.sheet.member.as_deref(), self.sheet.name.as_deref(), Some(self.file)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

const fn open_platform(format: &Format) -> bool {
    format.traits.taobao_or_tmall
}

/// What a bare number in a weight column counts where the header does not say: parcels in kilograms, products in grams.
const fn bare_weight(kind: Kind) -> u32 {
    if matches!(kind, Kind::Parcels) { 1000 } else { 1 }
}

/// 淘宝 and 天猫 number their orders alike, so files that do not say which they are belong to the one that the others name, or that
/// the shop file knows. And a file that names no shop belongs to the only one there is.
fn settle_platforms(found: &mut [Candidate], store: &Store) {
    let shops = store.shops().unwrap_or_default();
    let is_tao = |platform: &Platform| matches!(platform, Platform::Taobao | Platform::Tmall);
    let readables = || {
        found.iter().filter_map(|candidate| match &candidate.looked {
            Looked::Readable(readable) => Some(&**readable),
            Looked::Done(_) => None,
        })
    };
    let mut told: Vec<Platform> =
        readables().filter(|r| !r.platform_open).map(|r| r.source.platform).filter(is_tao).collect();
    if told.is_empty() {
        told.extend(shops.iter().map(|shop| shop.platform).filter(is_tao));
    }
    told.sort_unstable();
    told.dedup();
    let only = match told.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let mut names: Vec<(Platform, String)> = shops.iter().map(|shop| (shop.platform, shop.name.clone())).collect();
    for readable in readables().filter(|r| !r.shop_told.is_empty()) {
        let platform = if readable.platform_open { only.unwrap_or(Platform::Taobao) } else { readable.source.platform };
        names.push((platform, readable.shop_told.clone()));
    }
    names.retain(|(_, name)| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    for candidate in found {
        let Looked::Readable(readable) = &mut candidate.looked else { continue };
        if readable.platform_open {
            readable.source.platform = only.unwrap_or(Platform::Taobao);
        }
        let of_platform: Vec<&String> =
            names.iter().filter(|(platform, _)| *platform == readable.source.platform).map(|(_, name)| name).collect();
        // Rows of traffic name no shop of their own: what the first says goes for all.
        if readable.source.shop.is_empty() && matches!(readable.plan.kind, Kind::Traffic(_)) {
            readable.source.shop.clone_from(&readable.shop_told);
        }
        if readable.source.shop.is_empty() {
            // A file named after one of several shops is that shop's.
            let named =
                of_platform.iter().filter(|name| readable.file_name.contains(name.as_str())).max_by_key(|n| n.len());
            let only = if of_platform.len() == 1 { of_platform.first() } else { None };
            if let Some(name) = named.or(only) {
                readable.source.shop.clone_from(name);
            }
        }
    }
}

/// Files in the folders among `paths`, by name; files given by themselves stay as they are, and so does a folder in which there is
/// nothing to import, so that it can be said.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<PathBuf> {
    const ENDINGS: [&str; 9] = ["csv", "tsv", "txt", "xls", "xlsx", "xlsm", "zip", "htm", "html"];
    let mut all = Vec::new();
    for path in paths {
        let before = all.len();
        if path.is_dir() {
            walk(path, 0, &mut |file| {
                let ending = file.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
                if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
                    all.push(file.to_owned());
                }
            });
        }
        if all.len() == before {
            all.push(path.clone());
        }
    }
    all
}

/// Files of a folder and of folders in it, by name; hidden ones and Excel's lock files are left aside.
fn walk(folder: &Path, depth: usize, visit: &mut dyn FnMut(&Path)) {
    const DEEPEST: usize = 5;
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort_unstable();
    for path in inside {
        let name = name_of(&path);
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST {
                walk(&path, depth + 1, visit);
            }
        } else {
            visit(&path);
        }
    }
}
