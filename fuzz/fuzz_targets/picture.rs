//! An image file: whether it is whole.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drop(peel_letter::make::unpack::size(bytes)));
