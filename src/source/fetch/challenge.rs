//! Whether a refusal is a bot wall: the server is there, and lets people in, but no programs.

/// Signs of the services that ask whether a person is there, in small letters, and what they are called.
const SIGNS: &[(&str, &str)] = &[
    ("challenge-platform", "Cloudflare"),
    ("cf-chl", "Cloudflare"),
    ("attention required! | cloudflare", "Cloudflare"),
    ("just a moment...", "Cloudflare"),
    ("incapsula incident", "Imperva"),
    ("_incapsula_resource", "Imperva"),
    ("pardon our interruption", "Imperva"),
    ("px-captcha", "HUMAN"),
    ("captcha-delivery.com", "DataDome"),
    ("errors.edgesuite.net", "Akamai"),
    ("ddos-guard", "DDoS-Guard"),
    ("sucuri website firewall", "Sucuri"),
    ("request unsuccessful. incapsula", "Imperva"),
    ("awswafcaptcha", "AWS WAF"),
    ("awswaf", "AWS WAF"),
    ("g-recaptcha", "a captcha"),
    ("h-captcha", "a captcha"),
    ("verify you are human", "a check for robots"),
    ("verify that you are human", "a check for robots"),
    ("you have been blocked", "a firewall"),
    ("unusual traffic", "a check for robots"),
    ("automated access", "a check for robots"),
    (
        "enable javascript and cookies to continue",
        "a check for robots",
    ),
];

/// How much of a page is looked at, in bytes.
pub(super) const LOOKED_AT: usize = 64 << 10;

/// Who turns programs away, told from the headers and the first bytes of a refusal; none where nobody says so.
pub(super) fn wall<'h>(
    headers: impl IntoIterator<Item = (&'h str, &'h str)>,
    body: &[u8],
) -> Option<&'static str> {
    for (name, value) in headers {
        match name {
            "cf-mitigated" => return Some("Cloudflare"),
            "x-datadome" => return Some("DataDome"),
            "x-amzn-waf-action" => return Some("AWS WAF"),
            "x-sucuri-block" => return Some("Sucuri"),
            "server" if value.eq_ignore_ascii_case("ddos-guard") => return Some("DDoS-Guard"),
            _ => {}
        }
    }
    let body = body.get(..LOOKED_AT).unwrap_or(body);
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    SIGNS
        .iter()
        .find(|(sign, _)| text.contains(sign))
        .map(|(_, who)| *who)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_wall_is_told_by_its_header_or_its_page() {
        let page =
            b"<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x>";

        assert_eq!(
            wall([("cf-mitigated", "challenge")], b""),
            Some("Cloudflare")
        );
        assert_eq!(wall([("server", "nginx")], page), Some("Cloudflare"));
        assert_eq!(
            wall([("server", "nginx")], b"<h1>503 Service Unavailable</h1>"),
            None
        );
    }
}
