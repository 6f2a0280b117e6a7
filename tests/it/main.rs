//! The one integration binary: whole journeys on real files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod architecture;
mod demo;
mod figures;
mod hostile;
mod import;
mod import_formats;
mod import_quirks;
mod smoke;
mod store;
mod workbooks;
