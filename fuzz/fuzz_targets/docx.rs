//! A Word file that comes back, beside what it says it was made from.
#![no_main]

use peel_letter::docx::read::read;
use peel_letter::review::base::Base;
use peel_letter::review::compare::compare;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(returned) = read(bytes)
        && let Some(manifest) = &returned.manifest
    {
        compare(&Base::of(manifest), &returned);
    }
});
