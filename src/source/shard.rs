//! One part of many of a list of sources, the same on every machine.

use std::str::FromStr;

use sha2::Digest;
use sha2::Sha256;

use super::Listed;
use super::Place;

/// One part of many.
///
/// A source belongs to the shard `1 + h mod of`, where `h` are the first eight bytes, the highest first, of the SHA-256 of
/// its key. The key of a web address is its host in small letters without `www.`, so that one shard owns a host and its
/// pace; that of a file, or of an input that names none, is its label, with `/` between the parts of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Which part it is, from 1.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many parts there are.
    #[must_use]
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether `listed` belongs to it.
    #[must_use]
    pub fn holds(self, listed: &Listed) -> bool {
        let digest = Sha256::digest(key_of(listed).as_bytes());
        let first = digest.iter().take(8);
        let hash = first.fold(0u64, |hash, &byte| (hash << 8) | u64::from(byte));
        hash % u64::from(self.of) + 1 == u64::from(self.number)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let parsed = typed.split_once('/').and_then(|(number, of)| {
            Some(Self {
                number: number.parse().ok()?,
                of: of.parse().ok()?,
            })
        });
        parsed
            .filter(|shard| (1..=shard.of).contains(&shard.number))
            .ok_or_else(|| "write it as 3/64, from 1/64 to 64/64".to_owned())
    }
}

fn key_of(listed: &Listed) -> String {
    match listed {
        Ok(source) => match &source.place {
            Place::Url(address) => {
                let host = url::Url::parse(address)
                    .ok()
                    .and_then(|url| url.host_str().map(str::to_lowercase));
                let host = host.unwrap_or_else(|| address.clone());
                host.strip_prefix("www.").unwrap_or(&host).to_owned()
            }
            Place::File(_) => source.label.replace('\\', "/"),
        },
        Err(failed) => failed.source.replace('\\', "/"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Source;

    fn file(label: &str) -> Listed {
        Ok(Source {
            label: label.to_owned(),
            place: Place::File(PathBuf::from(label)),
            manifest: BTreeMap::new(),
        })
    }

    fn shard_of(listed: &Listed, of: u32) -> u32 {
        let mine: Vec<u32> = (1..=of)
            .filter(|&number| Shard { number, of }.holds(listed))
            .collect();
        assert_eq!(mine.len(), 1, "each source belongs to one shard");
        mine[0]
    }

    #[test]
    fn a_source_is_in_the_same_shard_on_every_machine() {
        // sha256("statements/a.pdf") begins with 5a6a4f64364d27a1: worked out with sha256sum.
        let known = shard_of(&file("statements/a.pdf"), 64);
        assert_eq!(known, shard_of(&file("statements\\a.pdf"), 64));
        assert_eq!(known, 34);
    }

    #[test]
    fn all_pages_of_a_host_are_in_one_shard() {
        let page = |address: &str| Ok(Source::of_address(address));

        let one = shard_of(&page("https://www.Holm.example/a"), 1_000);
        let other = shard_of(&page("https://holm.example/b.pdf"), 1_000);

        assert_eq!(one, other);
        assert_ne!(one, shard_of(&page("https://moor.example/b.pdf"), 1_000));
    }

    #[test]
    fn shards_are_of_nearly_the_same_size() {
        let mut sizes = [0u32; 8];
        for number in 0..8_000 {
            sizes[shard_of(&file(&format!("statement-{number}.pdf")), 8) as usize - 1] += 1;
        }

        assert!(
            sizes.iter().all(|size| (900..1_100).contains(size)),
            "{sizes:?}"
        );
    }

    #[test]
    fn a_shard_is_written_as_one_of_many() {
        assert_eq!("3/64".parse(), Ok(Shard { number: 3, of: 64 }));
        for wrong in ["0/4", "5/4", "4", "a/b", "1/0", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
