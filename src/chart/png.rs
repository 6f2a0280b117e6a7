//! A scene as a PNG picture (图片) or as bare pixels for the clipboard, rendered from its SVG with the bundled face.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree};

use crate::chart::font;
use crate::chart::scene::Scene;
use crate::chart::svg;
use crate::locale::Said;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the scene's SVG cannot be read back: {0}")]
    Svg(#[from] usvg::Error),
    #[error("a picture of {width} × {height} pixels is too large")]
    Size { width: u32, height: u32 },
    #[error("the pixels cannot be written as PNG: {0}")]
    Encode(String),
}

impl PictureError {
    /// What to tell the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Size { width, height } => Said::new("chart.error_size").with("width", width).with("height", height),
            Self::Svg(_) | Self::Encode(_) => Said::new("chart.error_picture"),
        }
    }
}

/// Straight (not premultiplied) RGBA pixels, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// The scene as a PNG file, `scale` times as large as on the screen.
pub fn png(scene: &Scene, scale: f32) -> Result<Vec<u8>, PictureError> {
    render(scene, scale)?.encode_png().map_err(|error| PictureError::Encode(error.to_string()))
}

/// The scene as pixels.
pub fn pixels(scene: &Scene, scale: f32) -> Result<Pixels, PictureError> {
    let picture = render(scene, scale)?;
    let mut rgba = Vec::with_capacity(picture.data().len());
    for pixel in picture.pixels() {
        let c = pixel.demultiply();
        rgba.extend([c.red(), c.green(), c.blue(), c.alpha()]);
    }
    Ok(Pixels { width: picture.width(), height: picture.height(), rgba })
}

/// Reads a scene's SVG with the fonts its words need.
pub fn tree(text: &str, scene: &Scene) -> Result<Tree, usvg::Error> {
    let options = Options {
        fontdb: font::fonts_for(scene.texts().map(|text| text.content.as_str())),
        font_family: font::FAMILY.to_owned(),
        ..Options::default()
    };
    Tree::from_str(text, &options)
}

fn render(scene: &Scene, scale: f32) -> Result<Pixmap, PictureError> {
    let tree = tree(&svg::markup(scene), scene)?;
    let side = |length: f32| (length * scale).round().clamp(1.0, 100_000.0) as u32;
    let (width, height) = (side(scene.width), side(scene.height));
    // A picture of more than 100 million pixels would take 400 MB.
    let mut picture = Some(u64::from(width) * u64::from(height))
        .filter(|pixels| *pixels <= 100_000_000)
        .and_then(|_| Pixmap::new(width, height))
        .ok_or(PictureError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    Ok(picture)
}
