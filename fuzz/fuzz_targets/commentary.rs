//! Commentary to pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    office::make(&office::letter_with(text), &office::workspace());
});
