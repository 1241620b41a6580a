//! What the built-in patterns need, as the build script read it off them.

use super::needs::Needs;
use super::needs::number_of;

/// How many patterns there are; for each, sorted, its number (8 bytes) and where its needs begin (4 bytes); the needs.
/// All numbers little end first.
static NEEDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/needs.bin"));

/// What every match of `pattern` needs: looked up where it is built in, else read off it.
pub(super) fn needs_of(pattern: &str) -> Needs {
    known(pattern).unwrap_or_else(|| Needs::of(pattern))
}

fn known(pattern: &str) -> Option<Needs> {
    const ENTRY: usize = 12;
    let (count, rest) = NEEDS.split_first_chunk::<4>()?;
    let (entries, needs) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * ENTRY)?;
    let (entries, _) = entries.as_chunks::<ENTRY>();
    let number = number_of(pattern);
    let place = entries.binary_search_by_key(&number, u64_of).ok()?;
    let (_, start) = entries.get(place)?.split_last_chunk::<4>()?;
    Needs::decoded(needs.get(u32::from_le_bytes(*start) as usize..)?)
}

fn u64_of(entry: &[u8; 12]) -> u64 {
    entry
        .first_chunk()
        .map_or(0, |number| u64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_read_off_a_pattern_is_what_the_run_would() {
        // A heading, a shared signal and a cue, as the rubrics' notation makes them.
        for pattern in [r"(?-u:\b)modern[ -]slavery(?-u:\b)", r"\b(?:we|our|us|i)\b"] {
            assert_eq!(known(pattern), Some(Needs::of(pattern)), "{pattern}");
        }
        assert_eq!(known("no pattern of ours"), None);
    }
}
