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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::layout::{self, layout};
    use crate::chart::palette::Palette;
    use crate::chart::spec::{Axis, Bars, Body, Mark, Series, Spec, Unit};
    use crate::locale::Lang;

    fn scene(palette: Palette) -> Scene {
        let values = vec![Some(120.0), Some(80.0), Some(160.0)];
        let series =
            vec![Series {
                name: "支付金额".to_owned(), mark: Mark::Bar, axis: Axis::Left, values, band: Vec::new()
            }];
        let body = Body::Columns {
            categories: ["十月", "十一月", "十二月"].map(str::to_owned).to_vec(),
            series,
            bars: Bars::Grouped,
            left: Unit::Money,
            right: None,
            events: Vec::new(),
            time: false,
        };
        let spec = Spec {
            id: "test",
            title: "每月支付金额".to_owned(),
            subtitle: String::new(),
            footer: vec!["来源 <示例> & 店铺".to_owned()],
            body,
        };
        layout(&spec, &layout::Options::picture(400.0, 240.0, palette, Lang::Zh))
    }

    fn color_at(picture: &Pixels, x: u32, y: u32) -> [u8; 4] {
        let at = ((y * picture.width + x) * 4) as usize;
        picture.rgba[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn a_picture_is_twice_the_screen_on_white_with_ink_on_it() {
        let bytes = png(&scene(Palette::print()), 2.0).unwrap();
        let read = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((read.width(), read.height()), (800, 480));
        let orange = read.pixels().iter().filter(|p| (p.red(), p.green(), p.blue()) == (0xE8, 0x59, 0x0C)).count();
        assert!(orange > 5000, "three bars: {orange} pixels");
        let dark = read.pixels().iter().filter(|p| p.red() < 80 && p.green() < 80).count();
        assert!(dark > 500, "title and figures: {dark} pixels");
    }

    #[test]
    fn the_ground_is_white_or_clear_as_asked() {
        assert_eq!(color_at(&pixels(&scene(Palette::print()), 1.0).unwrap(), 1, 1), [255, 255, 255, 255]);
        assert_eq!(color_at(&pixels(&scene(Palette::transparent()), 1.0).unwrap(), 1, 1), [0, 0, 0, 0]);
    }

    #[test]
    fn chinese_words_are_drawn_with_the_bundled_face_alone() {
        let mut only_title = scene(Palette::print());
        only_title
            .items
            .retain(|item| matches!(item, crate::chart::scene::Item::Text(t) if t.content == "每月支付金额"));
        let picture = pixels(&only_title, 2.0).unwrap();
        let ink = (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y)));
        let dark = ink.filter(|(x, y)| color_at(&picture, *x, *y)[0] < 128).count();
        // Six characters of 40 × 40 pixels; empty boxes would have less ink, black ones more.
        assert!((1500..6000).contains(&dark), "{dark}");
    }

    #[test]
    fn every_character_of_the_face_is_drawn_and_not_left_blank() {
        // Taken from the whole of GBK; readers of fonts have stumbled over glyphs with high numbers.
        for c in "的与增款金长雪：靴面青黑龙香陕港，（）％￥亿鼐齄".chars() {
            let [regular, bold] = [400, 700].map(|weight| {
                let text = format!(
                    r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32" font-size="30" font-weight="{weight}">{c}</text></svg>"#
                );
                let tree = tree(&text, &scene(Palette::print())).unwrap();
                let mut picture = Pixmap::new(40, 40).unwrap();
                resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
                picture.pixels().iter().map(|pixel| u32::from(pixel.alpha())).sum::<u32>()
            });
            assert!(regular > 2000, "{c} is blank");
            assert!(bold > regular * 11 / 10, "{c} is no heavier in bold");
        }
    }

    #[test]
    fn a_saved_svg_holds_outlines_and_its_words_for_search() {
        let text = svg::svg(&scene(Palette::print()));
        assert!(!text.contains("<text"));
        assert!(text.contains("<title>每月支付金额</title>"));
        assert!(text.contains("来源 &lt;示例&gt; &amp; 店铺"));
        let again = Tree::from_str(&text, &Options::default()).unwrap();
        assert_eq!((again.size().width(), again.size().height()), (400.0, 240.0));
    }

    #[test]
    fn an_absurd_size_is_refused_in_words() {
        let error = png(&scene(Palette::print()), 400.0).unwrap_err();
        assert_eq!(error.said().key, "chart.error_size");
    }
}
