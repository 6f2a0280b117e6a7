//! View helpers without state (部件): words, buttons, cards, fields, lists, states, dialogs. Screens are put together from these.

pub mod badge;
pub mod button;
pub mod calendar;
pub mod card;
pub mod choice;
pub mod detail;
pub mod dialog;
pub mod field;
pub mod figure;
pub mod icon;
pub mod list;
pub mod state;
pub mod toast;
pub mod words;
