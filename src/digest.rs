//! The digests of files: SHA-256 (FIPS 180-4), in hexadecimal digits.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of a file that may be too large to be held in memory.
///
/// # Errors
///
/// It cannot be read.
pub fn of_file(mut file: impl Read) -> io::Result<String> {
    let (mut digest, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            length => digest.update(&part[..length]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
