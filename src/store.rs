//! The shop file (店铺文件): DuckDB and nothing but.

pub mod facts;

pub use facts::FactFrames;
