//! Where a statement comes from: paths, folders, globs, lists, manifests, URLs; and the bytes it gives.
//!
//! Two steps. [`Listing`] turns what the user typed into [`Source`]s, one a statement, in a fixed order.
//! [`Loader`] turns one source into a [`Snapshot`]: its bytes and where they came from. Addresses are fetched ahead and
//! at once (`fetch`), and what came is kept (`store`).

#[cfg_attr(
    not(feature = "fetch"),
    allow(dead_code, reason = "without fetching, addresses are not asked")
)]
mod address;
#[cfg(feature = "fetch")]
mod fetch;
mod fetching;
mod files;
mod listing;
mod load;
mod manifest;
mod publication;
mod shard;
#[cfg_attr(
    not(feature = "fetch"),
    allow(dead_code, reason = "without fetching, stores are only read")
)]
mod store;
mod unfetched;
mod unloaded;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

pub use address::is_home_page;
pub use fetching::Fetching;
pub use fetching::Keeping;
pub use fetching::Loading;
pub use listing::Listed;
pub use listing::Listing;
pub use load::Loader;
pub use manifest::CARRIED_COLUMNS;
pub use manifest::Folders;
pub use manifest::Registry;
pub use manifest::Sheet;
pub use manifest::SheetRow;
pub use manifest::iso_date;
pub use manifest::source_of;
pub use publication::Linked;
pub use publication::Publication;
pub use shard::Shard;
pub use store::Earlier;
pub use unfetched::Unfetched;
pub use unloaded::Unloaded;

/// One statement to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// As the user named it; stands in the column `source`.
    pub label: String,
    /// Where its bytes are.
    pub place: Place,
    /// The row of the manifest that named it, if one did: column to value, empty values left out.
    pub manifest: BTreeMap<String, String>,
}

impl Source {
    /// The source that a bare address names.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        Self {
            label: address.to_owned(),
            place: Place::Url(address.to_owned()),
            manifest: BTreeMap::new(),
        }
    }
}

/// Where the bytes of a statement are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A web address.
    Url(String),
}

/// The bytes of one statement, and where they came from.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The bytes as they came, after any transport compression.
    pub bytes: Vec<u8>,
    /// Where they came from.
    pub origin: Origin,
    /// The `charset` of the HTTP `Content-Type`.
    pub charset: Option<String>,
    /// The other bytes that the same address gave before, where the store remembers any.
    pub earlier: Option<Earlier>,
    /// The file of the store that holds the bytes; none for a file.
    pub kept_in: Option<PathBuf>,
    /// The HTTP `Content-Type`.
    pub content_type: Option<String>,
}

/// Where the bytes of one statement came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// As the user named it.
    pub label: String,
    /// The address after redirects; none for a file.
    pub final_url: Option<String>,
    /// The addresses that redirected, in the order they were asked; empty where none did.
    pub redirects: Vec<String>,
    /// The file's path, as it was opened; none for a URL.
    pub path: Option<PathBuf>,
    /// When it was fetched, RFC 3339 in UTC; none for a file.
    pub retrieved_at: Option<String>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// The row of the manifest that named it.
    pub manifest: BTreeMap<String, String>,
    /// Whether its site's home page links to it, where that was looked for.
    pub publication: Option<Publication>,
}
