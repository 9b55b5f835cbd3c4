//! Makes the formal letter by which a Police and Crime Commissioner answers a PEEL inspection.
//!
//! The modules follow the letter on its way; each stage is a function of what the one before it
//! gave, and files are read and written at the two ends only:
//!
//! - [`letter`]: TOML to a [`letter::Letter`] in which every value knows its place
//! - `template`: the letter to Markdown
//! - [`document`]: Markdown to a [`document::Document`], a tree of blocks
//! - [`layout`]: the document to [`layout::Pages`], which say what stands where
//! - [`pdf`]: the pages to a PDF file
//! - [`html`]: the document to a web page
//!
//! `new` writes the text of a letter that is to be filled in, and [`schema`] tells editors what a
//! file can hold.
//!
//! [`check`] looks at the letter before it is sent, `status` says where each letter stands,
//! [`diff`] what changed in it, and `archive` puts away what was sent. `build` makes all files of
//! letters, `watch` follows them while somebody writes, and [`serve`] shows them in the browser.
//!
//! `limits` says how much of anything there may be, `signs` which signs nobody sees,
//! [`workspace`] reads and writes the files, `system` knows where Windows differs, [`make`] joins the
//! stages, [`cli`] is the command line, and every problem on the way is a
//! [`diagnostic::Diagnostic`].
#![forbid(unsafe_code)]

pub(crate) mod archive;
pub(crate) mod build;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub(crate) mod digest;
pub mod document;
pub mod docx;
pub mod html;
pub mod keys;
pub mod layout;
pub mod letter;
pub(crate) mod limits;
pub mod make;
pub(crate) mod markdown;
pub mod metadata;
pub(crate) mod new;
pub mod pdf;
pub mod pictures;
pub(crate) mod quotes;
pub mod review;
pub mod schema;
pub mod serve;
pub(crate) mod sheet;
pub(crate) mod signs;
pub(crate) mod slips;
pub(crate) mod status;
pub mod style;
pub(crate) mod system;
pub(crate) mod template;
pub(crate) mod watch;
pub mod workspace;
