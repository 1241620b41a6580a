//! Why a URL gave no bytes.

use std::borrow::Cow;

use crate::failure::Explain;
use crate::failure::Stage;

/// Why a URL gave no bytes.
#[derive(Debug, thiserror::Error)]
pub enum Unfetched {
    /// `--offline` was given, or the program was built without the feature `fetch`.
    #[error("no connection may be opened: {reason}")]
    Offline {
        /// Which of the two.
        reason: &'static str,
    },
    /// The address, or one it redirects to, is not one that may be asked.
    #[error("{address} {reason}")]
    RefusedAddress {
        /// The address.
        address: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The address, or one it redirects to, belongs to this machine or a private network.
    #[error("{host} is an address of this machine or of a private network")]
    PrivateAddress {
        /// The host as the address names it.
        host: String,
    },
    /// The name of the host is not known.
    #[error("the host name {host} could not be looked up")]
    UnknownHost {
        /// The host as the address names it.
        host: String,
        /// What the system says.
        #[source]
        cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// No connection came about.
    #[error("no connection to {host}")]
    NoConnection {
        /// The host as the address names it.
        host: String,
        /// What the system says.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The certificate or the encryption of the connection is not in order.
    #[error("no trusted connection to {host}")]
    Untrusted {
        /// The host as the address names it.
        host: String,
        /// What the library says.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It took longer than allowed.
    #[error("no complete answer within {seconds} seconds")]
    Timeout {
        /// How long was waited.
        seconds: u64,
    },
    /// The server answered that it will not give the page.
    #[error("the server answered {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// Addresses that redirect to each other, or too long a chain.
    #[error("more than {limit} redirects, the last to {address}")]
    TooManyRedirects {
        /// How many are followed.
        limit: usize,
        /// The address that was not asked any more.
        address: String,
    },
    /// More bytes than the limit allows, after decompression.
    #[error("the answer has more than the {limit} bytes allowed")]
    TooLarge {
        /// How many are allowed.
        limit: usize,
    },
    /// The answer broke off, or was not HTTP.
    #[error("the answer of {host} broke off or was not understood")]
    BrokenAnswer {
        /// The host as the address names it.
        host: String,
        /// What the library says.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Explain for Unfetched {
    fn stage(&self) -> Stage {
        Stage::Fetch
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Offline { .. } => "offline",
            Self::RefusedAddress { .. } => "refused-address",
            Self::PrivateAddress { .. } => "private-address",
            Self::UnknownHost { .. } => "dns",
            Self::NoConnection { .. } => "no-connection",
            Self::Untrusted { .. } => "tls",
            Self::Timeout { .. } => "timeout",
            Self::Status { status } => status_code(*status),
            Self::TooManyRedirects { .. } => "too-many-redirects",
            Self::TooLarge { .. } => "too-large",
            Self::BrokenAnswer { .. } => "broken-answer",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Offline { .. } => "run without --offline, or save the page and pass the file",
            Self::RefusedAddress { .. } => {
                "give an http or https address without a user name or password in it"
            }
            Self::PrivateAddress { .. } => {
                "pass --allow-private if you mean to read from your own network"
            }
            Self::UnknownHost { .. } => "check the spelling of the address and the connection",
            Self::NoConnection { .. } | Self::Timeout { .. } | Self::BrokenAnswer { .. } => {
                "try again later, or save the page in a browser and pass the file"
            }
            Self::Untrusted { .. } => {
                "open the address in a browser, check its certificate, save the page and pass the file"
            }
            Self::Status { status } => match status {
                404 | 410 => "look for the new address of the statement on the company's home page",
                401 | 403 | 407 | 451 => {
                    "open the address in a browser, save the page and pass the file"
                }
                _ => "try again later, or save the page in a browser and pass the file",
            },
            Self::TooManyRedirects { .. } => {
                "open the address in a browser and pass the one that it ends at"
            }
            Self::TooLarge { .. } => "pass the address of the statement itself",
        }
        .into()
    }
}

/// `http-404` and its like: the stable word for each status that a server may refuse with.
fn status_code(status: u16) -> &'static str {
    match status {
        400 => "http-400",
        401 => "http-401",
        402 => "http-402",
        403 => "http-403",
        404 => "http-404",
        405 => "http-405",
        406 => "http-406",
        407 => "http-407",
        408 => "http-408",
        409 => "http-409",
        410 => "http-410",
        418 => "http-418",
        421 => "http-421",
        423 => "http-423",
        425 => "http-425",
        429 => "http-429",
        451 => "http-451",
        500 => "http-500",
        501 => "http-501",
        502 => "http-502",
        503 => "http-503",
        504 => "http-504",
        520..=530 => "http-52x",
        400..=499 => "http-4xx",
        500..=599 => "http-5xx",
        _ => "http-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_server_is_told_by_its_number() {
        let gone = Unfetched::Status { status: 404 };

        assert_eq!(gone.code(), "http-404");
        assert_eq!(gone.to_string(), "the server answered 404");
        assert!(gone.hint().contains("home page"));
        assert_eq!(Unfetched::Status { status: 499 }.code(), "http-4xx");
    }
}
