//! A request to the server of `watch --serve`.
#![no_main]

use peel_letter::serve::http::{self, Address};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let address = Address::new(4848).expect("there are random numbers");
    // Who knows the secret gets further.
    let path = address.to_string().split_off("http://127.0.0.1:4848".len());
    let request = [b"GET ", path.as_bytes(), bytes].concat();
    drop(http::read(&mut request.as_slice(), &address));
    drop(http::read(&mut &*bytes, &address));
});
