//! Small forms that a rubric file must keep: ids, dates, versions, languages, addresses, and the schema's number.

use std::sync::LazyLock;

use crate::lexicon::Search;
use jiff::civil::Date;
use toml::Spanned;

use crate::typed::Problems;

/// The version of the schema that this program reads.
const SCHEMA: i64 = 1;

/// Checks the line `schema = 1`.
pub(super) fn check_schema(schema: Option<&Spanned<i64>>, problems: &mut Problems) {
    match schema {
        Some(schema) if *schema.get_ref() == SCHEMA => {}
        Some(schema) => problems.add(
            "schema",
            schema.span(),
            format!(
                "schema {} is unknown to this version of avowal",
                schema.get_ref()
            ),
            format!("write `schema = {SCHEMA}`, or use a version of avowal that knows it"),
        ),
        None if problems.touch(&(0..1)) => {}
        None => problems.add(
            "missing-key",
            0..0,
            "the file does not say which schema it follows",
            format!("begin the file with the line `schema = {SCHEMA}`"),
        ),
    }
}

/// Checks that `id`, of a thing called `what`, is in kebab case.
///
/// `_` may join words in place of `-`, for the labels of other collections.
pub(super) fn check_id(what: &str, id: &Spanned<String>, problems: &mut Problems) {
    static FORM: LazyLock<Search> = LazyLock::new(|| Search::new(r"^[a-z0-9]+([-_][a-z0-9]+)*$"));
    if FORM.is_match(id.get_ref()) {
        return;
    }
    let kebab = kebab_of(id.get_ref());
    let help = if kebab.is_empty() {
        "write lower-case words joined by `-`, as in `due-diligence`".to_owned()
    } else {
        format!("write `{kebab}`: lower-case words joined by `-`")
    };
    problems.add(
        "id-form",
        id.span(),
        format!("`{}` is no id for a {what}", id.get_ref()),
        help,
    );
}

fn kebab_of(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-")
}

/// The date `typed` under `key`; none, and a problem, where it is none.
pub(super) fn checked_date(
    key: &str,
    typed: Option<&Spanned<toml::Value>>,
    problems: &mut Problems,
) -> Option<Date> {
    let typed = typed?;
    let text = match typed.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => other.to_string(),
    };
    let date = (text.len() == "2026-10-15".len())
        .then(|| text.parse::<Date>().ok())
        .flatten();
    if date.is_none() {
        problems.add(
            "date-form",
            typed.span(),
            format!("`{key}` is `{text}`, which is no date"),
            "write year, month and day, as in `\"2026-10-15\"`",
        );
    }
    date
}

/// Checks that `version` is two or three numbers joined by dots.
pub(super) fn check_version(version: &Spanned<String>, problems: &mut Problems) {
    static FORM: LazyLock<Search> =
        LazyLock::new(|| Search::new(r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){1,2}$"));
    if !FORM.is_match(version.get_ref()) {
        problems.add(
            "version-form",
            version.span(),
            format!("`{}` is no version", version.get_ref()),
            "write two or three numbers joined by dots and without leading zeros, as in `\"2026.1\"`",
        );
    }
}

/// Checks an ISO 639-1 code.
pub(super) fn check_language(language: &Spanned<String>, problems: &mut Problems) {
    let code = language.get_ref();
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        problems.add(
            "language-form",
            language.span(),
            format!("`{code}` is no language code"),
            "write the two letters of ISO 639-1 in lower case, as in `\"en\"`",
        );
    }
}

/// Checks an ISO 3166 code of a country or of a part of one.
pub(super) fn check_jurisdiction(jurisdiction: &Spanned<String>, problems: &mut Problems) {
    static FORM: LazyLock<Search> =
        LazyLock::new(|| Search::new(r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$"));
    if !FORM.is_match(jurisdiction.get_ref()) {
        problems.add(
            "jurisdiction-form",
            jurisdiction.span(),
            format!("`{}` is no code of a country or state", jurisdiction.get_ref()),
            "write the code of ISO 3166, as in `\"GB\"` or `\"US-CA\"`; leave it out for a benchmark",
        );
    }
}

/// Checks that `url` is an address on the web.
pub(super) fn check_address(url: &Spanned<super::Reference>, problems: &mut Problems) {
    let address = &url.get_ref().url;
    let is_web = url::Url::parse(address)
        .is_ok_and(|parsed| matches!(parsed.scheme(), "http" | "https") && parsed.has_host());
    if !is_web {
        problems.add(
            "address-form",
            url.span(),
            format!("`{address}` is no address on the web"),
            "write it in full, as in `\"https://www.legislation.gov.uk/ukpga/2015/30/section/54\"`",
        );
    }
}
