//! TOML to all that a letter becomes.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| office::make(text, &office::workspace()));
