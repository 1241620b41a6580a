//! What robots.txt allows (RFC 9309).

use std::time::Duration;

/// How many bytes of a robots.txt are read; RFC 9309 asks for at least so many.
pub(super) const MOST_BYTES: usize = 500 << 10;

/// The longest `Crawl-delay` that is kept to.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The name by which robots.txt knows this program.
const PRODUCT: &str = "avowal";

/// What one host allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// Patterns of paths with whether they are allowed.
    rules: Vec<(bool, String)>,
    /// The pause between requests that the host asks for.
    pub(super) delay: Option<Duration>,
    /// The addresses of its sitemaps, in order.
    pub(super) sitemaps: Vec<String>,
}

impl Rules {
    /// The rules of a robots.txt for this program: those of all groups that name it, else of all groups for `*`.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..MOST_BYTES).unwrap_or(bytes));
        let text = text.trim_start_matches('\u{feff}');
        let (mut own, mut general) = (Self::default(), Self::default());
        let mut sitemaps = Vec::new();
        let mut named = false;
        // Which groups the lines at hand belong to, and whether a rule of them was seen: after one, `User-agent`
        // begins a new group.
        let (mut in_own, mut in_general, mut begun) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            let key = key.trim().to_ascii_lowercase();
            match key.as_str() {
                "user-agent" => {
                    if begun {
                        (in_own, in_general, begun) = (false, false, false);
                    }
                    if value == "*" {
                        in_general = true;
                    } else if product_of(value).eq_ignore_ascii_case(PRODUCT) {
                        in_own = true;
                        named = true;
                    }
                }
                "allow" | "disallow" => {
                    begun = true;
                    // An empty pattern says nothing.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (key == "allow", decoded(value));
                    if in_own {
                        own.rules.push(rule.clone());
                    }
                    if in_general {
                        general.rules.push(rule);
                    }
                }
                "crawl-delay" => {
                    begun = true;
                    let delay = value
                        .parse()
                        .ok()
                        .and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok())
                        .map(|delay| delay.min(LONGEST_DELAY));
                    if in_own {
                        own.delay = delay;
                    }
                    if in_general {
                        general.delay = delay;
                    }
                }
                "sitemap" if !value.is_empty() => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        let mut rules = if named { own } else { general };
        rules.sitemaps = sitemaps;
        rules
    }

    /// Whether the path of an address, with its query, may be asked: the longest pattern decides, and of two as long
    /// as each other the one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = decoded(path);
        let mut best: Option<(usize, bool)> = None;
        for (allowed, pattern) in &self.rules {
            if matches(pattern, &path) {
                best = best.max(Some((pattern.len(), *allowed)));
            }
        }
        best.is_none_or(|(_, allowed)| allowed)
    }
}

/// The product token at the start of a value of `User-agent`: letters, `_` and `-`.
fn product_of(value: &str) -> &str {
    let end = value
        .find(|sign: char| !sign.is_ascii_alphabetic() && sign != '_' && sign != '-')
        .unwrap_or(value.len());
    value.get(..end).unwrap_or_default()
}

/// `path` with its percent signs in one form, so that two spellings of a path are compared as one: what need not be
/// escaped is not, what is not ASCII is.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |offset: usize| {
            bytes
                .get(at + offset)
                .and_then(|&digit| char::from(digit).to_digit(16))
        };
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(1), hex(2))
        {
            let value = char::from(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            if value.is_ascii_alphanumeric() || matches!(value, '-' | '.' | '_' | '~') {
                out.push(value);
            } else {
                out.push_str(&format!("%{:02X}", u32::from(value)));
            }
            at += 3;
            continue;
        }
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        at += 1;
    }
    out
}

/// Whether `pattern` fits the beginning of `path`: `*` stands for anything, `$` at the end for the end.
///
/// In time of the product of their lengths at worst, whatever the pattern.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return !anchored || rest.is_empty();
    };
    for part in middle {
        let Some(place) = rest.find(part) else {
            return false;
        };
        rest = rest.get(place + part.len()..).unwrap_or_default();
    }
    if anchored {
        rest.ends_with(last)
    } else {
        rest.contains(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(robots: &str, path: &str) -> bool {
        Rules::parse(robots.as_bytes()).allow(path)
    }

    #[test]
    fn the_longest_pattern_decides_and_allow_wins_ties() {
        let robots = "User-agent: *\nDisallow: /docs\nAllow: /docs/statement\nDisallow: /page\nAllow: /page\n";

        assert!(!allowed(robots, "/docs/policy.pdf"));
        assert!(allowed(robots, "/docs/statement.pdf"));
        assert!(allowed(robots, "/page"));
        assert!(allowed(robots, "/else"));
    }

    #[test]
    fn a_group_that_names_the_program_stands_alone() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Avowal/2.0\nDisallow: /private\nuser-agent: avowal\nDisallow: /also\n";

        assert!(allowed(robots, "/statement"));
        assert!(!allowed(robots, "/private/a"));
        // Groups of one name are one group.
        assert!(!allowed(robots, "/also"));
        assert!(!allowed(
            "User-agent: avowalbot\nDisallow: /\nUser-agent: *\nDisallow: /x",
            "/x"
        ));
    }

    #[test]
    fn wildcards_and_ends_are_understood() {
        let robots = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow: /*?print=\n";

        assert!(!allowed(robots, "/files/statement.pdf"));
        assert!(allowed(robots, "/files/statement.pdf?v=2"));
        assert!(!allowed(robots, "/axxbyyczz"));
        assert!(allowed(robots, "/axxcyyb"));
        assert!(!allowed(robots, "/page?print=1"));
        assert!(matches(
            "/*a*a*a*a*a*a*b$",
            &format!("/{}b", "a".repeat(5_000))
        ));
    }

    #[test]
    fn two_spellings_of_a_path_are_one() {
        let robots = "User-agent: *\nDisallow: /caf%C3%A9\nDisallow: /%7Ejoe/\nDisallow: /a%2fb\n";

        assert!(!allowed(robots, "/café"));
        assert!(!allowed(robots, "/~joe/x"));
        assert!(!allowed(robots, "/a%2Fb"));
        assert!(allowed(robots, "/a/b"));
    }

    #[test]
    fn delays_sitemaps_comments_and_odd_lines_are_read() {
        let rules = Rules::parse(
            "\u{feff}User-agent: * # all\r\nCrawl-delay: 2.5\rDisallow:\nnonsense\nSitemap: https://a.example/map.xml\n"
                .as_bytes(),
        );

        assert_eq!(rules.delay, Some(Duration::from_millis(2_500)));
        assert_eq!(rules.sitemaps, ["https://a.example/map.xml"]);
        assert!(rules.allow("/"));
        let slow = Rules::parse(b"User-agent: *\nCrawl-delay: 86400\n");
        assert_eq!(slow.delay, Some(LONGEST_DELAY));
        assert_eq!(
            Rules::parse(b"User-agent: *\nCrawl-delay: -1\n").delay,
            None
        );
        assert_eq!(Rules::parse(b"<html>not found</html>"), Rules::default());
    }
}
