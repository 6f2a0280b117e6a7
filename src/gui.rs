//! The window (窗口), and the only place that knows iced.
