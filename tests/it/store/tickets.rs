//! Tickets and replies: kept beside the orders, found again, moved together and back.

use zhanggui::domain::draft::Drafts;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::ticket::{TicketKind, TicketState};
use zhanggui::store::{OrderQuery, Reply, StoreError, TicketDraft, TicketQuery, TicketSort};

use super::{Home, at, order, shop};

fn draft(subject: &str) -> TicketDraft {
    TicketDraft {
        kind: TicketKind::Quality,
        subject: subject.to_owned(),
        body: "袖口开线".to_owned(),
        order: None,
        refund_no: String::new(),
        assignee: "小陈".to_owned(),
        due: None,
    }
}

fn numbers(home: &Home, query: &TicketQuery) -> Vec<String> {
    let ids = home.store.tickets(query).unwrap();
    home.store.ticket_rows(&ids).unwrap().into_iter().map(|row| row.subject).collect()
}

#[test]
fn a_ticket_knows_its_order_while_the_shop_does_and_outlives_the_import() {
    let home = shop();
    let import = home.import(&Drafts { orders: vec![order("8001", 100)], ..Drafts::default() });
    let order_id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    let about = home.store.order_key(" 8001 ").unwrap();
    assert_eq!(about, Some((Platform::Taobao, "8001".to_owned())));
    assert_eq!(home.store.order_key("9").unwrap(), None);
    let (id, number) = home.store.open_ticket("掌柜", &TicketDraft { order: about, ..draft("袖口") }).unwrap();
    assert_eq!(number, "GD00001");
    let row = home.store.ticket(id).unwrap().row;
    assert_eq!((row.order_id, row.buyer.as_str(), row.state), (order_id, "b*********", TicketState::Open));
    assert_eq!(home.store.order_detail(order_id).unwrap().care.tickets[0].id, id);
    home.store.undo_import("掌柜", import.import_id).unwrap();
    let row = home.store.ticket(id).unwrap().row;
    assert_eq!((row.order_id, row.order_no.as_str()), (0, "8001"));
}

#[test]
fn tickets_are_closed_together_and_put_back_as_each_was() {
    let home = shop();
    let [one, two, three] =
        ["一", "二", "三"].map(|subject| home.store.open_ticket("掌柜", &draft(subject)).unwrap().0);
    home.store.move_tickets("掌柜", &[two], TicketState::Waiting).unwrap();
    let before = home.store.move_tickets("小陈", &[one, two, three, 99], TicketState::Done).unwrap();
    assert_eq!(before, [(one, TicketState::Open), (two, TicketState::Waiting), (three, TicketState::Open)]);
    assert_eq!(home.store.tickets_open().unwrap(), 0);
    assert!(home.store.ticket(one).unwrap().row.closed_at.is_some());
    assert!(home.store.move_tickets("小陈", &[one], TicketState::Done).unwrap().is_empty(), "nothing moved");
    home.store.put_tickets("小陈", &before).unwrap();
    let states = home.store.ticket_rows(&[one, two, three]).unwrap().into_iter().map(|row| row.state);
    assert_eq!(states.collect::<Vec<_>>(), [TicketState::Open, TicketState::Waiting, TicketState::Open]);
    assert_eq!(home.store.ticket(one).unwrap().row.closed_at, None);
    home.store.note_ticket("小陈", two, " 已联系快递 ").unwrap();
    let notes = home.store.ticket(two).unwrap().notes;
    let told: Vec<(Option<TicketState>, &str, &str)> =
        notes.iter().map(|note| (note.state, note.note.as_str(), note.actor.as_str())).collect();
    assert_eq!(
        told,
        [
            (Some(TicketState::Waiting), "", "掌柜"),
            (Some(TicketState::Done), "", "小陈"),
            (Some(TicketState::Waiting), "", "小陈"),
            (None, "已联系快递", "小陈"),
        ]
    );
    assert_eq!(home.store.ticket(two).unwrap().row.notes, 1, "changes of state are no notes");
}

#[test]
fn what_is_due_comes_first_and_what_is_done_last() {
    let home = shop();
    let due = |subject: &str, due: Option<&str>| {
        home.store.open_ticket("掌柜", &TicketDraft { due: due.map(at), ..draft(subject) }).unwrap().0
    };
    due("没有期限", None);
    due("明天", Some("2026-05-02 12:00:00"));
    due("昨天", Some("2026-04-30 12:00:00"));
    let done = due("早就完成", Some("2026-01-01 12:00:00"));
    home.store.move_tickets("掌柜", &[done], TicketState::Done).unwrap();
    assert_eq!(numbers(&home, &TicketQuery::default()), ["昨天", "明天", "没有期限", "早就完成"]);
    let late = TicketQuery { overdue: Some(at("2026-05-01 12:00:00")), ..TicketQuery::default() };
    assert_eq!(numbers(&home, &late), ["昨天"]);
    let text = TicketQuery { text: "gd00002".to_owned(), sort: TicketSort::Number, ..TicketQuery::default() };
    assert_eq!(numbers(&home, &text), ["明天"]);
    let undone = TicketQuery { states: vec![TicketState::Open], ..TicketQuery::default() };
    assert_eq!(numbers(&home, &undone).len(), 3);
}

#[test]
fn a_ticket_is_changed_and_taken_back() {
    let home = shop();
    let (id, _) = home.store.open_ticket("掌柜", &draft("袖口")).unwrap();
    home.store.edit_ticket("掌柜", id, &TicketDraft { kind: TicketKind::Return, ..draft("改为退货") }).unwrap();
    let row = home.store.ticket(id).unwrap().row;
    assert_eq!((row.kind, row.subject.as_str()), (TicketKind::Return, "改为退货"));
    home.store.drop_ticket("掌柜", id).unwrap();
    assert!(matches!(home.store.ticket(id), Err(StoreError::Gone { .. })));
    assert!(matches!(home.store.note_ticket("掌柜", id, "x"), Err(StoreError::Gone { .. })));
}

#[test]
fn replies_stand_by_category_and_a_deleted_one_comes_back() {
    let home = shop();
    let reply = |category: &str, title: &str| Reply {
        id: 0,
        category: category.to_owned(),
        title: title.to_owned(),
        body: "您好".to_owned(),
    };
    home.store.save_reply("掌柜", &reply("物流", "已发货")).unwrap();
    let second = home.store.save_reply("掌柜", &reply("售后", "退货地址")).unwrap();
    home.store.save_reply("掌柜", &reply("物流", "催件")).unwrap();
    let titles =
        |home: &Home| -> Vec<String> { home.store.replies().unwrap().into_iter().map(|reply| reply.title).collect() };
    assert_eq!(titles(&home), ["已发货", "催件", "退货地址"]);
    let gone = home.store.delete_reply("掌柜", second).unwrap();
    assert_eq!(titles(&home), ["已发货", "催件"]);
    home.store.save_reply("掌柜", &Reply { body: "请寄到仓库".to_owned(), ..gone }).unwrap();
    assert_eq!(home.store.replies().unwrap()[2].body, "请寄到仓库");
}

#[test]
fn a_reply_names_no_buyer_whom_the_platform_masks() {
    let home = shop();
    let mut masked = order("8001", 100);
    masked.buyer = "t**3".to_owned();
    masked.courier = "圆通".to_owned();
    masked.tracking_no = "YT1".to_owned();
    home.import(&Drafts { orders: vec![masked], ..Drafts::default() });
    let id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    let known = home.store.reply_facts(id).unwrap();
    assert_eq!((known.order_no.as_str(), known.courier.as_str(), known.tracking_no.as_str()), ("8001", "圆通", "YT1"));
    assert_eq!(known.buyer, "");
}
