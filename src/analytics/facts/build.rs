//! From the store's frames to sorted, coded columns: orders and their lines. Runs once for each data version.

#![expect(clippy::indexing_slicing, reason = "row numbers are made from the lengths of these very columns")]

use super::columns::Columns;
use super::days::{DAY_SECONDS, DayIndex, date_of, day_of, moment};
use super::sort::{sorted_rows, sorted_rows_by_id};
use super::{
    Cells, Codes, Counted, Created, Facts, FactsError, Lines, NO_ROW, NONE, Orders, Reach, cost, coverage, products,
    share, side, stock, work,
};
use crate::analytics::both;
use crate::domain::order::OrderStatus;
use crate::store::FactFrames;

impl Facts {
    /// Sorts and codes the frames of one data version.
    pub fn build(frames: &FactFrames) -> Result<Self, FactsError> {
        let mut facts = Self { version: frames.version, ..Self::default() };
        let dims = side::dimensions(frames, &mut facts)?;
        orders(frames, &dims, &mut facts)?;
        let order_codes = Codes::new(&facts.orders.id);
        let (lined, parcels) = both(
            || -> Result<(), FactsError> {
                lines(frames, &dims, &order_codes, &mut facts)?;
                products::number(&mut facts);
                side::refunds(frames, &dims, &order_codes, &mut facts)?;
                facts.lines.kept_cost_fen = cost::kept(&facts);
                Ok(())
            },
            || side::parcels(frames, &dims, &order_codes),
        );
        lined?;
        facts.parcels = parcels?;
        side::traffic(frames, &dims, &mut facts)?;
        facts.stock = stock::read(frames, &dims.skus, facts.skus.len())?;
        work::fill(frames, &order_codes, &mut facts)?;
        reach(&mut facts);
        coverage::fill(frames, &dims, &mut facts)?;
        facts.cells = cells(&facts);
        facts.unmapped = unmapped(&facts);
        Ok(facts)
    }
}

/// The values at `rows`.
pub(super) fn gather<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

/// Reads the orders and puts them in the order of their payment.
fn orders(frames: &FactFrames, dims: &side::Dims, facts: &mut Facts) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.orders, name: "orders" };
    let ids = read.ints("order_id")?;
    let created = read.ints("created")?;
    let paid_fen = read.counts("paid_fen")?;
    let status = read.counts("status")?;
    let mut paid = read.ints("paid")?;
    let unpaid = |status: i64| {
        status == i64::from(OrderStatus::Unpaid.code()) || status == i64::from(OrderStatus::ClosedUnpaid.code())
    };
    for (row, at) in paid.iter_mut().enumerate() {
        if *at == NONE && paid_fen[row] > 0 && !unpaid(status[row]) {
            *at = created[row];
        }
    }
    let rows = sorted_rows_by_id(&paid, &ids);
    let paid = gather(&paid, &rows);
    let paid_count = paid.partition_point(|at| *at != NONE);
    let buyer_ids = read.counts("buyer")?;
    let (buyers, known_buyers) = Codes::of_column(&buyer_ids);
    facts.buyers = known_buyers;
    let shop = dims.shop_codes(&read.counts("shop")?, &read.counts("platform")?, facts);
    let (times, rest) = both(
        || -> Result<_, FactsError> {
            Ok((read.ints_at("shipped", &rows)?, read.ints_at("received", &rows)?, read.ints_at("freight_fen", &rows)?))
        },
        || -> Result<_, FactsError> {
            Ok((
                read.counts_at("payable", &rows)?,
                read.counts_at("refund_fen", &rows)?,
                read.codes_at("province", &rows)?,
            ))
        },
    );
    let ((shipped, received, freight_fen), (payable_fen, refund_fen, province)) = (times?, rest?);
    let paid_of = |(at, row): (usize, &u32)| if at < paid_count { paid_fen[*row as usize] } else { 0 };
    let orders = Orders {
        id: gather(&ids, &rows),
        shop: gather(&shop, &rows),
        buyer: rows.iter().map(|row| buyers.code(buyer_ids[*row as usize])).collect(),
        province,
        status: rows.iter().map(|row| u8::try_from(status[*row as usize]).unwrap_or_default()).collect(),
        created: gather(&created, &rows),
        shipped,
        received,
        payable_fen,
        paid_fen: rows.iter().enumerate().map(paid_of).collect(),
        refund_fen,
        freight_fen,
        items: read.each_at("items", &rows, |items| i32::try_from(items).unwrap_or(-1))?,
        paid_hour: paid.iter().map(|at| hour_of(*at)).collect(),
        created_told: created.iter().any(|at| *at != NONE),
        status_told: status.iter().any(|code| {
            OrderStatus::ALL.iter().any(|one| i64::from(one.code()) == *code && *one != OrderStatus::Unknown)
        }),
        by_paid: DayIndex::new(&paid[..paid_count]),
        paid_count,
        paid,
        ..Orders::default()
    };
    facts.orders = Orders { open: open(&orders), ..orders };
    follow_buyers(facts);
    index_created(facts);
    Ok(())
}

const fn hour_of(at: i64) -> u8 {
    if at == NONE { 0 } else { (at.rem_euclid(DAY_SECONDS) / 3600) as u8 }
}

/// Numbers every buyer's paid orders and links each to the one before.
fn follow_buyers(facts: &mut Facts) {
    let mut last = vec![(NO_ROW, 0u32); facts.buyer_count()];
    let orders = &mut facts.orders;
    orders.nth = vec![0; orders.len()];
    orders.previous = vec![NO_ROW; orders.len()];
    for row in 0..orders.paid_count {
        let buyer = orders.buyer[row] as usize;
        if buyer == 0 {
            continue;
        }
        let (before, count) = last[buyer];
        orders.previous[row] = before;
        orders.nth[row] = count + 1;
        last[buyer] = (row as u32, count + 1);
    }
}

fn index_created(facts: &mut Facts) {
    let mut rows = sorted_rows(&facts.orders.created);
    let known = rows.partition_point(|row| facts.orders.created[*row as usize] != NONE);
    rows.truncate(known);
    let times = gather(&facts.orders.created, &rows);
    facts.created =
        Created { hour: times.iter().map(|at| hour_of(*at)).collect(), by_day: DayIndex::new(&times), row: rows };
}

/// Everything counts.
fn cells(facts: &Facts) -> Cells {
    let orders = &facts.orders;
    let counted = Counted {
        keep: &vec![true; orders.len()],
        paid_fen: &orders.paid_fen,
        refund_fen: &orders.refund_fen,
        payable_fen: &orders.payable_fen,
        items: &orders.items,
        categories: None,
    };
    Cells::of(facts, counted)
}

/// Platform SKUs of paid orders without an own SKU.
fn unmapped(facts: &Facts) -> usize {
    let lines = &facts.lines;
    let mut sold = vec![false; facts.listings.len()];
    for line in lines.gaps.iter().map(|line| *line as usize) {
        if lines.sku[line] == 0 && (lines.order[line] as usize) < facts.orders.paid_count {
            sold[lines.listing[line] as usize] = true;
        }
    }
    // Entry 0 are lines that do not tell what they are about.
    sold.iter().skip(1).filter(|sold| **sold).count()
}

/// Paid orders that wait to be shipped.
fn open(orders: &Orders) -> Vec<u32> {
    let waits = |row: usize| {
        orders.shipped[row] == NONE && orders.status[row] == OrderStatus::Paid.code() && !orders.refunded_in_full(row)
    };
    (0..orders.paid_count).filter(|row| waits(*row)).map(|row| row as u32).collect()
}

/// The row in [`Orders`] for each of `ids`, by the codes of all orders in the order of their rows.
pub(super) fn order_rows(ids: &[i64], orders: &Codes) -> Vec<u32> {
    ids.iter().map(|id| orders.code(*id).checked_sub(1).unwrap_or(NO_ROW)).collect()
}

/// Reads the lines and puts them in the order of their orders. Lines without an order (excluded ones) are left out.
fn lines(frames: &FactFrames, dims: &side::Dims, order_codes: &Codes, facts: &mut Facts) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.lines, name: "lines" };
    let orders = order_rows(&read.ints("order_id")?, order_codes);
    let count = facts.orders.len();
    let mut start = vec![0u32; count + 1];
    for row in orders.iter().filter(|row| **row != NO_ROW) {
        start[*row as usize + 1] += 1;
    }
    for row in 0..count {
        start[row + 1] += start[row];
    }
    let mut next = start.clone();
    let mut rows = vec![0u32; start[count] as usize];
    for (old, row) in (0u32..).zip(&orders) {
        if *row != NO_ROW {
            rows[next[*row as usize] as usize] = old;
            next[*row as usize] += 1;
        }
    }
    let ids = read.ints("line_id")?;
    for row in 0..count {
        let of_order = &mut rows[start[row] as usize..start[row + 1] as usize];
        if of_order.len() > 1 {
            of_order.sort_unstable_by_key(|line| ids[*line as usize]);
        }
    }
    facts.orders.line_start = start;
    let sku = read.each_at("sku", &rows, |id| dims.skus.code(id))?;
    let listing = read.each_at("listing", &rows, |id| dims.listings.code(id))?;
    let order = gather(&orders, &rows);
    let qty = read.ints_at("qty", &rows)?;
    let gift = read.each_at("gift", &rows, |gift| gift > 0)?;
    items(facts, &qty, &gift);
    let paid_count = facts.orders.paid_count;
    let mut paid_fen = read.counts_at("paid_fen", &rows)?;
    for (fen, order) in paid_fen.iter_mut().zip(&order) {
        if *order as usize >= paid_count {
            *fen = 0;
        }
    }
    facts.lines = Lines {
        id: gather(&ids, &rows),
        category: sku.iter().zip(&listing).map(|(sku, listing)| category(facts, *sku, *listing)).collect(),
        product: Vec::new(),
        listing,
        sku,
        qty: qty.iter().map(|qty| i32::try_from(*qty).unwrap_or_default()).collect(),
        paid_fen,
        order,
        refund_fen: read.counts_at("refund_fen", &rows)?,
        payable_fen: Vec::new(),
        cost_fen: read.ints_at("cost_fen", &rows)?,
        kept_cost_fen: Vec::new(),
        gift,
        status: read.codes_at("status", &rows)?,
        gaps: Vec::new(),
    };
    let (sku, cost) = (&facts.lines.sku, &facts.lines.cost_fen);
    facts.lines.gaps = (0..sku.len()).filter(|at| sku[*at] == 0 || cost[*at] == NONE).map(|at| at as u32).collect();
    facts.lines.payable_fen = share::payable(facts);
    Ok(())
}

/// The own SKU's category, else what the platform says.
fn category(facts: &Facts, sku: u32, listing: u32) -> u16 {
    match facts.skus[sku as usize].category {
        0 => facts.listings[listing as usize].category,
        own => own,
    }
}

/// Pieces of an order: its lines know better than the order row, unless one of them does not tell.
fn items(facts: &mut Facts, qty: &[i64], gift: &[bool]) {
    for row in 0..facts.orders.len() {
        let range = facts.orders.lines_of(row);
        if range.is_empty() || range.clone().any(|line| qty[line] == NONE) {
            continue;
        }
        let pieces: i64 = range.map(|line| if gift[line] { 0 } else { qty[line] }).sum();
        facts.orders.items[row] = i32::try_from(pieces).unwrap_or(-1);
    }
}

fn reach(facts: &mut Facts) {
    let spans = [facts.orders.by_paid.span(), facts.created.by_day.span()];
    let first = spans.iter().flatten().map(|span| span.0).min();
    let last = spans.iter().flatten().map(|span| span.1).max();
    let orders = &facts.orders;
    let columns = [&orders.created, &orders.paid, &orders.shipped, &orders.received];
    let at = columns.iter().flat_map(|column| column.iter().copied()).max().unwrap_or(NONE);
    let traffic = &facts.traffic.shop_days;
    facts.reach = Reach {
        first: first.map(date_of),
        last: last.map(date_of),
        at: moment(at),
        traffic: traffic
            .first()
            .zip(traffic.iter().map(|row| row.to).max())
            .map(|(a, b)| (date_of(a.from), date_of(b))),
    };
    // First and last moment of each shop, and whether it has one.
    let mut spans = vec![(i64::MAX, NONE); facts.shops.len()];
    for (shop, (created, paid)) in orders.shop.iter().zip(orders.created.iter().zip(&orders.paid)) {
        let span = &mut spans[*shop as usize];
        for at in [*created, *paid] {
            if at != NONE {
                *span = (span.0.min(at), span.1.max(at));
            }
        }
    }
    for (shop, (first, last)) in facts.shops.iter_mut().zip(spans) {
        shop.span = (last != NONE).then(|| (day_of(first), day_of(last)));
    }
}
