//! One line of the store's log: what one address answered, once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// One line of the log. Of failures too: that a link was dead on a day is proof as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::source) struct Record {
    /// When the answer was complete, RFC 3339 in UTC.
    pub(in crate::source) time: String,
    /// The address that was asked for.
    pub(in crate::source) url: String,
    /// The addresses that redirected, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::source) redirects: Vec<Hop>,
    /// The address that answered in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) final_url: Option<String>,
    /// The HTTP status of the last answer; none where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) status: Option<u16>,
    /// Its headers, names in small letters, cookies left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(in crate::source) headers: BTreeMap<String, String>,
    /// SHA-256 of the bytes, in hex; with status 304 of those that still hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) sha256: Option<String>,
    /// How many bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) bytes: Option<u64>,
    /// The file that holds them, from the folder of the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) file: Option<String>,
    /// The stable word of the failure, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) error: Option<String>,
    /// What happened then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::source) message: Option<String>,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::source) struct Hop {
    /// The address that redirected.
    pub(in crate::source) url: String,
    /// With which status.
    pub(in crate::source) status: u16,
}

impl Record {
    /// The value of the header `name`.
    pub(in crate::source) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}
