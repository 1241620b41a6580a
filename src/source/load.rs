//! From a source to its bytes: reads the file or asks the server, within limits.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

use super::Origin;
use super::Place;
use super::Snapshot;
use super::Source;
use super::Unfetched;
use super::Unloaded;
#[cfg(feature = "fetch")]
use super::fetch::Fetcher;
use crate::failure::Failed;

/// What may be asked of disks and servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading {
    /// The most bytes taken from one file or, after decompression, from one answer of a server.
    pub bytes: usize,
    /// Open no connection at all.
    pub offline: bool,
    /// Also ask addresses of this machine and of private networks.
    pub allow_private: bool,
    /// The longest that one address may take with all its redirects, in seconds.
    pub fetch_seconds: u64,
}

impl Default for Loading {
    fn default() -> Self {
        Self {
            bytes: 200 << 20,
            offline: false,
            allow_private: false,
            fetch_seconds: 60,
        }
    }
}

/// Loads sources, one after another or from several threads at once.
#[derive(Debug)]
pub struct Loader {
    loading: Loading,
    #[cfg(feature = "fetch")]
    fetcher: Fetcher,
}

impl Loader {
    /// A loader that keeps to `loading`. No connection is opened before an address is loaded.
    #[must_use]
    pub fn new(loading: Loading) -> Self {
        Self {
            loading,
            #[cfg(feature = "fetch")]
            fetcher: Fetcher::new(loading),
        }
    }

    /// The bytes of `source`.
    ///
    /// # Errors
    ///
    /// A row of `errors.csv`, of stage `load` for a file and `fetch` for an address.
    pub fn load(&self, source: &Source) -> Result<Snapshot, Failed> {
        let mut snapshot = match &source.place {
            Place::File(path) => self
                .read(path)
                .map_err(|error| Failed::new(&source.label, &error))?,
            Place::Url(address) => self
                .fetch(address)
                .map_err(|error| Failed::new(&source.label, &error))?,
        };
        let origin = &mut snapshot.origin;
        origin.label.clone_from(&source.label);
        origin.manifest.clone_from(&source.manifest);
        origin.bytes = snapshot.bytes.len() as u64;
        origin.sha256 = hex(&Sha256::digest(&snapshot.bytes));
        Ok(snapshot)
    }

    fn read(&self, path: &Path) -> Result<Snapshot, Unloaded> {
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unloaded::NotFound,
            _ => Unloaded::NotReadable(error),
        };
        let limit = self.loading.bytes;
        let file = File::open(path).map_err(told)?;
        let about = file.metadata().map_err(told)?;
        if about.is_dir() {
            return Err(Unloaded::NotReadable(io::ErrorKind::IsADirectory.into()));
        }
        let length = about.len();
        if length > limit as u64 {
            return Err(Unloaded::TooLarge { limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // A pipe has no length, and a file may grow while it is read: the limit holds for what comes.
        file.take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(told)?;
        if bytes.len() > limit {
            return Err(Unloaded::TooLarge { limit });
        }
        Ok(Snapshot {
            bytes,
            origin: Origin {
                path: Some(path.to_owned()),
                ..Origin::default()
            },
            charset: None,
        })
    }

    fn fetch(&self, address: &str) -> Result<Snapshot, Unfetched> {
        if self.loading.offline {
            return Err(Unfetched::Offline {
                reason: "--offline was given",
            });
        }
        #[cfg(feature = "fetch")]
        {
            self.fetcher.fetch(address)
        }
        #[cfg(not(feature = "fetch"))]
        {
            let _ = address;
            Err(Unfetched::Offline {
                reason: "this program was built without the feature fetch",
            })
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(half)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn source(place: Place) -> Source {
        Source {
            label: "as typed".to_owned(),
            place,
            manifest: BTreeMap::from([("id".to_owned(), "7".to_owned())]),
        }
    }

    #[test]
    fn a_file_is_known_by_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "abc").unwrap();

        let snapshot = Loader::new(Loading::default())
            .load(&source(Place::File(path)))
            .unwrap();

        // The test vector of FIPS 180-2 for "abc".
        assert_eq!(
            snapshot.origin.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(snapshot.origin.bytes, 3);
        assert_eq!(snapshot.origin.label, "as typed");
        assert_eq!(snapshot.origin.manifest["id"], "7");
    }

    #[test]
    fn a_file_that_is_not_there_or_too_large_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "four").unwrap();
        let loader = Loader::new(Loading {
            bytes: 3,
            ..Loading::default()
        });
        let code = |place| loader.load(&source(place)).unwrap_err().code;

        assert_eq!(code(Place::File(path.clone())), "too-large");
        assert_eq!(code(Place::File(folder.path().join("b.txt"))), "not-found");
        assert_eq!(code(Place::File(path.join("c.txt"))), "not-found");
        assert_eq!(code(Place::File(folder.path().to_owned())), "not-readable");
    }

    #[test]
    fn offline_opens_no_connection() {
        let loader = Loader::new(Loading {
            offline: true,
            ..Loading::default()
        });

        let failed = loader
            .load(&source(Place::Url("https://example.org/".to_owned())))
            .unwrap_err();

        assert_eq!(failed.code, "offline");
    }
}
