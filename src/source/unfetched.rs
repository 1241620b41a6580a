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
        /// How long may an answer take altogether.
        seconds: u64,
        /// How long may the server be silent.
        silence: u64,
    },
    /// The host's robots.txt asks programs to stay away from the address.
    #[error("robots.txt of the host disallows {address}")]
    RobotsDisallowed {
        /// The address.
        address: String,
    },
    /// The host fails to give its robots.txt, which RFC 9309 takes for a refusal of everything.
    #[error(
        "{host} answered {status} when asked for its robots.txt, so nothing of it may be asked"
    )]
    RobotsFailing {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The server is there, but turns programs away.
    #[error("the server turns programs away: it answered {status}{}", told_wall(*wall))]
    Blocked {
        /// The HTTP status.
        status: u16,
        /// Who turns them away, where the answer shows it.
        wall: Option<&'static str>,
    },
    /// What came could not be kept, or the store not be read.
    #[error("what was fetched could not be kept in {place}")]
    NotKept {
        /// The folder or file.
        place: String,
        /// What the system says.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No request could be made at all.
    #[error("no request could be made")]
    NotBegun(#[source] std::io::Error),
    /// Fetching panicked: a mistake of this program.
    #[error("fetching failed within the program")]
    Crashed,
    /// The server answered that it will not give the page.
    #[error("{}the server answered {status}", if is_dead(*status) { "the link is dead: " } else { "" })]
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

/// Whether `status` says that there is nothing at the address any more.
fn is_dead(status: u16) -> bool {
    matches!(status, 404 | 410)
}

fn told_wall(wall: Option<&'static str>) -> String {
    wall.map(|who| format!(" with a page of {who}"))
        .unwrap_or_default()
}

impl Unfetched {
    /// Whether the same request may succeed in a moment.
    #[cfg(feature = "fetch")]
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::BrokenAnswer { .. })
    }
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
            Self::RobotsDisallowed { .. } | Self::RobotsFailing { .. } => "robots-disallowed",
            Self::Blocked { .. } => "blocked",
            Self::NotKept { .. } => "not-kept",
            Self::NotBegun(_) => "not-begun",
            Self::Crashed => "crashed",
        }
    }

    fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Offline { .. } => "run once without --offline to fill the store, name the right store with --store, or pass a saved file",
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
            Self::RobotsDisallowed { .. } => {
                "open the address in a browser, save the page and pass the file; --ignore-robots asks all the same"
            }
            Self::RobotsFailing { .. } => {
                "try again later, or save the page in a browser and pass the file"
            }
            Self::Blocked { .. } => {
                "open the address in a browser, save the page, name the file in the manifest and give --input-dir"
            }
            Self::NotKept { .. } => "name a folder that you may write with --store",
            Self::NotBegun(_) => "close other programs, or ask for fewer --connections",
            Self::Crashed => "report this address: avowal should have told what is wrong with it",
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
        assert_eq!(
            gone.to_string(),
            "the link is dead: the server answered 404"
        );
        assert!(gone.hint().contains("home page"));
        assert_eq!(Unfetched::Status { status: 499 }.code(), "http-4xx");
    }
}
