//! What an office does all year, and what can go wrong on the way.

mod archive;
mod build;
mod guide;
mod kept;
mod support;
mod tampering;
