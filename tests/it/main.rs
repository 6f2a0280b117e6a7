//! The one integration binary: whole journeys on real files.

mod architecture;
mod demo;
mod import;
mod import_formats;
mod import_quirks;
mod smoke;
mod store;
