//! Makes the formal letter by which a Police and Crime Commissioner answers a PEEL inspection.
//!
//! The modules follow the letter on its way; each stage is a function of what the one before it
//! gave, and files are read and written at the two ends only:
//!
//! - [`letter`]: TOML to a [`letter::Letter`] in which every value knows its place
#![warn(missing_docs)]

pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod layout;
pub mod letter;
pub mod make;
pub mod markdown;
pub mod pdf;
pub mod template;
pub mod workspace;
