//! Columns of a file of no known format (字段对应): what each could mean, with cells of real rows, and what is still needed.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::gui::component::{button, card, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::field::Field;
use crate::import::format::Kind;
use crate::import::guess::Guess;
use crate::import::mapping::{Mapping, offered};
use crate::import::run::Unknown;

/// What the user has chosen so far.
#[derive(Debug, Clone)]
pub struct Draft {
    pub guess: Guess,
    pub name: String,
}

/// A choice in a list, shown in the user's words.
#[derive(Debug, Clone, PartialEq)]
struct Named<T> {
    value: T,
    name: String,
}

impl<T> std::fmt::Display for Named<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Draft {
    pub fn new(unknown: &Unknown, label: &str) -> Self {
        let name = label.rsplit('/').next().unwrap_or(label);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Self { guess: unknown.guess.clone(), name: name.to_owned() }
    }

    /// The kind of rows was chosen: fields that such rows cannot use are let go.
    pub fn kind(&mut self, kind: Kind) {
        self.guess.kind = kind;
        let useful = offered(kind);
        for column in &mut self.guess.columns {
            column.field = column.field.filter(|field| useful.contains(field));
        }
    }

    /// A column was given a meaning; no other column keeps the same.
    pub fn column(&mut self, at: usize, field: Option<Field>) {
        for column in &mut self.guess.columns {
            if column.at == at {
                column.field = field;
            } else if field.is_some() && column.field == field {
                column.field = None;
            }
        }
    }

    /// The mapping, once nothing is missing.
    pub fn mapping(&self, unknown: &Unknown) -> Option<Mapping> {
        let ready = self.guess.missing().is_empty() && !self.name.trim().is_empty();
        ready.then(|| self.guess.mapping(self.name.trim(), &unknown.header.names))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, unknown: &'a Unknown) -> Element<'a, Message> {
        let field_name = |field: Field| ctx.t(&format!("import.field_{}", field.id())).to_owned();
        let kinds: Vec<Named<Kind>> = Kind::MAPPABLE
            .into_iter()
            .map(|value| Named { value, name: ctx.t(&format!("import.kind_{}", value.id())).to_owned() })
            .collect();
        let kind = kinds.iter().find(|kind| kind.value == self.guess.kind).cloned();
        let mut fields = vec![Named { value: None, name: ctx.t("import.field_unused").to_owned() }];
        fields.extend(offered(self.guess.kind).into_iter().map(|f| Named { value: Some(f), name: field_name(f) }));
        let missing: Vec<String> = self.guess.missing().into_iter().map(field_name).collect();
        let lines = self.guess.columns.iter().map(|column| {
            let chosen = fields.iter().find(|option| option.value == column.field).cloned();
            let at = column.at;
            row![
                one_line(column.name.clone()).bold().width(Length::FillPortion(3)),
                container(field::pick(fields.clone(), chosen, "", move |option| Message::MapColumn(at, option.value)))
                    .width(Length::FillPortion(3)),
                one_line(column.samples.join(" · ")).style(ink::muted).width(Length::FillPortion(5)),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center)
            .into()
        });
        let say = if missing.is_empty() {
            words::muted(ctx.t("intake.map_ready"))
        } else {
            words::body(ctx.f("intake.map_missing", &[("fields", &missing.join("、"))])).style(ink::bad)
        };
        let ready = self.mapping(unknown).map(|_| Message::UseMapping);
        let head = row![
            container(field::around(
                ctx.t("intake.map_kind"),
                field::pick(kinds, kind, "", |option: Named<Kind>| Message::MapKind(option.value)),
                None,
                None,
            ))
            .width(Length::FillPortion(2)),
            container(field::field(
                ctx.t("intake.map_name"),
                field::input(ctx.t("intake.map_name_hint"), &self.name, Message::MapName),
                None,
                None,
            ))
            .width(Length::FillPortion(3)),
        ]
        .spacing(gap::M);
        let wrong = unknown.mapping_problem.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        card::section(
            ctx.t("intake.map_title"),
            ctx.t("intake.map_hint"),
            None,
            column![
                wrong,
                head,
                card::rule(),
                container(card::scroll_padded(Column::with_children(lines).spacing(gap::XS).padding([0.0, gap::M])))
                    .height(Length::Fill),
                card::rule(),
                row![container(say).width(Length::Fill), button::primary(ctx.t("intake.map_use"), ready),]
                    .spacing(gap::M)
                    .align_y(Alignment::Center),
            ]
            .spacing(gap::S),
        )
        .height(Length::Fill)
        .into()
    }
}
