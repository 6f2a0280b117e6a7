//! Service tickets (客服工单): what they are about and how far they are.

/// What a ticket is about. The discriminant is kept in the shop file and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TicketKind {
    /// 咨询
    Question = 1,
    /// 物流
    Logistics = 2,
    /// 质量
    Quality = 3,
    /// 退换货
    Return = 4,
    /// 改地址、改订单
    Change = 5,
    /// 发票
    Invoice = 6,
    /// 投诉
    Complaint = 7,
    /// 其他
    Other = 9,
}

impl TicketKind {
    pub const ALL: [Self; 8] = [
        Self::Question,
        Self::Logistics,
        Self::Quality,
        Self::Return,
        Self::Change,
        Self::Invoice,
        Self::Complaint,
        Self::Other,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`service.kind_quality`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Logistics => "logistics",
            Self::Quality => "quality",
            Self::Return => "return",
            Self::Change => "change",
            Self::Invoice => "invoice",
            Self::Complaint => "complaint",
            Self::Other => "other",
        }
    }
}

/// How far a ticket is. The discriminant is kept in the shop file and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TicketState {
    /// 待处理: the shop is to act
    Open = 1,
    /// 等回复: the buyer, the courier or somebody else is to answer
    Waiting = 2,
    /// 已完成
    Done = 3,
}

impl TicketState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Waiting, Self::Done];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`service.state_open`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }
}
