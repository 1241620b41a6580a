//! What the words around a period say for its being the statement's own.

use std::sync::LazyLock;

use crate::lexicon::Search;

use super::super::pattern::pattern;
use super::super::reading::Reading;
use super::Candidate;

/// Adds what the sentence around a candidate says for or against its being the statement's own period.
pub(super) fn weigh(reading: &Reading<'_>, candidate: &mut Candidate) {
    let offset = candidate.span.start;
    let Some(block) = reading.block_at(offset) else {
        return;
    };
    let title_span = reading.title.as_ref().and_then(|title| title.span);
    let in_title = title_span.is_some_and(|span| span.contains(candidate.span));
    if in_title {
        candidate.points += 4;
        candidate.about_statement = true;
    } else if block < 6 && (reading.is_heading(block) || reading.block_text(block).len() < 120) {
        candidate.points += 3;
    } else if reading.percent_at(offset) < 15 {
        candidate.points += 1;
    }
    let sentence = reading
        .sentence_at(offset)
        .map(|(_, sentence)| sentence.span)
        .unwrap_or(candidate.span);
    let from = (sentence.start as usize).max((offset as usize).saturating_sub(320));
    let to = (sentence.end as usize).min(candidate.span.end as usize + 160);
    let before = reading.slice(from, offset as usize);
    let around = reading.slice(from, to);
    if STATEMENT_OF.is_match(around) {
        candidate.points += 4;
        candidate.about_statement = true;
    } else if STATEMENT_WORD.is_match(around) {
        candidate.points += 2;
    }
    if DEFINED.is_match(reading.slice(
        candidate.span.end as usize,
        candidate.span.end as usize + 60,
    )) {
        candidate.points += 4;
    }
    let near = reading.slice(
        (offset as usize).saturating_sub(70).max(from),
        offset as usize,
    );
    if FUTURE.is_match(before) || OTHER_YEAR.is_match(near) {
        candidate.points -= 5;
        candidate.about_statement = false;
    }
    if FIGURES.is_match(around) {
        candidate.points -= 2;
    }
    if NOT_A_PERIOD.is_match(near) {
        candidate.points -= 8;
        candidate.about_statement = false;
    }
}

/// The sentence says of the statement itself which period it is for.
static STATEMENT_OF: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:constitutes?|represents?|comprises?)\b
        | \b(?:this|our|the|its)\b[^.;]{0,60}\b(?:statement|report|disclosure|document|declaration)\b[^.;]{0,120}\b(?:covers?|covering|relates?|relating|made|respect|prepared|published|issued|produced|sets?[\ ]out|describes?|outlines?|addresses|explains?|reports?|details?|summari[sz]es|for|during)\b
        | \b(?:statement|report|disclosure)\b[\ ,:–-]*(?:for|covering|of[\ ]compliance[\ ]for)\b
        | \b(?:reporting|financial)[\ ](?:reporting[\ ])?(?:period|year)(?:[\ ]covered[\ ]by[\ ]the[\ ]report)?[\ ]?[:|]
        | \b(?:makes?|publish(?:es)?|submits?|issues?)[\ ](?:this|its|our)\b
        | \bin[\ ]respect[\ ]of\b
        | \b(?:year|period)\b[^.;]{0,80}\bto[\ ](?:ensure|prevent|assess|reduce|identify|address|combat|mitigate)\b
        | \b(?:slavery|trafficking|forced[\ ]labou?r|child[\ ]labou?r|supply[\ ]chains?)\b[^.;]{0,40}\b(?:statement|report|disclosure)\b
        ",
    )
});

static STATEMENT_WORD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:statement|report|disclosure|slavery|trafficking|forced labou?r|section 54|this year|reporting period)\b",
    )
});

/// `("Reporting Period")` after a date: the text defines it.
static DEFINED: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r#"(?i)^[^.;]{0,20}[("“'‘][^)]{0,30}\b(?:period|year|FY ?[0-9]{2,4}|fiscal [0-9]{4})\b"#,
    )
});

static FUTURE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will(?: also| then)? (?:be|continue|work|review|focus|seek|conduct|roll|publish|endeavour|develop|undertake|report|extend|introduce)|aims? to|plans? to|planned|intends?|intend to|propose to|next (?:year|financial|reporting|fiscal)|following (?:year|financial)|coming year|roadmap|looking ahead|target(?:s|ed)?|goals? for|objectives for|commitments for|actions for|ahead to|by the end of)\b",
    )
});

/// Right before the candidate: last year, a comparison, a year long gone.
static OTHER_YEAR: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:previous(?:ly)?(?: submitted)?|prior|last|preceding|earlier|compared (?:with|to)|against|since|first statement|replaces|supersedes|up from|down from|next|since)\b[^.;]{0,35}$",
    )
});

static FIGURES: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:revenues?|turnover|sales of|profit|employed|headcount|employees|spen[dt]|procured|vendors|annual information form|annual report and accounts|financial statements|suppliers were|completed by)\b",
    )
});

static NOT_A_PERIOD: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:©|copyright|all rights reserved|\b(?:updated|revised|reviewed|review date|version|published|publication date|effective|approved|signed|dated|issued?|expires?|valid until|copyright|act|directive|regulation|iso) ?(?:on|:|no\.?)?) ?(?:the )?$",
    )
});
