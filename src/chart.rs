//! Charts: spec -> layout -> scene -> svg | png. The scene the window draws is the scene that is exported.

pub mod font;
pub mod spec;
