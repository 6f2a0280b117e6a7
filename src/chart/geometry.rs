//! Points and rectangles of a scene, in logical pixels from the top left.

/// A place in a scene.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pos {
    pub x: f32,
    pub y: f32,
}

/// A rectangle; width and height are never negative.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Pos {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub const fn finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }

    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

impl Rect {
    pub fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width: width.max(0.0), height: height.max(0.0) }
    }

    /// The rectangle between two corners, given in any order.
    pub fn between(a: Pos, b: Pos) -> Self {
        Self::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
    }

    pub fn right(self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    pub fn centre(self) -> Pos {
        Pos::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    pub fn contains(self, at: Pos) -> bool {
        at.x >= self.x && at.x <= self.right() && at.y >= self.y && at.y <= self.bottom()
    }

    /// Whether the insides of both meet; a shared edge is not an overlap.
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The rectangle without a rim of `by` on every side.
    #[must_use]
    pub fn inset(self, by: f32) -> Self {
        Self::new(self.x + by, self.y + by, self.width - 2.0 * by, self.height - 2.0 * by)
    }

    /// The rectangle without strips at its top, right, bottom and left.
    #[must_use]
    pub fn without(self, top: f32, right: f32, bottom: f32, left: f32) -> Self {
        Self::new(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)
    }

    /// The rectangle moved into `room`, and cut where it is larger than that.
    #[must_use]
    pub fn inside(self, room: Self) -> Self {
        let (width, height) = (self.width.min(room.width), self.height.min(room.height));
        let x = self.x.min(room.right() - width).max(room.x);
        let y = self.y.min(room.bottom() - height).max(room.y);
        Self { x, y, width, height }
    }

    pub const fn finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.width.is_finite() && self.height.is_finite()
    }
}
