//! The seal 掌: in the side bar as text in the bundled face, as the window's icon from our own SVG.

use iced::widget::{container, text};
use iced::{Element, window};

use crate::gui::theme::{BOLD, Tokens, container as style};

/// The seal as shapes, for places that have no font.
pub const SVG: &str = include_str!("../../../assets/icons/zhanggui.svg");

/// Width and height of the window's icon.
const SIZE: u32 = 128;

/// The seal, `side` pixels wide.
pub fn seal<'a, Message: 'a>(side: f32) -> Element<'a, Message> {
    container(text("掌").size(side * 0.6).line_height(1.0).font(BOLD))
        .center(side)
        .style(move |theme| {
            let t = Tokens::of(theme);
            let mut made = style::tinted(t.accent, t.on_accent)(theme);
            made.border.radius = (side * 0.25).into();
            made
        })
        .into()
}

/// The window's icon, `None` when it cannot be drawn.
pub fn window_icon() -> Option<window::Icon> {
    use resvg::{tiny_skia, usvg};
    let tree = usvg::Tree::from_str(SVG, &usvg::Options::default()).ok()?;
    let mut pixels = tiny_skia::Pixmap::new(SIZE, SIZE)?;
    let scale = SIZE as f32 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let rgba: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let c = pixel.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        })
        .collect();
    window::icon::from_rgba(rgba, SIZE, SIZE).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_drawn_without_text() {
        assert!(window_icon().is_some());
        assert!(!SVG.contains("<text"));
    }
}
