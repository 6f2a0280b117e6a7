//! 客户: who buys, who comes back, what they bring in, and who is slipping away.
//!
//! Each module is one question; all of them stand on the [`book`] of known buyers' paid orders. Orders whose buyer the platform masked
//! are in no customer figure; they are counted apart, so that a page can say how much that is.

pub mod book;
pub mod cohort;
pub mod concentration;
pub mod ledger;
pub mod pick;
pub mod preference;
pub mod regions;
pub mod repurchase;
pub mod rfm;
pub mod slipping;
pub mod split;
