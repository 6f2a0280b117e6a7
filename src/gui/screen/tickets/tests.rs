//! What somebody who answers buyers sees and does.
