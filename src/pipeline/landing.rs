//! Pages that stand before a statement: a page that only links to the document, and a home page.

use std::borrow::Cow;

use url::Url;

use super::Pipeline;
use super::Read;
use super::Reader;
use super::Unscored;
use crate::document::Notice;
use crate::extract::Unreadable;
use crate::failure::Failed;
use crate::source::Origin;
use crate::source::Place;
use crate::source::Snapshot;
use crate::source::Source;

/// Reads the document that the landing page in `snapshot` links to. Followed once: a second landing page is a failure.
pub(super) fn followed(
    pipeline: &Pipeline,
    source: &Source,
    snapshot: &Snapshot,
    link: &str,
    reader: &mut Reader,
) -> Result<Read, Failed> {
    let landing = Unreadable::LandingPage {
        link: link.to_owned(),
    };
    let Some(target) = target_of(snapshot, link) else {
        return Err(Failed::new(&source.label, &landing));
    };
    let behind = Source {
        label: source.label.clone(),
        place: Place::Url(target.to_string()),
        manifest: source.manifest.clone(),
    };
    let failed = |failed: Failed| Failed {
        code: Cow::Borrowed("landing-page"),
        message: format!("{landing}, which could not be read: {}", failed.message),
        ..failed
    };
    let mut there = pipeline.loader.load(&behind).map_err(failed)?;
    let mut document = pipeline
        .read_snapshot(&there, reader)
        .map_err(|error| failed(Failed::new(&source.label, &error)))?;
    let before = &snapshot.origin;
    let mut way = before.redirects.clone();
    way.extend(before.final_url.clone());
    way.append(&mut there.origin.redirects);
    there.origin.redirects = way;
    document.notices.push(Notice::new(
        "landing-page",
        "the page at the address only links to the document, which was read instead",
    ));
    Ok(Read {
        snapshot: there,
        document,
    })
}

/// Where `link` leads from the fetched page; none for a file, or where it leads nowhere else.
fn target_of(snapshot: &Snapshot, link: &str) -> Option<Url> {
    let page = Url::parse(snapshot.origin.final_url.as_deref()?).ok()?;
    let mut target = page.join(link.trim()).ok()?;
    target.set_fragment(None);
    (matches!(target.scheme(), "http" | "https") && target != page).then_some(target)
}

/// The failure of an address that leads to a home page; none where it leads deeper.
pub(super) fn home_page(origin: &Origin) -> Option<Unscored> {
    let address = origin.final_url.as_deref()?;
    if !is_home(address) {
        return None;
    }
    let first = origin.redirects.first().map(String::as_str);
    Some(Unscored::HomePage {
        address: address.to_owned(),
        redirected: first.is_some_and(|first| !is_home(first)),
    })
}

/// Whether an address is that of a home page: nothing in its path but a language or a usual name of one.
fn is_home(address: &str) -> bool {
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

    #[test]
    fn a_home_page_is_told_by_its_path() {
        for home in [
            "https://a.example",
            "https://a.example/",
            "https://a.example/index.html",
            "https://a.example/en-GB/home.aspx",
            "https://a.example/uk/",
        ] {
            assert!(is_home(home), "{home}");
        }
        for deeper in [
            "https://a.example/modern-slavery",
            "https://a.example/?p=7",
            "https://a.example/en/legal",
            "https://a.example/en/home/legal",
        ] {
            assert!(!is_home(deeper), "{deeper}");
        }
    }

    #[test]
    fn an_address_that_now_leads_home_is_told_as_gone() {
        let origin = Origin {
            final_url: Some("https://a.example/".to_owned()),
            redirects: vec!["https://a.example/statement.pdf".to_owned()],
            ..Origin::default()
        };

        let told = home_page(&origin).map(|home| home.to_string());

        assert_eq!(
            told.as_deref(),
            Some("the page is gone: its address now leads to the home page https://a.example/")
        );
    }
}
