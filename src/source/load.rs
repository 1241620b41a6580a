//! From a source to its bytes: reads the file or asks the server, within limits.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use super::Earlier;
use super::Loading;
use super::Origin;
use super::Place;
use super::Snapshot;
use super::Source;
use super::Unfetched;
use super::Unloaded;
#[cfg(feature = "fetch")]
use super::fetch::Slot;
#[cfg(feature = "fetch")]
use super::fetch::Web;
use super::store::Kept;
use super::store::Store;
use crate::digest::sha256_of;
use crate::failure::Failed;

/// Loads sources, one after another or from several threads at once.
#[derive(Debug)]
pub struct Loader {
    loading: Loading,
    store: OnceLock<Result<Arc<Store>, Arc<Unfetched>>>,
    #[cfg(feature = "fetch")]
    web: OnceLock<Result<Web, Arc<Unfetched>>>,
}

/// What the store or the web gave for one address.
type Fetched = Result<Arc<Kept>, Arc<Unfetched>>;

impl Loader {
    /// A loader that keeps to `loading`. No connection is opened before an address is loaded.
    #[must_use]
    pub fn new(loading: Loading) -> Self {
        Self {
            loading,
            store: OnceLock::new(),
            #[cfg(feature = "fetch")]
            web: OnceLock::new(),
        }
    }

    /// Has the addresses among `sources` fetched ahead, many at once. [`Loader::load`] then takes them as they come.
    pub fn ahead<'s>(&self, sources: impl IntoIterator<Item = &'s Source>) {
        for source in sources {
            if let Place::Url(address) = &source.place {
                let _ = self.begin(address);
            }
        }
    }

    /// Waits for what `source` needs from the network, no longer than `patience`; whether it is there then.
    #[must_use]
    #[cfg_attr(
        not(feature = "fetch"),
        allow(unused_variables, reason = "without fetching, nothing is waited for")
    )]
    pub fn wait_for(&self, source: &Source, patience: Duration) -> bool {
        match &source.place {
            Place::File(_) => true,
            Place::Url(address) => match self.begin(address) {
                Begun::Known(_) => true,
                #[cfg(feature = "fetch")]
                Begun::UnderWay(slot) => slot.wait_for(patience).is_some(),
            },
        }
    }

    /// The bytes of `source`.
    ///
    /// # Errors
    ///
    /// A row of `errors.csv`, of stage `load` for a file and `fetch` for an address.
    pub fn load(&self, source: &Source) -> Result<Snapshot, Failed> {
        self.take(source, true)
    }

    /// Where `source` came from, without its bytes where an address was kept: nothing is read again.
    ///
    /// # Errors
    ///
    /// As [`Loader::load`].
    pub fn locate(&self, source: &Source) -> Result<Snapshot, Failed> {
        self.take(source, false)
    }

    fn take(&self, source: &Source, with_bytes: bool) -> Result<Snapshot, Failed> {
        let mut snapshot = match &source.place {
            Place::File(path) => {
                let mut snapshot = self
                    .read(path)
                    .map_err(|error| Failed::new(&source.label, &error))?;
                snapshot.origin.bytes = snapshot.bytes.len() as u64;
                snapshot.origin.sha256 = sha256_of(&snapshot.bytes);
                snapshot
            }
            // The digest was checked when the bytes were read.
            Place::Url(address) => self
                .fetch(address, with_bytes)
                .map_err(|error| self.not_fetched(&source.label, address, &error))?,
        };
        let origin = &mut snapshot.origin;
        origin.label.clone_from(&source.label);
        origin.manifest.clone_from(&source.manifest);
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
            earlier: None,
            kept_in: None,
            content_type: None,
        })
    }

    /// What the store or the web gives for `address`, as a snapshot; `with_bytes` or without them.
    fn fetch(&self, address: &str, with_bytes: bool) -> Result<Snapshot, Arc<Unfetched>> {
        let kept = match self.begin(address) {
            Begun::Known(fetched) => fetched?,
            #[cfg(feature = "fetch")]
            Begun::UnderWay(slot) => slot.wait()?,
        };
        let record = &kept.record;
        let store = self.store()?;
        let file = record.file.as_deref().unwrap_or_default();
        let sha256 = record.sha256.as_deref().unwrap_or_default();
        let limit = self.loading.fetching.bytes;
        if record.bytes.is_some_and(|bytes| bytes > limit as u64) {
            // It was kept by a run that allowed more.
            return Err(Arc::new(Unfetched::TooLarge { limit }));
        }
        let bytes = if with_bytes {
            store
                .bytes_of(file, sha256, limit)
                .map_err(|error| self.not_kept(error))?
        } else {
            Vec::new()
        };
        let content_type = record.header("content-type");
        Ok(Snapshot {
            bytes,
            origin: Origin {
                final_url: record.final_url.clone(),
                redirects: record.redirects.iter().map(|hop| hop.url.clone()).collect(),
                retrieved_at: Some(record.time.clone()),
                sha256: sha256.to_owned(),
                bytes: record.bytes.unwrap_or_default(),
                ..Origin::default()
            },
            charset: content_type.and_then(charset_of),
            earlier: kept.earlier.clone(),
            kept_in: Some(store.path_of(file)),
            content_type: content_type.map(str::to_owned),
        })
    }

    /// The earlier bytes of an address, as long as the store has them.
    #[must_use]
    pub fn earlier_bytes(&self, earlier: &Earlier) -> Option<Vec<u8>> {
        let store = self.store().ok()?;
        store
            .bytes_of(&earlier.file, &earlier.sha256, self.loading.fetching.bytes)
            .ok()
    }

    /// Looks into the store, and has `address` fetched where that does not settle it.
    fn begin(&self, address: &str) -> Begun {
        let bare = address.split('#').next().unwrap_or_default();
        #[cfg(feature = "fetch")]
        if let Some(Ok(web)) = self.web.get()
            && let Some(slot) = web.slot_of(bare)
        {
            return Begun::UnderWay(slot);
        }
        let kept = match self.store() {
            Ok(store) => match store.find(bare) {
                Ok(kept) => kept.filter(|kept| store.holds(&kept.record)),
                Err(error) => return Begun::Known(Err(self.not_kept(error))),
            },
            Err(error) => return Begun::Known(Err(error)),
        };
        match kept {
            Some(kept) if self.loading.offline || self.is_fresh(&kept) => {
                Begun::Known(Ok(Arc::new(kept)))
            }
            _ if self.loading.offline => Begun::Known(Err(Arc::new(Unfetched::Offline {
                reason: "--offline was given, and the store does not hold the address",
            }))),
            _ => self.ask(bare),
        }
    }

    #[cfg(feature = "fetch")]
    fn ask(&self, address: &str) -> Begun {
        match self.web() {
            Ok(web) => Begun::UnderWay(web.submit(address)),
            Err(error) => Begun::Known(Err(error)),
        }
    }

    #[cfg(not(feature = "fetch"))]
    fn ask(&self, _: &str) -> Begun {
        Begun::Known(Err(Arc::new(Unfetched::Offline {
            reason: "this program was built without the feature fetch",
        })))
    }

    /// Whether what is kept need not be asked for again.
    fn is_fresh(&self, kept: &Kept) -> bool {
        let keeping = &self.loading.keeping;
        if keeping.refresh {
            return false;
        }
        let since_run = keeping
            .fresh_since
            .as_ref()
            .is_some_and(|since| kept.confirmed >= *since);
        let young = keeping.max_age.is_some_and(|max_age| {
            let Ok(confirmed) = kept.confirmed.parse::<jiff::Timestamp>() else {
                return false;
            };
            let age = jiff::Timestamp::now().duration_since(confirmed);
            Duration::try_from(age).is_ok_and(|age| age <= max_age)
        });
        since_run || young
    }

    fn store(&self) -> Result<Arc<Store>, Arc<Unfetched>> {
        let folder = self.loading.keeping.store.as_deref();
        self.store
            .get_or_init(|| {
                Store::open(folder)
                    .map(Arc::new)
                    .map_err(|error| self.not_kept(error))
            })
            .clone()
    }

    #[cfg(feature = "fetch")]
    pub(super) fn web(&self) -> Result<&Web, Arc<Unfetched>> {
        self.web
            .get_or_init(|| {
                let store = self.store()?;
                store.make().map_err(|error| self.not_kept(error))?;
                Web::new(self.loading.clone(), store).map_err(Arc::new)
            })
            .as_ref()
            .map_err(Arc::clone)
    }

    /// The sitemaps that the robots.txt for `url` names, where that has been read.
    #[must_use]
    pub fn sitemaps_of(&self, url: &url::Url) -> Vec<String> {
        #[cfg(feature = "fetch")]
        if !self.loading.offline
            && let Ok(web) = self.web()
        {
            return web.sitemaps_of(url);
        }
        let _ = url;
        Vec::new()
    }

    fn not_kept(&self, cause: io::Error) -> Arc<Unfetched> {
        let place = match &self.loading.keeping.store {
            Some(folder) => folder.display().to_string(),
            None => "a folder for passing files".to_owned(),
        };
        Arc::new(Unfetched::NotKept {
            place,
            cause: cause.into(),
        })
    }

    /// The row of `errors.csv`, which also says where the store could help.
    fn not_fetched(&self, label: &str, address: &str, error: &Unfetched) -> Failed {
        let mut failed = Failed::new(label, error);
        if let Ok(store) = self.store()
            && !self.loading.offline
            && let Ok(Some(kept)) = store.find(address)
            && store.holds(&kept.record)
        {
            let day = kept.confirmed.get(..10).unwrap_or_default();
            failed.hint.push_str(&format!(
                "; --offline reads what the address gave on {day}, which the store holds"
            ));
        }
        failed
    }
}

/// How far one address is.
enum Begun {
    /// What came of it is known.
    Known(Fetched),
    /// It is being fetched.
    #[cfg(feature = "fetch")]
    UnderWay(Arc<Slot>),
}

/// The charset of a `Content-Type` such as `text/html; charset="utf-8"`.
fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The present time, RFC 3339 in UTC, to the second.
#[cfg(feature = "fetch")]
pub(super) fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
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
