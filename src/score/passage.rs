//! A document made ready to be asked: each sentence with what it inherits from its list, table and headings.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::Search;

use super::cues::Cue;
use super::cues::Cues;
use super::specificity::Marks;
use super::specificity::is_tied_to_period;
use super::specificity::marks_of;
use super::specificity::tells_outcome;
use super::status::Standing;
use super::status::standing_of;
use crate::document::BlockKind;
use crate::document::Document;
use crate::document::Sentence;
use crate::facts::Facts;
use crate::lexicon::Hit;
use crate::lexicon::Matcher;
use crate::lexicon::Scratch;
use crate::lexicon::matching_form;

/// One sentence, ready to be asked. Passages stand one for one beside [`Document::sentences`].
#[derive(Debug)]
pub(super) struct Passage {
    /// The words that it inherits (a list's lead-in, a table's header row) and its own, in matching form.
    pub(super) form: String,
    /// Where its own words begin in `form`.
    pub(super) own_start: usize,
    /// Which patterns match, over all rubrics.
    pub(super) hits: Vec<Hit>,
    /// How near words of modern slavery stand.
    pub(super) topic: Topic,
    /// The headings above, as places among the sentences, nearest last.
    pub(super) headings: Range<usize>,
    /// What the language of the sentence tells; worked out only where a pattern matches or the trained recogniser asks.
    pub(super) language: Option<Language>,
    /// Whether signals may speak: where a pattern matches or a heading above is one of a criterion's, and the passage
    /// is no bare line.
    pub(super) by_signals: bool,
    /// A line of a form, a menu or a signature: a few words that say of nothing that it is done.
    pub(super) is_bare_line: bool,
}

/// What the language of a sentence tells, whatever it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Language {
    pub(super) standing: Standing,
    pub(super) marks: Marks,
    pub(super) outcome: bool,
    pub(super) period: bool,
    pub(super) reason: bool,
    pub(super) supply_side: bool,
    pub(super) own_side: bool,
}

/// How near a sentence stands to words of modern slavery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// Nowhere in the document.
    None,
    /// Somewhere in the document.
    Document,
    /// In its paragraph, list, headings, or one of the two sentences before.
    Near,
    /// In the sentence itself.
    Own,
}

/// All sentences of a document, ready to be asked.
#[derive(Debug)]
pub(super) struct Passages {
    /// One for each sentence.
    pub(super) all: Vec<Passage>,
    /// For each run of headings above a section: the places of their sentences.
    pub(super) heading_sentences: Vec<u32>,
}

impl Passages {
    /// Reads `document` once: forms, patterns, topics, language.
    ///
    /// `asks_for` says of the place of a sentence whether the trained recogniser wants to know its language.
    pub(super) fn of(
        document: &Document,
        facts: &Facts,
        matcher: &Matcher,
        asks_for: impl Fn(usize) -> bool,
    ) -> Self {
        let mut scratch = Scratch::default();
        let mut cue_scratch = Scratch::default();
        let mut present = Vec::new();
        let (heading_sentences, headings_of_sections) = headings_of(document);
        let inherited = inherited_words(document);

        let mut all: Vec<Passage> = Vec::with_capacity(document.sentences.len());
        let mut own_topic: Vec<bool> = Vec::with_capacity(document.sentences.len());
        for sentence in &document.sentences {
            let own = matching_form(document.words_at(sentence.span));
            let lead = inherited
                .get(sentence.block as usize)
                .and_then(Option::as_deref)
                .unwrap_or_default();
            let own_start = if lead.is_empty() { 0 } else { lead.len() + 1 };
            let form = if lead.is_empty() {
                own
            } else {
                format!("{lead} {own}")
            };
            let is_heading = document.is_heading(sentence);
            let mut hits = Vec::new();
            // Of a report that holds a statement, only the statement is scored.
            let is_scored = facts
                .kind
                .part
                .is_none_or(|part| part.contains(sentence.span));
            if is_scored && own_start > 0 {
                matcher.hits(&form, &mut scratch, &mut hits);
            } else if is_scored {
                // All words are the sentence's own: where in it they stand does not matter.
                matcher.matches(&form, &mut scratch, &mut present);
                hits.extend(present.iter().map(|&pattern| Hit {
                    pattern,
                    start: 0,
                    end: form.len(),
                }));
            }
            let cues = Cues::of(&form, &mut cue_scratch);
            own_topic.push(is_scored && cues.has(Cue::Topic));
            let headings = headings_of_sections
                .get(sentence.section as usize)
                .cloned()
                .unwrap_or_default();
            // Headings stand before what they head.
            let is_headed = || {
                heading_sentences
                    .get(headings.clone())
                    .and_then(<[u32]>::last)
                    .and_then(|&heading| all.get(heading as usize))
                    .is_some_and(|heading: &Passage| !heading.hits.is_empty())
            };
            let is_signature = facts
                .signature
                .as_ref()
                .is_some_and(|signature| signature.span.contains(sentence.span));
            let speaks = is_scored && !is_heading && (!hits.is_empty() || is_headed());
            let is_asked = is_scored && !is_heading && asks_for(all.len());
            let is_bare_line =
                (speaks || is_asked) && (is_signature || is_label(document, sentence, &cues));
            let by_signals = speaks && !is_bare_line;
            let language = (by_signals || is_asked).then(|| language_of(&cues, facts));
            all.push(Passage {
                own_start,
                hits,
                topic: Topic::None,
                headings,
                language,
                by_signals,
                is_bare_line,
                form,
            });
        }
        set_topics(document, &mut all, &own_topic, &heading_sentences);
        Self {
            all,
            heading_sentences,
        }
    }

    /// The passages of the headings above `passage`, highest first.
    pub(super) fn headings_above(
        &self,
        passage: &Passage,
    ) -> impl DoubleEndedIterator<Item = (u32, &Passage)> {
        self.heading_sentences
            .get(passage.headings.clone())
            .unwrap_or_default()
            .iter()
            .filter_map(|&place| self.all.get(place as usize).map(|heading| (place, heading)))
    }
}

/// A line of a form, a menu or a table's first column: a few words without a verb, a figure or an end. "Questionnaire
/// to suppliers" says of nothing that it is done.
fn is_label(document: &Document, sentence: &Sentence, cues: &Cues<'_>) -> bool {
    const WORDS_MAX: usize = 12;
    // A cell of a table, "100%", read without its row.
    const WORDS_MIN: usize = 2;
    let is_list_item = document
        .block_of(sentence)
        .is_some_and(|block| matches!(block.kind, BlockKind::ListItem { .. }));
    let form = cues.form;
    let words = form
        .split(' ')
        .filter(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic()));
    if words.take(WORDS_MIN).count() < WORDS_MIN {
        return true;
    }
    !is_list_item
        && !COMPANY.is_match(form)
        && !form.ends_with(['.', '!', '?', ':', ';', ')', '"'])
        && !form.bytes().any(|byte| byte.is_ascii_digit())
        && form.split(' ').count() <= WORDS_MAX
        && !cues.has(Cue::PracticeFinite)
        && !cues.has(Cue::PracticeAfterSubject)
        && !cues.has(Cue::FirstPerson)
}

/// A line that is the name of a company tells who belongs to the group.
static COMPANY: LazyLock<Search> =
    LazyLock::new(|| Search::new(r"\b(?:limited|ltd|plc|llp|inc|llc|gmbh|corp|corporation|pty)$"));

fn language_of(cues: &Cues<'_>, facts: &Facts) -> Language {
    Language {
        standing: standing_of(cues).in_view_of(cues, facts),
        marks: marks_of(cues),
        outcome: tells_outcome(cues),
        period: is_tied_to_period(cues, facts),
        reason: cues.has(Cue::Reason),
        supply_side: cues.has(Cue::SupplySide),
        own_side: cues.has(Cue::OwnSide),
    }
}

/// The sentences of the headings above each section: one list, and for each section its range of it.
fn headings_of(document: &Document) -> (Vec<u32>, Vec<Range<usize>>) {
    let mut sentence_of_block: Vec<Vec<u32>> = vec![Vec::new(); document.blocks.len()];
    for (place, sentence) in document.sentences.iter().enumerate() {
        if document.is_heading(sentence)
            && let Some(sentences) = sentence_of_block.get_mut(sentence.block as usize)
        {
            sentences.push(u32::try_from(place).unwrap_or(u32::MAX));
        }
    }

    let mut all = Vec::new();
    let mut ranges = Vec::with_capacity(document.sections.len());
    // Sections that are open at this point, highest first: level and heading block.
    let mut open: Vec<(u8, u32)> = Vec::new();
    for section in &document.sections {
        open.retain(|&(level, _)| level < section.level);
        if let Some(heading) = section.heading {
            open.push((section.level, heading));
        }
        let start = all.len();
        for (_, block) in &open {
            let sentences = sentence_of_block.get(*block as usize);
            all.extend(sentences.into_iter().flatten().copied());
        }
        ranges.push(start..all.len());
    }
    (all, ranges)
}

/// For each block the words that it inherits, in matching form: a list's lead-in, a table's header row.
fn inherited_words(document: &Document) -> Vec<Option<String>> {
    let mut inherited = vec![None; document.blocks.len()];
    let last_sentences = last_sentence_of_blocks(document);
    let mut lead: Option<String> = None;
    let mut before: Option<BlockKind> = None;
    for (place, (block, inherits)) in document.blocks.iter().zip(&mut inherited).enumerate() {
        let last = || {
            let sentence = last_sentences.get(place).copied().flatten();
            sentence.map(|sentence: usize| {
                document
                    .sentences
                    .get(sentence)
                    .map(|sentence| matching_form(document.words_at(sentence.span)))
                    .unwrap_or_default()
            })
        };
        match block.kind {
            BlockKind::ListItem { .. } => inherits.clone_from(&lead),
            BlockKind::TableRow if before == Some(BlockKind::TableRow) => {
                inherits.clone_from(&lead);
            }
            BlockKind::TableRow => {
                let words = document.words_at(block.span);
                lead = (words.len() <= LEAD_IN_BYTES_MAX).then(|| matching_form(words));
            }
            BlockKind::Paragraph => lead = last().filter(|words| introduces_list(words)),
            BlockKind::Heading { .. } | BlockKind::Footnote => lead = None,
        }
        before = Some(block.kind);
    }
    inherited
}

fn last_sentence_of_blocks(document: &Document) -> Vec<Option<usize>> {
    let mut last = vec![None; document.blocks.len()];
    for (place, sentence) in document.sentences.iter().enumerate() {
        if let Some(slot) = last.get_mut(sentence.block as usize) {
            *slot = Some(place);
        }
    }
    last
}

/// Longer words introduce nothing, and are not copied to every item.
const LEAD_IN_BYTES_MAX: usize = 400;

/// "We do the following:", "Our measures include".
fn introduces_list(words: &str) -> bool {
    const ENDINGS: [&str; 9] = [
        ":",
        " include",
        " includes",
        " including",
        " following",
        " such as",
        " by",
        " to",
        " are",
    ];
    words.len() <= LEAD_IN_BYTES_MAX
        && (ENDINGS.iter().any(|ending| words.ends_with(ending)) || words.contains("following"))
}

/// The heading sentences that name the whole document: "Modern Slavery Statement 2025" stands above everything, so
/// it says nothing on what one paragraph speaks of.
fn titles_of(document: &Document) -> BTreeSet<u32> {
    (0u32..)
        .zip(&document.sentences)
        .filter(|(_, sentence)| document.is_heading(sentence))
        .filter(|(_, sentence)| TITLE.is_match(&matching_form(document.words_at(sentence.span))))
        .map(|(place, _)| place)
        .collect()
}

static TITLE: LazyLock<Search> =
    LazyLock::new(|| Search::new(r"\b(?:statement|report|disclosure|transparency|act)\b"));

/// Works out how near each sentence stands to words of modern slavery.
fn set_topics(
    document: &Document,
    all: &mut [Passage],
    own_topic: &[bool],
    heading_sentences: &[u32],
) {
    let said = |place: usize| own_topic.get(place).copied().unwrap_or(false);
    let anywhere = own_topic.contains(&true);
    let titles = titles_of(document);
    let mut topic_of_block = vec![false; document.blocks.len()];
    for (place, sentence) in document.sentences.iter().enumerate() {
        if let Some(topic) = topic_of_block.get_mut(sentence.block as usize) {
            *topic |= said(place);
        }
    }
    for (place, (passage, sentence)) in all.iter_mut().zip(&document.sentences).enumerate() {
        let before = |back: usize| {
            place.checked_sub(back).is_some_and(|earlier| {
                document
                    .sentences
                    .get(earlier)
                    .is_some_and(|other| other.section == sentence.section)
                    && said(earlier)
                    && u32::try_from(earlier).is_ok_and(|earlier| !titles.contains(&earlier))
            })
        };
        let under_heading = heading_sentences
            .get(passage.headings.clone())
            .unwrap_or_default()
            .iter()
            .any(|&heading| said(heading as usize) && !titles.contains(&heading));
        let in_block = topic_of_block
            .get(sentence.block as usize)
            .copied()
            .unwrap_or(false);
        passage.topic = if said(place) {
            Topic::Own
        } else if in_block || before(1) || before(2) || under_heading {
            Topic::Near
        } else if anywhere {
            Topic::Document
        } else {
            Topic::None
        };
    }
}
