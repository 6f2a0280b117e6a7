//! The columns of a plan's lines, and the order by each of them.

use crate::domain::money::Money;
use crate::domain::stocktake::StocktakeState;
use crate::gui::component::words;
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::record_list::Field;
use crate::gui::screen::stocktakes::blind_now;
use crate::gui::screen::stocktakes::line::Mark;
use crate::gui::theme::badge::Tone;
use crate::gui::widget::grid::Look;
use crate::store::{StocktakeLine, StocktakeRow};

/// The columns; who counts blindly sees nothing that tells what the books say.
pub fn fields(ctx: &Ctx, row: Option<&StocktakeRow>) -> Vec<Field<StocktakeLine>> {
    type F = Field<StocktakeLine>;
    let (lang, who) = (ctx.lang, desk::namer(ctx));
    let closed = row.is_some_and(|row| row.state == StocktakeState::Posted);
    let mut fields = vec![
        F::id("code", ctx.t("catalogue.code"), |line| line.code.clone()).width(100.0),
        F::text("name", ctx.t("catalogue.name"), |line| line.name.clone()).width(120.0).grow(),
        F::text("props", ctx.t("catalogue.props"), |line| words::spec(&line.props)).width(110.0),
        F::text("category", ctx.t("catalogue.category"), |line| line.category.clone()).width(100.0),
        F::id("barcode", ctx.t("stocktake.barcode"), |line| line.barcode.clone()).width(120.0),
    ];
    let counted = F::count("counted", ctx.t("stocktake.counted"), |line| line.counted).width(66.0);
    let recount = F::count("recount", ctx.t("stocktake.recount"), |line| line.recount).width(66.0);
    if row.is_none_or(blind_now) {
        fields.push(counted);
    } else {
        fields.extend([
            F::text("mark", ctx.t("stocktake.mark"), move |line| lang.t(Mark::of(line, closed).key()).to_owned())
                .width(90.0)
                .look(move |line| Look::Badge(Mark::of(line, closed).tone())),
            F::count("book", ctx.t("stocktake.book"), |line| line.book).width(66.0),
            counted,
            recount,
            F::count("off", ctx.t("stocktake.off"), StocktakeLine::off).width(66.0).look(|line| match line.off() {
                Some(off) if off < 0 => Look::Toned(Tone::Bad),
                Some(off) if off > 0 => Look::Toned(Tone::Good),
                _ => Look::Muted,
            }),
            F::money("value", ctx.t("stocktake.off_value"), StocktakeLine::value).width(92.0),
            F::text("reason", ctx.t("stocktake.reason"), |line| line.reason.clone()).width(100.0),
        ]);
    }
    fields.extend([
        F::time("counted_at", ctx.t("stocktake.counted_at"), |line| line.recounted_at.or(line.counted_at)),
        F::text("counted_by", ctx.t("stocktake.counted_by"), move |line| {
            who(if line.recount.is_some() { &line.recounted_by } else { &line.counted_by })
        })
        .width(80.0),
    ]);
    fields
}

/// The order of two lines by a column; the dearest difference is the largest, whether more or fewer were found.
pub fn by(column: &str, a: &StocktakeLine, b: &StocktakeLine) -> std::cmp::Ordering {
    let size = |line: &StocktakeLine| line.value().map(Money::abs);
    let off = |line: &StocktakeLine| line.off().map(i64::abs);
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "category" => a.category.cmp(&b.category),
        "barcode" => a.barcode.cmp(&b.barcode),
        "mark" => (a.due(), a.accepted).cmp(&(b.due(), b.accepted)).then_with(|| off(a).cmp(&off(b))),
        "book" => a.book.cmp(&b.book),
        "counted" => a.counted.cmp(&b.counted),
        "recount" => a.recount.cmp(&b.recount),
        "off" => a.off().cmp(&b.off()),
        "value" => size(a).cmp(&size(b)).then_with(|| off(a).cmp(&off(b))),
        "reason" => a.reason.cmp(&b.reason),
        "counted_at" => a.recounted_at.or(a.counted_at).cmp(&b.recounted_at.or(b.counted_at)),
        "counted_by" => a.counted_by.cmp(&b.counted_by),
        _ => a.code.cmp(&b.code),
    }
}
