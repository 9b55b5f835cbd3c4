//! The letter as a Word file.

pub mod manifest;
pub mod xml;
