//! Which web addresses may be asked: only http and https, and by default nothing of this machine or a private network.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use url::Host;
use url::Url;

use super::Unfetched;
use super::Unloaded;

/// Whether an argument is meant as a web address: it starts with a scheme and `://`.
pub(super) fn looks_like_an_address(argument: &str) -> bool {
    let Some((scheme, _)) = argument.split_once("://") else {
        return false;
    };
    // One letter is a drive of Windows.
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
}

/// The address that an argument names, in its normal form.
pub(super) fn address_of(argument: &str) -> Result<Url, Unloaded> {
    let bad = |reason: String| Unloaded::BadAddress { reason };
    let url =
        Url::parse(argument).map_err(|error| bad(format!("the address is not one: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad(format!(
            "addresses that start with {}:// are not read",
            url.scheme()
        )));
    }
    Ok(url)
}

/// Refuses an address that must not be asked, whoever it came from: the user, a manifest, a redirect.
///
/// Host names are looked at again when they are resolved, so that the address that was checked is the one that
/// is connected to.
pub(super) fn check(url: &Url, allow_private: bool) -> Result<(), Unfetched> {
    let refused = |reason| {
        Err(Unfetched::RefusedAddress {
            address: without_credentials(url),
            reason,
        })
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("carries a user name or password");
    }
    let private = match url.host() {
        None => return refused("names no host"),
        Some(Host::Ipv4(address)) => is_private(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_private(IpAddr::V6(address)),
        Some(Host::Domain(name)) => is_local_name(name),
    };
    if private && !allow_private {
        return Err(Unfetched::PrivateAddress {
            host: url.host_str().unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}

/// RFC 6761: `localhost` and everything below it is this machine, whatever a name server says.
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
}

fn without_credentials(url: &Url) -> String {
    let mut bare = url.clone();
    // Both fail only for addresses without a host, which have no credentials to show.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare.into()
}

/// Whether nobody outside could have published a statement at `address`: loopback, private, link-local, shared,
/// documentation, benchmarking, multicast and reserved ranges, and IPv6 addresses that carry an IPv4 one of those.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    if let Some(inside) = address.to_ipv4() {
        // ::ffff:a.b.c.d and the old ::a.b.c.d; ::1 and :: fall here as 0.0.0.1 and 0.0.0.0.
        return is_private_v4(inside);
    }
    let carried = match segments {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address inside.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = carried {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_private_v4(Ipv4Addr::new(a, b, c, d));
    }
    let first = segments[0];
    address.is_multicast()
        || (first & 0xfe00) == 0xfc00 // unique local
        || (first & 0xffc0) == 0xfe80 // link-local
        || (first & 0xffc0) == 0xfec0 // site-local, deprecated
        || (first == 0x2001 && segments[1] == 0x0db8) // documentation
        || (first == 0x2001 && segments[1] == 0) // Teredo, carries an IPv4 address in disguise
        || (first == 0x0064 && segments[1] == 0xff9b && segments[2] == 1) // NAT64 of a local network
        || (first == 0x0100 && segments[1] == 0) // discard
}

/// Whether an address is that of a home page: nothing in its path but a language or a usual name of one.
#[must_use]
pub fn is_home_page(address: &str) -> bool {
    const NAMES: &[&str] = &["home", "index", "default", "welcome"];
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    if url.query().is_some() {
        return false;
    }
    let Some(parts) = url.path_segments() else {
        return false;
    };
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    parts.len() <= 2
        && parts.iter().all(|part| {
            let name = part.split('.').next().unwrap_or_default();
            NAMES.contains(&name) || is_language(part)
        })
}

/// `en`, `en-gb`, `uk`, `global`.
fn is_language(part: &str) -> bool {
    let mut halves = part.split(['-', '_']);
    let short =
        |half: &str| half.len() == 2 && half.bytes().all(|letter| letter.is_ascii_lowercase());
    part == "global" || (halves.clone().count() <= 2 && halves.all(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Explain;

    fn refusal(address: &str) -> Option<&'static str> {
        let url = Url::parse(address).unwrap();
        check(&url, false).err().map(|error| error.code())
    }

    #[test]
    fn this_machine_and_private_networks_are_refused_however_they_are_written() {
        for address in [
            "http://127.0.0.1/",
            "http://localhost:8080/",
            "http://LOCALHOST./",
            "http://shop.localhost/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://224.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
        ] {
            assert_eq!(refusal(address), Some("private-address"), "{address}");
        }
    }

    #[test]
    fn public_addresses_may_be_asked() {
        for address in [
            "https://example.org/statement.pdf",
            "http://8.8.8.8/",
            "http://[2606:4700::1111]/",
            "http://172.32.0.1/",
        ] {
            assert_eq!(refusal(address), None, "{address}");
        }
    }

    #[test]
    fn credentials_in_an_address_are_refused_and_not_repeated() {
        let url = Url::parse("https://anna:secret@example.org/").unwrap();

        let error = check(&url, true).unwrap_err();

        assert_eq!(error.code(), "refused-address");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn a_drive_letter_is_no_scheme() {
        assert!(looks_like_an_address("https://example.org"));
        assert!(looks_like_an_address("ftp://example.org"));
        assert!(!looks_like_an_address("C://statements/a.pdf"));
        assert!(!looks_like_an_address("statements/a.pdf"));
        assert_eq!(
            address_of("ftp://example.org/").unwrap_err().code(),
            "bad-address"
        );
    }

    #[test]
    fn a_home_page_is_told_by_its_path() {
        for home in [
            "https://a.example",
            "https://a.example/",
            "https://a.example/index.html",
            "https://a.example/en-GB/home.aspx",
            "https://a.example/uk/",
        ] {
            assert!(is_home_page(home), "{home}");
        }
        for deeper in [
            "https://a.example/modern-slavery",
            "https://a.example/?p=7",
            "https://a.example/en/legal",
            "https://a.example/en/home/legal",
        ] {
            assert!(!is_home_page(deeper), "{deeper}");
        }
    }
}
