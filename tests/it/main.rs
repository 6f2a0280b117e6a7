//! The one integration binary: whole journeys on real files.

mod architecture;
mod import;
