//! Unfolding what is compressed in a file, with a bound on how much may come out.
//!
//! The library below unfolds a stream to its end, however much that is. So what could become too much is counted first.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Stream;
use memchr::memmem;

/// The most that a byte of deflated data can become (RFC 1951: a run of 258 bytes takes two bits).
const DEFLATE_RATIO: usize = 1_032;

/// The most that a byte can become under LZW: 12 bits stand for at most 4,096 bytes.
const LZW_RATIO: usize = 2_731;

/// The most that a byte can become under run-length encoding: two bytes stand for 128.
const RUN_LENGTH_RATIO: usize = 64;

/// Streams of the raw file below this length are not counted before the file is opened: none of them becomes
/// more than 16 MB.
const COUNTED_FROM: usize = 16 << 10;

/// Filters in a row that are still unfolded; real files have two.
const MOST_FILTERS: usize = 4;

/// What may still be unfolded of one file.
#[derive(Debug)]
pub(super) struct Unfolding {
    left: usize,
    /// Streams that were already counted: a letterhead on each page counts once.
    counted: BTreeSet<ObjectIdentifier>,
}

/// Why a stream gives no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is broken, or a picture.
    Unreadable,
    /// It is more than one stream may be.
    TooMuch,
    /// The whole file is more than a file may be.
    Bomb,
}

impl Unfolding {
    /// At most `limit` bytes altogether.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            left: limit,
            counted: BTreeSet::new(),
        }
    }

    /// The bytes of `stream`, if they are at most `most`.
    pub(super) fn bytes_of<'a>(
        &mut self,
        stream: &Stream<'a>,
        most: usize,
    ) -> Result<Cow<'a, [u8]>, Refusal> {
        let filters = stream.filters();
        if filters.len() > MOST_FILTERS {
            return Err(Refusal::Bomb);
        }
        let raw = stream.raw_data();
        let bound = most.min(self.left);
        let worst = filters.iter().fold(raw.len(), |bytes, filter| {
            bytes.saturating_mul(ratio(filter))
        });
        if worst > bound && grows_beyond(&raw, &filters, bound) {
            return Err(if most <= self.left {
                Refusal::TooMuch
            } else {
                Refusal::Bomb
            });
        }
        let bytes = stream.decoded_data().map_err(|_| Refusal::Unreadable)?;
        if self.counted.insert(stream.obj_id()) {
            self.left = self.left.saturating_sub(bytes.len());
        }
        Ok(bytes)
    }
}

fn ratio(filter: &Filter) -> usize {
    match filter {
        Filter::FlateDecode => DEFLATE_RATIO,
        Filter::LzwDecode => LZW_RATIO,
        Filter::RunLengthDecode => RUN_LENGTH_RATIO,
        _ => 1,
    }
}

/// Whether `raw` becomes more than `bound` bytes. Sequences of filters that no producer writes are taken to.
fn grows_beyond(raw: &[u8], filters: &[Filter], bound: usize) -> bool {
    match filters.split_first() {
        Some((Filter::Ascii85Decode, rest)) => grows_beyond(&ascii_85(raw), rest, bound),
        Some((Filter::AsciiHexDecode, rest)) => grows_beyond(&ascii_hex(raw), rest, bound),
        Some((Filter::Crypt, rest)) => grows_beyond(raw, rest, bound),
        _ => grows(raw, filters, bound),
    }
}

fn grows(raw: &[u8], filters: &[Filter], bound: usize) -> bool {
    match filters {
        [] => raw.len() > bound,
        [Filter::LzwDecode] => lzw_length(raw, bound) > bound,
        _ if filters.iter().all(|filter| *filter == Filter::FlateDecode) => {
            inflated_length(raw, filters.len(), bound) > bound
        }
        _ => true,
    }
}

/// How much `raw` inflates to, `times` times over; counted to a little beyond `bound`.
fn inflated_length(raw: &[u8], times: usize, bound: usize) -> usize {
    let mut reader: Box<dyn Read + '_> = Box::new(raw);
    for _ in 0..times {
        reader = Box::new(ZlibDecoder::new(reader));
    }
    let mut chunk = vec![0; 64 << 10];
    let mut length = 0usize;
    // Where the data is broken, what came before counts.
    while let Ok(read) = reader.read(&mut chunk) {
        length = length.saturating_add(read);
        if read == 0 || length > bound {
            break;
        }
    }
    length
}

/// How many bytes LZW codes stand for (ISO 32000-2, 7.4.4), without writing them; counted to a little beyond `bound`.
fn lzw_length(raw: &[u8], bound: usize) -> usize {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<usize> = Vec::with_capacity(4_096);
    let mut total = 0usize;
    let mut before: Option<usize> = None;
    let (mut held, mut bits) = (0u32, 0u32);
    let mut width = 9;
    for &byte in raw {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = ((held >> bits) & ((1 << width) - 1)) as usize;
        held &= (1 << bits) - 1;
        match code {
            CLEAR => {
                lengths.clear();
                before = None;
                width = 9;
                continue;
            }
            END => break,
            _ => {}
        }
        let length = match code {
            0..CLEAR => 1,
            _ => match (lengths.get(code - 258), before) {
                (Some(length), _) => *length,
                (None, Some(before)) => before + 1,
                (None, None) => break,
            },
        };
        total = total.saturating_add(length);
        if total > bound {
            break;
        }
        if let Some(before) = before
            && lengths.len() < 4_096 - 258
        {
            lengths.push(before + 1);
        }
        before = Some(length);
        // The width grows one code early, as most producers have it.
        width = match lengths.len() + 258 + 1 {
            0..512 => 9,
            512..1_024 => 10,
            1_024..2_048 => 11,
            _ => 12,
        };
    }
    total
}

fn ascii_hex(raw: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = raw
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}

fn ascii_85(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len() / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u32>| {
        let taken = group.len();
        group.resize(5, 84);
        let value = group.iter().fold(0u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(*digit)
        });
        bytes.extend(value.to_be_bytes().iter().take(taken.saturating_sub(1)));
        group.clear();
    };
    for &byte in raw {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => {
                group.extend([0; 5]);
                flush(&mut group);
            }
            b'!'..=b'u' => {
                group.push(u32::from(byte - b'!'));
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            _ => {}
        }
    }
    flush(&mut group);
    bytes
}

/// Whether what stands compressed in the raw file, pictures left out, unfolds to more than `bound` bytes.
///
/// Sees the streams that the library unfolds by itself while it opens the file or loads a font.
pub(super) fn is_bomb(file: &[u8], bound: usize) -> bool {
    let mut left = bound;
    let ends = memmem::Finder::new(b"endstream");
    let mut after = 0;
    for start in memmem::find_iter(file, b"stream") {
        if start < after {
            continue;
        }
        let from = start + b"stream".len();
        let rest = file.get(from..).unwrap_or_default();
        let Some(length) = ends.find(rest) else { break };
        after = from + length + b"endstream".len();
        let entries = entries_before(file, start);
        let times = memmem::find_iter(entries, b"/FlateDecode").count()
            + memmem::find_iter(entries, b"/Fl ").count()
            + memmem::find_iter(entries, b"/Fl]").count();
        if times == 0 || (times == 1 && length < COUNTED_FROM) {
            continue;
        }
        if memmem::find(entries, b"/Image").is_some() {
            continue;
        }
        let body = rest.get(..length).unwrap_or_default();
        let body = body
            .strip_prefix(b"\r\n")
            .or_else(|| body.strip_prefix(b"\n"))
            .unwrap_or(body);
        if times > MOST_FILTERS {
            return true;
        }
        let unfolded = inflated_length(body, times, left);
        if unfolded > left {
            return true;
        }
        left -= unfolded;
    }
    false
}

/// The dictionary that ends before `at`, as far back as its object begins.
fn entries_before(file: &[u8], at: usize) -> &[u8] {
    let window = file.get(at.saturating_sub(2_048)..at).unwrap_or_default();
    match memmem::rfind(window, b" obj") {
        Some(start) => window.get(start..).unwrap_or_default(),
        None => window,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    }

    #[test]
    fn what_inflates_twice_is_counted_twice() {
        let once = deflated(&vec![b' '; 1 << 20]);
        let twice = deflated(&once);

        assert_eq!(inflated_length(&once, 1, 2 << 20), 1 << 20);
        assert_eq!(inflated_length(&twice, 2, 2 << 20), 1 << 20);
        assert!(inflated_length(&once, 1, 1_000) < 200_000, "it stops early");
    }

    #[test]
    fn lzw_is_counted_without_being_written() {
        // Clear, then `a`, then each code for the string before it and one letter more: 1 + 2 + 3 + 4, then the end.
        let codes: [u16; 6] = [256, 97, 258, 259, 260, 257];
        let mut bits = 0u64;
        for code in codes {
            bits = bits << 9 | u64::from(code);
        }
        let raw = (bits << 10).to_be_bytes();

        assert_eq!(lzw_length(&raw, 1_000), 10);
    }

    #[test]
    fn ascii_encodings_are_taken_off_before_counting() {
        let packed = deflated(&[b' '; 5_000]);
        let hex: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();

        assert_eq!(ascii_hex(format!("{hex}>").as_bytes()), packed);
        assert_eq!(ascii_85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        let filters = [Filter::AsciiHexDecode, Filter::FlateDecode];
        assert!(grows_beyond(hex.as_bytes(), &filters, 4_999));
        assert!(!grows_beyond(hex.as_bytes(), &filters, 5_000));
    }

    #[test]
    fn a_file_with_a_bomb_in_it_is_known_before_it_is_opened() {
        let bomb = deflated(&vec![0; 40 << 20]);
        let mut file = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\n".to_vec();
        file.extend_from_slice(&bomb);
        file.extend_from_slice(b"\nendstream\nendobj\n");

        assert!(is_bomb(&file, 32 << 20));
        assert!(!is_bomb(&file, 64 << 20));
    }
}
