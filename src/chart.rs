//! Charts: spec -> layout -> scene -> svg | png. The scene the window draws is the scene that is exported.

pub mod font;
pub mod format;
pub mod geometry;
pub mod layout;
pub mod palette;
pub mod png;
pub mod scale;
pub mod scene;
pub mod spec;
pub mod svg;
