//! A PDF, and what it carries.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drop(peel_letter::pdf::carried::read(bytes)));
