//! The window (窗口), and the only place that knows iced.
//!
//! `app` is the shell: it owns the [`ctx::Ctx`], the pages and their dispatch, and no page's business. A page answers
//! [`screen::Screen`]; it asks with [`load::Load`], answers with [`action::Action`], and is drawn from [`component`], [`widget`] and [`theme`].

pub mod action;
pub mod clipboard;
pub mod component;
pub mod ctx;
pub mod figures;
pub mod filter;
pub mod job;
pub mod load;
pub mod picker;
pub mod route;
pub mod screen;
pub mod theme;
pub mod widget;
