//! How far a plan has come (盘点状态), and which step may follow which.

use serde::{Deserialize, Serialize};

/// The state of a plan. Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum StocktakeState {
    /// 草稿: written down, nothing drawn yet
    Draft = 1,
    /// 盘点中
    Counting = 2,
    /// 待复盘: counted, and some differences are large
    Recounting = 3,
    /// 待入账
    Ready = 4,
    /// 已入账
    Posted = 5,
    /// 已放弃
    GivenUp = 6,
}

impl StocktakeState {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Counting, Self::Recounting, Self::Ready, Self::Posted, Self::GivenUp];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`stocktake.state_ready`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Counting => "counting",
            Self::Recounting => "recounting",
            Self::Ready => "ready",
            Self::Posted => "posted",
            Self::GivenUp => "given_up",
        }
    }

    /// Pieces may be told.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Counting | Self::Recounting | Self::Ready)
    }
}

/// Something done with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// 开始盘点: the SKUs are drawn.
    Start,
    /// Pieces were told or taken back, or a difference accepted.
    Count,
    /// 结束初盘
    Finish,
    /// 继续盘点: back to the first count
    Resume,
    /// 入账
    Post,
    /// 撤销入账
    Reverse,
    /// 放弃
    GiveUp,
    /// 恢复: what was given up goes on
    TakeUp,
}

/// A plan's lines, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    pub planned: usize,
    pub counted: usize,
    /// Large differences that nobody has counted again or accepted.
    pub due: usize,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Not from this state.
    State(StocktakeState),
    /// The scope holds no SKU.
    NothingPlanned,
    NothingCounted,
    /// So many large differences wait for a second count.
    RecountDue(usize),
}

impl StocktakeState {
    /// The state after a step, with the lines as they are once it is taken.
    pub fn after(self, step: Step, tally: Tally) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Draft, Step::Start) if tally.planned == 0 => Err(Refusal::NothingPlanned),
            (Self::Draft, Step::Start) => Ok(Self::Counting),
            (Self::Counting, Step::Count) => Ok(Self::Counting),
            (Self::Recounting | Self::Ready, Step::Count) => Ok(Self::settled(tally)),
            (Self::Counting, Step::Finish) if tally.counted == 0 => Err(Refusal::NothingCounted),
            (Self::Counting, Step::Finish) => Ok(Self::settled(tally)),
            (Self::Recounting | Self::Ready, Step::Resume) => Ok(Self::Counting),
            (Self::Ready, Step::Post) if tally.counted == 0 => Err(Refusal::NothingCounted),
            (Self::Ready, Step::Post) if tally.due > 0 => Err(Refusal::RecountDue(tally.due)),
            (Self::Ready, Step::Post) => Ok(Self::Posted),
            (Self::Recounting, Step::Post) => Err(Refusal::RecountDue(tally.due)),
            (Self::Posted, Step::Reverse) => Ok(Self::settled(tally)),
            (Self::Draft | Self::Counting | Self::Recounting | Self::Ready, Step::GiveUp) => Ok(Self::GivenUp),
            (Self::GivenUp, Step::TakeUp) if tally.planned == 0 => Ok(Self::Draft),
            (Self::GivenUp, Step::TakeUp) => Ok(Self::Counting),
            (state, _) => Err(Refusal::State(state)),
        }
    }

    /// Where counting that has ended stands.
    const fn settled(tally: Tally) -> Self {
        if tally.counted == 0 {
            Self::Counting
        } else if tally.due > 0 {
            Self::Recounting
        } else {
            Self::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEPS: [Step; 8] =
        [Step::Start, Step::Count, Step::Finish, Step::Resume, Step::Post, Step::Reverse, Step::GiveUp, Step::TakeUp];

    fn step() -> impl Strategy<Value = Step> {
        (0..STEPS.len()).prop_map(|at| STEPS[at])
    }

    fn tally() -> impl Strategy<Value = Tally> {
        (0_usize..6, 0_usize..6, 0_usize..6).prop_map(|(planned, counted, due)| {
            let counted = counted.min(planned);
            Tally { planned, counted, due: due.min(counted) }
        })
    }

    #[test]
    fn a_plan_goes_from_draft_over_a_second_count_into_the_books_and_back() {
        use StocktakeState::{Counting, Draft, GivenUp, Posted, Ready, Recounting};
        let lines = |counted, due| Tally { planned: 5, counted, due };
        assert_eq!(Draft.after(Step::Start, Tally::default()), Err(Refusal::NothingPlanned));
        assert_eq!(Draft.after(Step::Start, lines(0, 0)), Ok(Counting));
        assert_eq!(Counting.after(Step::Finish, lines(0, 0)), Err(Refusal::NothingCounted));
        assert_eq!(Counting.after(Step::Post, lines(5, 0)), Err(Refusal::State(Counting)));
        assert_eq!(Counting.after(Step::Finish, lines(4, 2)), Ok(Recounting), "what was not counted stays as it is");
        assert_eq!(Recounting.after(Step::Post, lines(4, 1)), Err(Refusal::RecountDue(1)));
        assert_eq!(Recounting.after(Step::Count, lines(4, 1)), Ok(Recounting));
        assert_eq!(Recounting.after(Step::Count, lines(4, 0)), Ok(Ready));
        assert_eq!(Ready.after(Step::Post, lines(4, 1)), Err(Refusal::RecountDue(1)), "the books have moved since");
        assert_eq!(Ready.after(Step::Post, lines(4, 0)), Ok(Posted));
        assert_eq!(Posted.after(Step::Reverse, lines(4, 0)), Ok(Ready));
        assert_eq!(Posted.after(Step::GiveUp, lines(4, 0)), Err(Refusal::State(Posted)));
        assert_eq!(Ready.after(Step::GiveUp, lines(4, 0)), Ok(GivenUp));
        assert_eq!(GivenUp.after(Step::TakeUp, lines(4, 0)), Ok(Counting));
    }

    proptest! {
        #[test]
        fn no_way_leads_to_a_forbidden_state(steps in prop::collection::vec((step(), tally()), 0..40)) {
            let mut state = StocktakeState::Draft;
            for (step, tally) in steps {
                let before = state;
                let Ok(after) = state.after(step, tally) else { continue };
                state = after;
                match after {
                    StocktakeState::Posted => {
                        prop_assert_eq!((before, step), (StocktakeState::Ready, Step::Post));
                        prop_assert!(tally.counted > 0 && tally.due == 0, "nothing large goes into the books uncounted");
                    }
                    StocktakeState::Ready => prop_assert!(tally.counted > 0 && tally.due == 0),
                    StocktakeState::Recounting => prop_assert!(tally.due > 0),
                    StocktakeState::Draft => prop_assert_eq!((before, tally.planned), (StocktakeState::GivenUp, 0)),
                    StocktakeState::Counting | StocktakeState::GivenUp => {}
                }
                if before == StocktakeState::Posted {
                    prop_assert_eq!(step, Step::Reverse, "what stands in the books is only taken back");
                }
                if before == StocktakeState::GivenUp {
                    prop_assert_eq!(step, Step::TakeUp);
                }
                prop_assert!(before != StocktakeState::Draft || step != Step::Count, "nothing is counted before it is drawn");
            }
        }
    }

    #[test]
    fn codes_read_back() {
        for state in StocktakeState::ALL {
            assert_eq!(StocktakeState::from_code(state.code()), Some(state));
        }
    }
}
