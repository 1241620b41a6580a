//! When to ask again: after passing failures, later each time, and as the server asks for.

use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::time::Duration;

/// Whether a server that answers `status` may answer otherwise in a moment.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504 | 520..=524)
}

/// The pause before the repetition number `tries` (1 is the first): `first`, doubled each time, of which a random
/// half to the whole is waited, so that programs that failed together do not come back together.
pub(super) fn pause(first: Duration, tries: u32) -> Duration {
    let longest = first.saturating_mul(1_u32 << tries.saturating_sub(1).min(8));
    longest / 2 + longest / 2 * chance() / 100
}

/// 0 to 100, by chance.
fn chance() -> u32 {
    // Each of these begins with keys of its own, drawn by the system.
    let number = RandomState::new().build_hasher().finish() % 101;
    u32::try_from(number).unwrap_or(0)
}

/// What `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date. `now` is the present time.
pub(super) fn asked_for(header: &str, now: jiff::Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(header).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_may_be_twice_the_one_before() {
        let first = Duration::from_secs(1);

        for (tries, longest) in [(1, 1), (2, 2), (3, 4)] {
            let pause = pause(first, tries);
            let longest = Duration::from_secs(longest);
            assert!(
                pause >= longest / 2 && pause <= longest,
                "{tries}: {pause:?}"
            );
        }
        assert!(pause(first, u32::MAX) <= Duration::from_secs(256));
        assert_eq!(pause(Duration::ZERO, 3), Duration::ZERO);
    }

    #[test]
    fn a_server_says_when_to_come_back_in_seconds_or_by_a_date() {
        let now: jiff::Timestamp = "1994-11-06T08:49:07Z".parse().expect("a time");
        let seconds = |header| asked_for(header, now).map(|wait| wait.as_secs());

        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
