//! What somebody who hands orders out sees and does.
