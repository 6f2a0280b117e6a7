//! What nobody may do to an order, and that nothing anybody does or tells leads round the machine.

use proptest::prelude::*;

use super::*;

fn told(status: OrderStatus) -> Told {
    use OrderStatus as S;
    Told {
        status: Some(status),
        paid: !matches!(status, S::Unpaid | S::ClosedUnpaid),
        shipped: matches!(status, S::Shipped | S::Finished),
        ..Told::default()
    }
}

fn walk(told: Told, steps: &[Step]) -> Result<Flow, Forbidden> {
    steps.iter().try_fold(Flow::of(told, Done::default()), |flow, step| flow.after(*step, "SF1"))
}

#[test]
fn a_paid_order_is_audited_printed_and_shipped() {
    let flow = walk(told(OrderStatus::Paid), &[Step::Audit, Step::Allocate, Step::Print, Step::Ship]).unwrap();
    assert_eq!((flow.stage(), flow.conflict()), (Stage::Shipped, None));
    assert_eq!(flow.open(), [Step::Intercept, Step::Exchange, Step::Reissue]);
}

#[test]
fn what_is_not_paid_closed_refunded_or_gone_is_not_shipped() {
    let refused = |told: Told| Flow::of(told, Done::default()).may(Step::Ship).unwrap_err();
    assert_eq!(refused(told(OrderStatus::Unpaid)), Forbidden::NotPaid);
    assert_eq!(refused(told(OrderStatus::ClosedUnpaid)), Forbidden::Closed);
    assert_eq!(refused(told(OrderStatus::Finished)), Forbidden::AlreadyShipped);
    let paid = || told(OrderStatus::Paid);
    assert_eq!(refused(Told { refund: Refund::Whole, ..paid() }), Forbidden::Refunded);
    assert_eq!(refused(Told { refund: Refund::Asked, ..paid() }), Forbidden::Refunding);
    assert_eq!(walk(paid(), &[Step::Ship, Step::Ship]).unwrap_err(), Forbidden::AlreadyShipped);
    assert_eq!(walk(paid(), &[Step::Print, Step::Audit]).unwrap_err(), Forbidden::AlreadyDone);
    assert!(
        walk(Told { refund: Refund::Part, ..paid() }, &[Step::Ship]).is_ok(),
        "part of the money back, the rest goes out"
    );
}

#[test]
fn goods_come_back_only_after_they_left() {
    assert_eq!(walk(told(OrderStatus::Paid), &[Step::TakeBack]).unwrap_err(), Forbidden::NotShipped);
    assert_eq!(walk(told(OrderStatus::Shipped), &[Step::TakeBack]).unwrap_err(), Forbidden::NothingComesBack);
    assert!(walk(told(OrderStatus::Shipped), &[Step::Intercept, Step::TakeBack]).is_ok());
    let delivered = Told { signed: true, ..told(OrderStatus::Shipped) };
    assert_eq!(walk(delivered, &[Step::Intercept]).unwrap_err(), Forbidden::Arrived);
}

#[test]
fn what_was_done_here_survives_an_older_file_and_a_contradiction_is_shown() {
    let shipped = walk(told(OrderStatus::Paid), &[Step::Audit, Step::Ship]).unwrap();
    // The next file still says paid: it is older than what was done.
    let again = Flow::of(told(OrderStatus::Paid), shipped.done().clone());
    assert_eq!((again.stage(), again.conflict()), (Stage::Shipped, None));
    // The file says that the money went back and nothing left.
    let refunded = Told { refund: Refund::Whole, ..told(OrderStatus::ClosedRefunded) };
    let against = Flow::of(refunded, shipped.done().clone());
    assert_eq!(against.conflict(), Some(&Conflict::NeverLeft(Some(OrderStatus::ClosedRefunded))));
    let kept = against.after(Step::KeepMine, "").unwrap();
    assert_eq!((kept.stage(), kept.conflict()), (Stage::Shipped, None));
    let taken = against.after(Step::TakeTheirs, "").unwrap();
    assert_eq!((taken.stage(), taken.conflict()), (Stage::Audited, None));
    assert_eq!(taken.may(Step::Ship).unwrap_err(), Forbidden::Refunded);
}

#[test]
fn another_parcel_than_the_one_sent_is_a_conflict_until_it_is_settled() {
    let shipped = walk(told(OrderStatus::Paid), &[Step::Ship]).unwrap();
    let theirs = |no: &str| Told { tracking_no: no.to_owned(), ..told(OrderStatus::Shipped) };
    assert_eq!(Flow::of(theirs("SF1"), shipped.done().clone()).conflict(), None);
    let against = Flow::of(theirs("YT9"), shipped.done().clone());
    assert_eq!(against.conflict(), Some(&Conflict::OtherParcel("YT9".to_owned())));
    let kept = against.after(Step::KeepMine, "").unwrap();
    assert_eq!(kept.conflict(), None);
    assert!(Flow::of(theirs("YT10"), kept.done().clone()).conflict().is_some(), "another number is another conflict");
    assert_eq!(against.after(Step::TakeTheirs, "").unwrap().conflict(), None);
}

fn any_told() -> impl Strategy<Value = Told> {
    let refund = prop::sample::select(vec![Refund::None, Refund::Part, Refund::Asked, Refund::Whole]);
    (prop::option::of(prop::sample::select(OrderStatus::ALL.to_vec())), any::<[bool; 5]>(), refund, 0..3u8).prop_map(
        |(status, [paid, shipped, collected, signed, received], refund, no)| Told {
            status,
            paid,
            shipped,
            collected,
            signed,
            received,
            refund,
            tracking_no: if no == 0 { String::new() } else { format!("SF{no}") },
        },
    )
}

/// Somebody does something, or a file tells something.
#[derive(Debug, Clone)]
enum Event {
    Step(Step, u8),
    File(Told),
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (prop::sample::select(Step::ALL.to_vec()), 1..3u8).prop_map(|(step, no)| Event::Step(step, no)),
        1 => any_told().prop_map(Event::File),
    ]
}

/// Stages that a step may lead from one to the other.
fn edge(from: Stage, step: Step, to: Stage) -> bool {
    match step {
        Step::Audit => from == Stage::Paid && to == Stage::Audited,
        Step::Allocate => matches!(from, Stage::Paid | Stage::Audited) && to == Stage::Allocated,
        Step::Print => matches!(from, Stage::Paid | Stage::Audited | Stage::Allocated) && to == Stage::Printed,
        Step::Ship => from.waits() && to == Stage::Shipped,
        // Back into the house, because it never left.
        Step::TakeTheirs => from == to || (from == Stage::Shipped && !to.left()),
        _ => from == to,
    }
}

proptest! {
    #[test]
    fn no_sequence_of_steps_and_files_leads_round_the_machine(
        first in any_told(), events in prop::collection::vec(any_event(), 0..30)
    ) {
        let mut flow = Flow::of(first, Done::default());
        for event in events {
            match event {
                Event::Step(step, no) => {
                    let before = flow.clone();
                    match flow.after(step, &format!("SF{no}")) {
                        Ok(after) => {
                            prop_assert!(edge(before.stage(), step, after.stage()), "{:?} {step:?} {:?}", before, after);
                            prop_assert!(before.open().contains(&step));
                            flow = after;
                        }
                        Err(_) => prop_assert!(!before.open().contains(&step)),
                    }
                }
                Event::File(told) => {
                    let done = flow.done().clone();
                    flow = Flow::of(told, done.clone());
                    prop_assert_eq!(flow.done(), &done, "an import takes nothing back that was done");
                }
            }
            let done = flow.done();
            // Whatever happened: what left here has left, and nothing comes back, is called back or sent again that never left.
            prop_assert!(!done.shipped || flow.stage().left());
            let settled = flow.conflict().is_none() && done.overruled.is_empty();
            if done.shipped && settled {
                prop_assert!(!matches!(told_stage(&flow.told), Stage::Created | Stage::Closed), "shipped unpaid without a word");
            }
            if flow.stage().waits() {
                prop_assert!(flow.told.status != Some(OrderStatus::Unpaid));
            }
        }
    }
}
