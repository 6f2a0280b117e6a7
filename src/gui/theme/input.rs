//! Styles of fields, check boxes, lists and scroll bars.

use iced::widget::{checkbox, pick_list, progress_bar, scrollable, text_editor, text_input, toggler};
use iced::{Background, Border, Color, Theme};

use super::{Tokens, container, measure};

fn frame(colour: Color) -> Border {
    Border { color: colour, width: measure::BORDER, radius: measure::RADIUS.into() }
}

/// A text field.
pub fn field(theme: &Theme, status: text_input::Status) -> text_input::Style {
    let t = Tokens::of(theme);
    let border = match status {
        text_input::Status::Focused { .. } => t.accent,
        text_input::Status::Hovered => t.border_strong,
        text_input::Status::Active | text_input::Status::Disabled => t.border,
    };
    text_input::Style {
        background: Background::Color(if matches!(status, text_input::Status::Disabled) {
            t.ground
        } else {
            t.surface
        }),
        border: frame(border),
        icon: t.muted,
        placeholder: t.muted,
        value: t.text,
        selection: Color { a: 0.3, ..t.accent },
    }
}

/// A field of several lines.
pub fn area(theme: &Theme, status: text_editor::Status) -> text_editor::Style {
    let t = Tokens::of(theme);
    let border = match status {
        text_editor::Status::Focused { .. } => t.accent,
        text_editor::Status::Hovered => t.border_strong,
        text_editor::Status::Active | text_editor::Status::Disabled => t.border,
    };
    text_editor::Style {
        background: Background::Color(t.surface),
        border: frame(border),
        placeholder: t.muted,
        value: t.text,
        selection: Color { a: 0.3, ..t.accent },
    }
}

/// A field whose text cannot be used as it is.
pub fn wrong(theme: &Theme, status: text_input::Status) -> text_input::Style {
    text_input::Style { border: frame(Tokens::of(theme).red), ..field(theme, status) }
}

/// The field inside the palette: no frame of its own.
pub fn bare(theme: &Theme, status: text_input::Status) -> text_input::Style {
    text_input::Style {
        background: Background::Color(Color::TRANSPARENT),
        border: Border::default(),
        ..field(theme, status)
    }
}

pub fn check(theme: &Theme, status: checkbox::Status) -> checkbox::Style {
    let t = Tokens::of(theme);
    let (on, hovered) = match status {
        checkbox::Status::Active { is_checked } | checkbox::Status::Disabled { is_checked } => (is_checked, false),
        checkbox::Status::Hovered { is_checked } => (is_checked, true),
    };
    checkbox::Style {
        background: Background::Color(if on { t.accent_text } else { t.surface }),
        icon_color: t.on_accent,
        border: Border {
            color: if on {
                t.accent_text
            } else if hovered {
                t.muted
            } else {
                t.border_strong
            },
            width: measure::BORDER,
            radius: 4.0.into(),
        },
        text_color: Some(t.text),
    }
}

pub fn switch(theme: &Theme, status: toggler::Status) -> toggler::Style {
    let t = Tokens::of(theme);
    let on = match status {
        toggler::Status::Active { is_toggled }
        | toggler::Status::Hovered { is_toggled }
        | toggler::Status::Disabled { is_toggled } => is_toggled,
    };
    toggler::Style {
        background: Background::Color(if on { t.accent_text } else { t.border_strong }),
        background_border_width: 0.0,
        background_border_color: Color::TRANSPARENT,
        foreground: Background::Color(t.surface),
        foreground_border_width: 0.0,
        foreground_border_color: Color::TRANSPARENT,
        text_color: Some(t.text),
        border_radius: None,
        padding_ratio: 0.1,
    }
}

pub fn pick(theme: &Theme, status: pick_list::Status) -> pick_list::Style {
    let t = Tokens::of(theme);
    let border = match status {
        pick_list::Status::Active => t.border,
        pick_list::Status::Hovered => t.border_strong,
        pick_list::Status::Opened { .. } => t.accent,
    };
    pick_list::Style {
        text_color: t.text,
        placeholder_color: t.muted,
        handle_color: t.muted,
        background: Background::Color(t.surface),
        border: frame(border),
    }
}

pub fn pick_menu(theme: &Theme) -> iced::overlay::menu::Style {
    let t = Tokens::of(theme);
    iced::overlay::menu::Style {
        background: Background::Color(t.surface),
        border: frame(t.border),
        text_color: t.text,
        selected_text_color: t.accent_text,
        selected_background: Background::Color(t.accent_soft),
        shadow: container::floating(theme).shadow,
    }
}

pub fn progress(theme: &Theme) -> progress_bar::Style {
    let t = Tokens::of(theme);
    progress_bar::Style {
        background: Background::Color(t.border),
        bar: Background::Color(t.accent),
        border: Border { radius: 3.0.into(), ..Border::default() },
    }
}

/// Thin scroll bars that darken under the mouse.
pub fn scroll(theme: &Theme, status: scrollable::Status) -> scrollable::Style {
    let t = Tokens::of(theme);
    let rail = |hot: bool| scrollable::Rail {
        background: None,
        border: Border::default(),
        scroller: scrollable::Scroller {
            background: Background::Color(if hot { t.faint } else { t.border_strong }),
            border: Border { radius: 4.0.into(), ..Border::default() },
        },
    };
    let (across, down) = match status {
        scrollable::Status::Active { .. } => (false, false),
        scrollable::Status::Hovered { is_horizontal_scrollbar_hovered, is_vertical_scrollbar_hovered, .. } => {
            (is_horizontal_scrollbar_hovered, is_vertical_scrollbar_hovered)
        }
        scrollable::Status::Dragged { is_horizontal_scrollbar_dragged, is_vertical_scrollbar_dragged, .. } => {
            (is_horizontal_scrollbar_dragged, is_vertical_scrollbar_dragged)
        }
    };
    scrollable::Style { vertical_rail: rail(down), horizontal_rail: rail(across), ..scrollable::default(theme, status) }
}
