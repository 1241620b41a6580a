//! When two addresses are of one site, or one.

use url::Url;

/// Whether two addresses are of one site: one host is the other, or below it.
pub(super) fn is_same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    one == other || one.ends_with(&format!(".{other}")) || other.ends_with(&format!(".{one}"))
}

/// Whether two addresses are one, but for `www.`, encryption and the last slash.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let address = address.split('#').next().unwrap_or_default();
        let bare = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .unwrap_or(address);
        let bare = bare.strip_prefix("www.").unwrap_or(bare);
        bare.trim_end_matches('/').to_owned()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_written_in_two_ways_is_one() {
        assert!(is_same(
            "https://www.a.example/msa/",
            "http://a.example/msa#top"
        ));
        assert!(!is_same("https://a.example/msa", "https://a.example/msa2"));
    }

    #[test]
    fn a_site_has_hosts_below_it() {
        let url = |text: &str| Url::parse(text).expect("an address");

        assert!(is_same_site(
            &url("https://www.a.example"),
            &url("https://ir.a.example")
        ));
        assert!(!is_same_site(
            &url("https://a.example"),
            &url("https://ba.example")
        ));
    }
}
