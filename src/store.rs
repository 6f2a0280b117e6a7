//! The shop file (店铺文件): DuckDB and nothing but.
