//! 操作记录: what was done in the shop and who looked at personal data, newest first. Nothing can be changed here.

#[cfg(test)]
mod tests;

use std::convert::Infallible;

use chrono::NaiveDateTime;
use iced::Element;
use iced::widget::column;

use crate::domain::flow::Step;
use crate::domain::refund::RefundKind;
use crate::domain::stock::MovementKind;
use crate::gui::action::Action;
use crate::gui::component::{card, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::ordering::AUTO;
use crate::gui::record_list::{self, Asked, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::space as gap;
use crate::locale::Lang;
use crate::store::{self, AuditQuery, AuditRow, AuditSort, Store, StoreError};
use crate::table::Cell;

/// The program itself, where it looks for alerts.
const PROGRAM: &str = "zhanggui";
/// The sample shop's staff.
const DEMO: &str = "demo";

/// 操作记录
pub type Audit = RecordList<AuditRecords>;

/// Deeds as a list.
#[derive(Debug, Clone)]
pub struct AuditRecords;

/// The list's own question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    lang: Lang,
    query: AuditQuery,
}

/// Who did something, in words: the program is somebody here, too.
fn namer(ctx: &Ctx) -> impl Fn(&str) -> String + Send + Sync + Clone + 'static {
    let (lang, people) = (ctx.lang, desk::namer(ctx));
    move |actor| match actor {
        AUTO => lang.t("purchase.actor_auto").to_owned(),
        PROGRAM => lang.t("backup.audit_program").to_owned(),
        other => people(other),
    }
}

/// Key of the words for a subject that is a stable id; `None` where the row keeps a name or a number.
fn subject_key(what: &str, subject: &str) -> Option<String> {
    Some(match (what, subject) {
        (_, "") => return None,
        ("stock", "count") => "stock.deed_count".to_owned(),
        ("stock", "documents") => "backup.audit_documents".to_owned(),
        ("stock", kind) => format!("domain.movement_{kind}"),
        ("note_aftersale", kind) => format!("domain.refund_kind_{kind}"),
        (_, step) if Step::ALL.iter().any(|one| one.id() == step) => format!("work.step_{step}"),
        _ => return None,
    })
}

/// What it was done to, in words.
fn subject(lang: Lang, row: &AuditRow) -> String {
    let words = subject_key(&row.what, &row.subject).map(|key| (lang.t(&key).to_owned(), key));
    match words {
        Some((words, key)) if words != key => words,
        _ => row.subject.clone(),
    }
}

/// What was done, in words.
fn did(lang: Lang, row: &AuditRow) -> String {
    let told = AuditRow { subject: subject(lang, row), ..row.clone() };
    lang.say(&told.said()).trim().to_owned()
}

/// A kind of deed without what it was done to.
fn kind_words(lang: Lang, what: &str) -> String {
    let row = AuditRow {
        id: 0,
        at: NaiveDateTime::default(),
        actor: String::new(),
        what: what.to_owned(),
        subject: String::new(),
        detail: String::new(),
    };
    did(lang, &row)
}

/// Subjects whose words hold the text.
fn subjects(lang: Lang, text: &str) -> Vec<String> {
    let stock = MovementKind::ALL.into_iter().map(|kind| ("stock", kind.id())).chain([("stock", "count")]);
    let kinds = RefundKind::ALL.into_iter().map(|kind| ("note_aftersale", kind.id()));
    let steps = Step::ALL.into_iter().map(|step| ("", step.id()));
    let named = stock.chain([("stock", "documents")]).chain(kinds).chain(steps);
    let called = |(what, subject): &(&str, &str)| {
        subject_key(what, subject).is_some_and(|key| lang.t(&key).to_lowercase().contains(text))
    };
    named.filter(called).map(|(_, subject)| subject.to_owned()).collect()
}

impl Records for AuditRecords {
    const ROUTE: Route = Route::Audit;
    const TEXTS: Texts = Texts {
        search: "backup.audit_search",
        only: "backup.audit_only",
        total: "backup.audit_total",
        none: "backup.audit_none",
        hint: "backup.audit_none_hint",
    };
    const SORT: (&'static str, bool) = ("at", true);

    type Row = AuditRow;
    type Query = Question;
    type Detail = AuditRow;
    type Message = Infallible;

    fn new(_ctx: &Ctx) -> Self {
        Self
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<AuditRow>> {
        type F = Field<AuditRow>;
        let (lang, who) = (ctx.lang, namer(ctx));
        vec![
            F::time("at", ctx.t("backup.audit_at"), |row| Some(row.at)),
            F::text("who", ctx.t("backup.audit_who"), move |row| who(&row.actor)).width(100.0),
            F::text("did", ctx.t("backup.audit_did"), move |row| did(lang, row)).width(320.0).grow().unsorted(),
            F::text("subject", ctx.t("backup.audit_subject"), move |row| subject(lang, row)).width(200.0),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> Question {
        let text = asked.text.trim().to_lowercase();
        let who = namer(ctx);
        let mut query = AuditQuery {
            ids: asked.only.map(<[i64]>::to_vec),
            sort: match asked.sort.column {
                "who" => AuditSort::Actor,
                "subject" => AuditSort::Subject,
                _ => AuditSort::At,
            },
            descending: asked.sort.descending,
            ..AuditQuery::default()
        };
        if !text.is_empty() {
            let called = |actor: &&str| who(actor).to_lowercase().contains(&text);
            query.actors = [ACTOR, DEMO, AUTO, PROGRAM].into_iter().filter(called).map(str::to_owned).collect();
            query.subjects = subjects(ctx.lang, &text);
        }
        query.text = text;
        Question { lang: ctx.lang, query }
    }

    /// Deeds on alerts are logged without a new version of the data.
    fn version(store: &Store) -> u64 {
        store.version().wrapping_add(store.alerts_version())
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut query = question.query.clone();
        if !query.text.is_empty() {
            query.whats = store.audit_whats()?;
            query.whats.retain(|what| kind_words(question.lang, what).to_lowercase().contains(&query.text));
        }
        Ok(Found { ids: store.audit_ids(&query)?, totals: Vec::new() })
    }

    fn fetch(store: &Store, _question: &Question, ids: &[i64]) -> store::Result<Vec<AuditRow>> {
        store.audit_rows(ids)
    }

    fn id(row: &AuditRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<AuditRow> {
        store.audit_rows(&[id])?.pop().ok_or(StoreError::Gone { what: "audit row", id })
    }

    fn title(&self, ctx: &Ctx, detail: &AuditRow) -> String {
        let n = detail.id.to_string();
        format!("{} {n}", ctx.t("backup.audit_id"))
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a AuditRow) -> Element<'a, Infallible> {
        let fact = |key: &str, value: String| {
            let value = if value.is_empty() { Cell::Empty.shown() } else { value };
            card::fact(ctx.t(key), words::body(value))
        };
        let facts = card::facts([
            fact("backup.audit_at", detail.at.format("%Y-%m-%d %H:%M:%S").to_string()),
            fact("backup.audit_who", namer(ctx)(&detail.actor)),
            fact("backup.audit_subject", subject(ctx.lang, detail)),
            fact("backup.audit_detail", detail.detail.clone()),
        ]);
        column![words::strong(did(ctx.lang, detail)), facts].spacing(gap::M).into()
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn update(&mut self, _ctx: &Ctx, message: Infallible) -> Action<Infallible> {
        match message {}
    }

    /// Things are done in a shop before its first order.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        if ctx.facts().is_some() { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}
