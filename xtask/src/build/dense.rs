//! Bytes as printable characters, mostly one for each, so that a compressor of the text still finds what repeats in them.
//!
//! First the alphabet, then the 256 bytes in hexadecimal digits, the commonest first, then the data. A byte's rank in that table
//! is written by one character, from the third of the alphabet on; a rank beyond by the first or second and one more.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// No quote, no backslash, nothing that a printer of JavaScript would escape.
const LEFT_OUT: &[u8] = b"\"'`\\$<";

/// The text from which `entry/index.mjs` gets the bytes again.
pub fn encode(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = (b' '..=b'~')
        .filter(|sign| !LEFT_OUT.contains(sign))
        .map(char::from)
        .collect();
    let sign = |number: usize| alphabet.iter().skip(number % alphabet.len()).take(1);
    let table = commonest_first(bytes);
    let mut codes = BTreeMap::<u8, String>::new();
    for (number, byte) in (2..).zip(&table) {
        let code = match number / alphabet.len() {
            0 => sign(number).collect(),
            page => sign(page - 1).chain(sign(number)).collect(),
        };
        codes.insert(*byte, code);
    }
    let alphabet = alphabet.iter().map(char::to_string);
    let table = table.iter().map(|byte| format!("{byte:02x}"));
    let data = bytes.iter().filter_map(|byte| codes.get(byte).cloned());
    alphabet.chain(table).chain(data).collect()
}

fn commonest_first(bytes: &[u8]) -> Vec<u8> {
    let mut counts = BTreeMap::<u8, usize>::new();
    for byte in bytes {
        *counts.entry(*byte).or_default() += 1;
    }
    let mut table: Vec<u8> = (0..=u8::MAX).collect();
    table.sort_by_key(|byte| Reverse(counts.get(byte).copied()));
    table
}
