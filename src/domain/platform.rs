//! The marketplaces a shop sells on (平台).

use serde::{Deserialize, Serialize};

/// A marketplace. The discriminant is what the shop file keeps and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Platform {
    /// 淘宝
    Taobao = 1,
    /// 天猫
    Tmall = 2,
    /// 拼多多
    Pinduoduo = 3,
    /// 京东
    Jd = 4,
    /// 抖店
    Douyin = 5,
    /// 快手
    Kuaishou = 6,
    /// 小红书
    Xiaohongshu = 7,
    /// 视频号
    WeixinVideo = 8,
    /// 1688: here the shop buys
    Alibaba1688 = 9,
    /// Anything else: an ERP's history, a hand-mapped table
    Other = 10,
    /// 自建/线下: orders that the owner makes by hand
    Own = 11,
}

impl Platform {
    pub const ALL: [Self; 11] = [
        Self::Taobao,
        Self::Tmall,
        Self::Pinduoduo,
        Self::Jd,
        Self::Douyin,
        Self::Kuaishou,
        Self::Xiaohongshu,
        Self::WeixinVideo,
        Self::Alibaba1688,
        Self::Other,
        Self::Own,
    ];

    /// The number kept in the shop file.
    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    /// Stable English id: `taobao`, `weixin_video`. Also the tail of the locale key (`domain.platform_taobao`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Taobao => "taobao",
            Self::Tmall => "tmall",
            Self::Pinduoduo => "pinduoduo",
            Self::Jd => "jd",
            Self::Douyin => "douyin",
            Self::Kuaishou => "kuaishou",
            Self::Xiaohongshu => "xiaohongshu",
            Self::WeixinVideo => "weixin_video",
            Self::Alibaba1688 => "alibaba1688",
            Self::Other => "other",
            Self::Own => "own",
        }
    }
}
