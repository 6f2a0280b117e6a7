//! What somebody who packs sees and does.
