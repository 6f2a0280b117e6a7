//! The glyphs of a face's characters and their widths, read from its `cmap` (format 4) and `hmtx` tables.

/// Advance widths of the Basic Multilingual Plane, in whole units of the face: their sums are exact.
#[derive(Debug)]
pub struct Advances {
    /// By code point; `MISSING` where the face has no glyph.
    units: Vec<u16>,
    /// By code point; 0 where the face has none.
    glyphs: Vec<u16>,
    em: u16,
}

const MISSING: u16 = u16::MAX;

impl Advances {
    /// Reads the tables of an OpenType face. Characters of a face that cannot be read are all missing.
    pub fn read(face: &[u8]) -> Self {
        let mut units = vec![MISSING; 0x1_0000];
        let mut glyphs = vec![0; 0x1_0000];
        let em = fill(face, &mut units, &mut glyphs).filter(|em| *em > 0).unwrap_or(1000);
        Self { units, glyphs, em }
    }

    /// The advance of `c` in units; `None` when the face lacks it.
    pub fn of(&self, c: char) -> Option<u32> {
        let units = self.units.get(usize::try_from(u32::from(c)).ok()?)?;
        (*units != MISSING).then(|| u32::from(*units))
    }

    /// The glyph of `c`; 0, the face's own sign for it, when the face lacks it.
    pub fn glyph(&self, c: char) -> u16 {
        usize::try_from(u32::from(c)).ok().and_then(|at| self.glyphs.get(at)).copied().unwrap_or(0)
    }

    /// The units that are as wide as the size.
    pub fn em(&self) -> u32 {
        u32::from(self.em)
    }
}

fn short(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes)
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    data.get(at..at + 4)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u32::from_be_bytes)
        .and_then(|n| usize::try_from(n).ok())
}

/// The table with this tag, to the end of the face.
fn table<'f>(face: &'f [u8], tag: &[u8; 4]) -> Option<&'f [u8]> {
    let count = usize::from(short(face, 4)?);
    (0..count)
        .map(|n| 12 + n * 16)
        .find(|at| face.get(*at..at + 4).is_some_and(|found| found == tag))
        .and_then(|at| face.get(long(face, at + 8)?..))
}

/// Writes the advance and the glyph of every character and gives the units of one em.
fn fill(face: &[u8], units: &mut [u16], glyphs: &mut [u16]) -> Option<u16> {
    let em = short(table(face, b"head")?, 18)?;
    let measured = usize::from(short(table(face, b"hhea")?, 34)?).max(1);
    let widths = table(face, b"hmtx")?;
    // Glyphs behind the last measured one share its width.
    let advance = |glyph: u16| short(widths, usize::from(glyph).min(measured - 1) * 4);

    let cmap = table(face, b"cmap")?;
    let tables = usize::from(short(cmap, 2)?);
    let map =
        (0..tables).filter_map(|n| cmap.get(long(cmap, 4 + n * 8 + 4)?..)).find(|sub| short(sub, 0) == Some(4))?;
    let segments = usize::from(short(map, 6)?) / 2;
    let (ends, starts) = (14, 16 + segments * 2);
    let (deltas, offsets) = (starts + segments * 2, starts + segments * 4);
    for segment in 0..segments {
        let end = short(map, ends + segment * 2)?;
        let start = short(map, starts + segment * 2)?;
        let delta = short(map, deltas + segment * 2)?;
        let offset = short(map, offsets + segment * 2)?;
        for code in start..=end.min(0xFFFE) {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                let at = offsets + segment * 2 + usize::from(offset) + usize::from(code - start) * 2;
                match short(map, at)? {
                    0 => 0,
                    glyph => glyph.wrapping_add(delta),
                }
            };
            let (unit, place) = (units.get_mut(usize::from(code)), glyphs.get_mut(usize::from(code)));
            if let (true, Some(unit), Some(place), Some(width)) = (glyph != 0, unit, place, advance(glyph)) {
                (*unit, *place) = (width, glyph);
            }
        }
    }
    Some(em)
}
