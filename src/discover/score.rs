//! How likely a link leads to a statement, or to a page that links to one.

use url::Url;

/// A link with at least so many points may lead to a statement.
pub(super) const ENOUGH: i32 = 50;

/// Words of links and addresses that name a statement, with their points. Of several, the highest counts.
const NAMES: &[(&str, i32)] = &[
    ("slavery and human trafficking", 65),
    ("modern slavery", 60),
    ("modern day slavery", 60),
    ("anti slavery", 50),
    ("msa statement", 55),
    ("slavery act", 55),
    ("slavery", 45),
    ("human trafficking", 40),
    ("transparency in supply chain", 50),
    ("supply chains act", 45),
    ("forced labour", 40),
    ("forced labor", 40),
    ("esclavage moderne", 60),
    ("travail forcé", 50),
];

/// What else speaks for or against a statement.
const HINTS: &[(&str, i32)] = &[
    ("statement", 20),
    ("report", 8),
    ("declaration", 10),
    ("déclaration", 10),
    ("policy", -15),
    ("helpline", -40),
    ("training", -30),
    ("course", -40),
    ("webinar", -50),
    ("guidance", -20),
    ("guide", -25),
    ("news", -25),
    ("blog", -30),
    ("press release", -25),
    ("podcast", -50),
    ("supplier code", -25),
    ("code of conduct", -20),
    ("charity", -15),
    ("petition", -40),
    ("gov.uk", -60),
    ("legislation", -60),
    ("antislaverycommissioner", -60),
];

/// Words of links that lead to pages with policies and statements.
const HUBS: &[(&str, i32)] = &[
    ("human rights", 30),
    ("legal", 30),
    ("statements", 28),
    ("policies", 28),
    ("compliance", 26),
    ("ethic", 26),
    ("governance", 26),
    ("sustainability", 24),
    ("responsibility", 24),
    ("responsible", 22),
    ("esg", 22),
    ("supply chain", 22),
    ("policy", 18),
    ("suppliers", 14),
    ("corporate", 12),
    ("reports", 12),
    ("investor", 12),
    ("regulatory", 12),
    ("about", 10),
    ("company", 8),
    ("who we are", 8),
];

/// The points of a link and what they are for.
pub(super) fn points(words: &str, told: &str, target: &Url) -> (i32, Vec<&'static str>) {
    let said = format!("{words} {told}")
        .to_lowercase()
        .replace(['-', '’', '_'], " ");
    let path = spoken(target);
    let mut reasons = Vec::new();
    let mut points = 0;
    if let Some((name, worth)) = best(NAMES, &said) {
        points += worth;
        reasons.push(name);
        if best(NAMES, &path).is_some() {
            points += 15;
        }
    } else if let Some((name, worth)) = best(NAMES, &path) {
        points += worth;
        reasons.push(name);
    }
    if points == 0 {
        return (0, reasons);
    }
    for (hint, worth) in HINTS {
        let where_said = said.contains(hint) || path.contains(hint);
        let host = target.host_str().unwrap_or_default();
        if where_said || host.contains(hint) {
            points += worth;
            reasons.push(hint);
        }
    }
    if target.path().to_ascii_lowercase().ends_with(".pdf") {
        points += 3;
    }
    (points, reasons)
}

/// How likely a link leads to a page that links to a statement.
pub(super) fn hub_points(words: &str, told: &str, target: &Url) -> i32 {
    let said = format!("{words} {told}").to_lowercase();
    let said_points = best(HUBS, &said).map_or(0, |(_, worth)| worth);
    let path_points = best(HUBS, &spoken(target)).map_or(0, |(_, worth)| worth / 2);
    said_points.max(path_points)
}

fn best(words: &[(&'static str, i32)], text: &str) -> Option<(&'static str, i32)> {
    words
        .iter()
        .filter(|(word, _)| text.contains(word))
        .max_by_key(|(word, worth)| (*worth, std::cmp::Reverse(*word)))
        .copied()
}

/// The path of an address as words.
fn spoken(target: &Url) -> String {
    target
        .path()
        .to_lowercase()
        .replace("%20", " ")
        .replace(['-', '_', '+', '/', '.'], " ")
        // Some write it as one word.
        .replace("modernslavery", "modern slavery")
}

/// The reporting year that a link names: in its words, else in the name of its file. `2024/25` and `FY25` are 2025.
pub(super) fn year_of(words: &str, target: &Url) -> Option<i16> {
    let file = target.path().rsplit('/').next().unwrap_or_default();
    years_in(words).or_else(|| years_in(file))
}

fn years_in(text: &str) -> Option<i16> {
    let signs: Vec<char> = text.chars().collect();
    let mut best = None;
    let mut at = 0;
    while at < signs.len() {
        let digits: String = signs
            .iter()
            .skip(at)
            .take_while(|sign| sign.is_ascii_digit())
            .take(9)
            .collect();
        if digits.is_empty() {
            at += 1;
            continue;
        }
        let before: String = signs
            .get(at.saturating_sub(2)..at)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
            .to_ascii_lowercase();
        let after = signs.get(at + digits.len()).copied();
        let number: i16 = digits.parse().unwrap_or(0);
        let year = match digits.len() {
            4 if (2013..=2100).contains(&number) => {
                let short: String = signs
                    .iter()
                    .skip(at + 5)
                    .take_while(|sign| sign.is_ascii_digit())
                    .take(5)
                    .collect();
                let next = number + 1;
                let ends_next = after.is_some_and(|sign| "/-–_".contains(sign))
                    && short.len() == 2
                    && short.parse() == Ok(next % 100);
                Some(if ends_next { next } else { number })
            }
            2 if before == "fy" => Some(2000 + number),
            _ => None,
        };
        best = best.max(year);
        at += digits.len();
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://a.example/")
            .unwrap()
            .join(path)
            .unwrap()
    }

    fn score(words: &str, path: &str) -> i32 {
        points(words, "", &url(path)).0
    }

    #[test]
    fn statements_have_enough_points_and_what_only_speaks_of_slavery_has_not() {
        for (words, path) in [
            ("Modern slavery statement", "/msa"),
            ("Slavery and Human Trafficking Statement 2024", "/a.pdf"),
            ("Modern Slavery", "/modern-slavery"),
            ("Statement", "/docs/modern-slavery-statement.pdf"),
            ("Déclaration sur l’esclavage moderne", "/fr/x"),
            ("UK Modern Slavery Act", "/legal/uk"),
        ] {
            assert!(score(words, path) >= ENOUGH, "{words}");
        }
        for (words, path) in [
            (
                "how we support the modern slavery helpline",
                "/news/modern-slavery-helpline",
            ),
            ("Modern slavery training course", "/courses/modern-slavery"),
            (
                "Modern Slavery Act 2015",
                "https://www.legislation.gov.uk/ukpga/2015/30",
            ),
            ("Statement of accounts", "/accounts.pdf"),
        ] {
            assert!(
                score(words, path) < ENOUGH,
                "{words}: {}",
                score(words, path)
            );
        }
    }

    #[test]
    fn years_are_those_that_a_period_ends_in() {
        let year = |words: &str, path: &str| year_of(words, &url(path));

        assert_eq!(year("Statement 2024/25", "/"), Some(2025));
        assert_eq!(year("Statement 2023-24 (published 2024)", "/"), Some(2024));
        assert_eq!(year("FY25 statement", "/"), Some(2025));
        assert_eq!(
            year("Statement", "/uploads/2019/05/msa-2022.pdf"),
            Some(2022)
        );
        assert_eq!(year("Statement", "/uploads/2019/05/msa.pdf"), None);
        assert_eq!(year("Modern Slavery Act 1999, room 20244", "/"), None);
        assert_eq!(
            year("Modern Slavery Act 2015 statement 2024", "/"),
            Some(2024)
        );
    }

    #[test]
    fn hubs_are_where_policies_are_kept() {
        assert!(hub_points("Legal", "", &url("/l")) > hub_points("About us", "", &url("/a")));
        assert_eq!(hub_points("Shop", "", &url("/shop")), 0);
    }
}
