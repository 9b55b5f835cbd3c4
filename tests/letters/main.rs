//! The letters in data/, stage by stage: Markdown, web page, layout, pages, both engines.
//!
//! What a stage is to give stands in files beside this one. After a change that is meant,
//! `UPDATE=1 cargo test` writes them anew; look at the difference before you commit it.

mod attachments;
mod html;
mod layout;
mod markdown;
mod odd;
mod pages;
mod quotes;
mod support;
mod svg;
mod tags;
mod templates;
mod word;
