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
mod import_cli;
mod import_formats;
mod import_headers;
mod import_partial;
mod import_quirks;
mod import_store;
mod import_traps;
mod smoke;
mod store;
mod workbooks;
