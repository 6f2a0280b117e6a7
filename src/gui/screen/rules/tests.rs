//! What an owner who writes rules sees and does.
