//! Whose statement it is: the reporting entity by its legal name as written, and its registered number.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::AsideKind;
use crate::document::Span;
use crate::lexicon::list;

use super::Approval;
use super::Found;
use super::Signature;
use super::reading::Reading;

/// How many mentions of legal names are weighed; group statements list hundreds of companies.
pub(super) const MOST_MENTIONS: usize = 4_000;

/// A name with fewer points is only some company that the text mentions.
const FEWEST_POINTS: i32 = 4;

/// One name of an organisation, and what speaks for its being the reporting entity.
#[derive(Debug, Clone)]
struct Entity {
    name: String,
    first: Option<Span>,
    points: i32,
    mentions: i32,
}

/// The reporting entity as the text names it.
pub(super) fn organisation_of(
    reading: &Reading<'_>,
    approval: Option<&Approval>,
    signature: Option<&Signature>,
) -> Option<Found<String>> {
    let mut entities: BTreeMap<String, Entity> = BTreeMap::new();
    for range in legal_names_in(reading.text())
        .into_iter()
        .take(MOST_MENTIONS)
    {
        let points = points_of(reading, &range, approval, signature);
        add(&mut entities, reading.text(), Some(range), points);
    }
    for aside in &reading.document.asides {
        let worth = match aside.kind {
            AsideKind::Footer | AsideKind::RunningFoot | AsideKind::RunningHead => 3,
            _ => 0,
        };
        for range in legal_names_in(&aside.text).into_iter().take(20) {
            if let Some(name) = aside.text.get(range) {
                add_named(&mut entities, name, None, worth);
            }
        }
    }
    let best = entities
        .values()
        .filter(|entity| entity.points + entity.mentions.min(3) >= FEWEST_POINTS)
        .max_by_key(|entity| {
            let first = entity.first.map_or(u32::MAX, |span| span.start);
            (
                entity.points + entity.mentions.min(3),
                std::cmp::Reverse(first),
            )
        });
    match best {
        Some(entity) => Some(Found {
            value: entity.name.clone(),
            span: entity.first,
        }),
        None => brand_of(reading),
    }
}

fn add(
    entities: &mut BTreeMap<String, Entity>,
    text: &str,
    range: Option<Range<usize>>,
    points: i32,
) {
    let Some(range) = range else { return };
    let Some(name) = text.get(range.clone()) else {
        return;
    };
    add_named(
        entities,
        name,
        Some(Span::new(range.start, range.end)),
        points,
    );
}

fn add_named(entities: &mut BTreeMap<String, Entity>, name: &str, span: Option<Span>, points: i32) {
    let key = key_of(name);
    let entity = entities.entry(key).or_insert_with(|| Entity {
        name: name.to_owned(),
        first: span,
        points: 0,
        mentions: 0,
    });
    // A name in capitals is a heading's way of writing; the text has the name itself.
    if is_shouted(&entity.name) && !is_shouted(name) {
        entity.name = name.to_owned();
        entity.first = span.or(entity.first);
    }
    entity.first = entity.first.or(span);
    // Of one kind of evidence the strongest place counts, and a second one a little.
    entity.points = entity.points.max(points) + i32::from(points >= 4 && entity.mentions > 0);
    entity.mentions += 1;
}

/// A name without what writers vary: case, "The", full stops, "Limited" for "Ltd".
pub(super) fn key_of(name: &str) -> String {
    let lower = name.to_lowercase().replace(['.', ','], "");
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    let words: Vec<&str> = lower
        .split_whitespace()
        .map(|word| match word {
            "ltd" => "limited",
            "corp" => "corporation",
            "incorporated" => "inc",
            other => other,
        })
        .collect();
    words.join(" ")
}

fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// What the place of one mention says for its being the reporting entity.
fn points_of(
    reading: &Reading<'_>,
    range: &Range<usize>,
    approval: Option<&Approval>,
    signature: Option<&Signature>,
) -> i32 {
    let offset = Span::new(range.start, range.end).start;
    let Some(block) = reading.block_at(offset) else {
        return 0;
    };
    let block_start = reading
        .block_span(block)
        .map_or(0, |span| span.start as usize);
    let before = reading.slice(
        block_start.max(range.start.saturating_sub(200)),
        range.start,
    );
    let after = reading.slice(range.end, range.end + 140);
    if OWNED_BY.is_match(before) {
        return 0;
    }
    let mut points = 0;
    if MADE_BY.is_match(before) || CONSTITUTES.is_match(before) || MAKES.is_match(after) {
        points = points.max(10);
    }
    if REPORTING_ENTITY.is_match(before) || REPORTING_ENTITY_AFTER.is_match(after) {
        points = points.max(8);
    }
    if STEPS_BY.is_match(before) {
        points = points.max(6);
    }
    let in_title = reading
        .title
        .as_ref()
        .and_then(|title| title.span)
        .is_some_and(|span| span.contains(Span::new(range.start, range.end)));
    if in_title {
        points = points.max(8);
    } else if block < 4 {
        points = points.max(5);
    } else if reading.percent_at(offset) < 12 {
        points = points.max(3);
    }
    let approved = approval
        .is_some_and(|approval| approval.span.start <= offset && offset < approval.span.end);
    if approved && BODY_OF.is_match(before) {
        points = points.max(7);
    }
    let signed = signature.is_some_and(|signature| {
        signature.span.start.saturating_sub(160) <= offset
            && offset <= signature.span.end.saturating_add(160)
    });
    if signed {
        points = points.max(6);
    }
    if DEFINED_AFTER.is_match(after) {
        points += 3;
    }
    points
}

/// The legal names in `text`, as ranges, in order.
pub(super) fn legal_names_in(text: &str) -> Vec<Range<usize>> {
    LEGAL_NAME
        .find_iter(text)
        .filter_map(|found| trimmed(text, found.range()))
        .collect()
}

/// Cuts words off the front that belong to the sentence: "Boards of Directors of", "For", "Signed".
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut start = range.start;
    loop {
        let rest = text.get(start..range.end)?;
        let Some(lead) = LEAD.find(rest) else { break };
        start += lead.end();
    }
    // A full stop at the end of a block is the sentence's, not the name's.
    let ends = text.get(range.end..)?;
    let full_stop = text.get(start..range.end)?.ends_with("td.")
        || text.get(start..range.end)?.ends_with("nc.");
    let end = match full_stop && (ends.is_empty() || ends.starts_with('\n')) {
        true => range.end - 1,
        false => range.end,
    };
    let name = text.get(start..end)?;
    // A suffix alone, or a general word before it, is nobody's name.
    let proper = name.split_whitespace().count() >= 2 && !GENERAL.is_match(name);
    proper.then_some(start..end)
}

/// A brand, where no legal name stands: "constitutes Lumenara's statement", the title's first words, the site's name.
fn brand_of(reading: &Reading<'_>) -> Option<Found<String>> {
    if let Some(found) = BRAND.captures(reading.text()) {
        let name = found.name("one").or_else(|| found.name("two"))?;
        let value = name
            .as_str()
            .trim_end_matches("'s")
            .trim_end_matches("’s")
            .trim();
        if !GENERAL.is_match(value) {
            return Some(Found {
                value: value.to_owned(),
                span: Some(Span::new(name.start(), name.start() + value.len())),
            });
        }
    }
    if let Some(title) = &reading.title
        && let Some(found) = BRAND_IN_TITLE.captures(&title.text)
        && let Some(name) = found.name("before").or_else(|| found.name("after"))
    {
        let value = name.as_str().trim_matches([' ', ':', '-', '–', '—', '|']);
        if !GENERAL.is_match(value) && !value.is_empty() {
            let span = title.span.map(|span| {
                let from = span.start as usize + name.start();
                Span::new(from, from + name.len())
            });
            return Some(Found {
                value: value.to_owned(),
                span,
            });
        }
    }
    let site = reading.document.metadata.site_name.as_deref()?.trim();
    (!site.is_empty() && site.len() <= 80).then(|| Found {
        value: site.to_owned(),
        span: None,
    })
}

/// The registered number of `organisation`: a UK company number of eight characters, an ABN or ACN as digits.
pub(super) fn company_number_of(
    reading: &Reading<'_>,
    organisation: Option<&Found<String>>,
) -> Option<Found<String>> {
    let name = organisation.map(|found| key_of(&found.value));
    let mut best: Option<(i32, Found<String>)> = None;
    for number in numbers_in(reading.text()) {
        let before = reading.slice(number.digits.saturating_sub(220), number.digits);
        let line = before.rsplit("\n\n").next().unwrap_or_default();
        let near = legal_names_in(line)
            .pop()
            .and_then(|range| line.get(range).map(key_of));
        let points = match (&near, &name) {
            (Some(near), Some(name)) if near == name => 5,
            (Some(_), Some(_)) => continue,
            _ if is_same_block(reading, &number.range, name.as_deref()) => 4,
            _ => 1,
        };
        let found = Found {
            value: number.value,
            span: Some(Span::new(number.range.start, number.range.end)),
        };
        if best.as_ref().is_none_or(|(most, _)| points > *most) {
            best = Some((points, found));
        }
    }
    for aside in &reading.document.asides {
        for number in numbers_in(&aside.text) {
            let names: Vec<String> = legal_names_in(&aside.text)
                .into_iter()
                .filter_map(|range| aside.text.get(range).map(key_of))
                .collect();
            let same = name.as_ref().is_some_and(|name| names.contains(name));
            let points = match (same, names.is_empty()) {
                (true, _) => 3,
                (false, true) => 1,
                (false, false) => continue,
            };
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                let value = number.value;
                best = Some((points, Found { value, span: None }));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn is_same_block(reading: &Reading<'_>, range: &Range<usize>, name: Option<&str>) -> bool {
    let Some(block) = reading.block_at(Span::new(range.start, range.end).start) else {
        return false;
    };
    let names = legal_names_in(reading.block_text(block));
    let words = reading.block_text(block);
    match name {
        Some(name) => names
            .into_iter()
            .any(|found| words.get(found).map(key_of).as_deref() == Some(name)),
        None => true,
    }
}

/// A registered number and where it stands.
struct Number {
    value: String,
    range: Range<usize>,
    /// Where its own first letter or digit stands.
    digits: usize,
}

fn numbers_in(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    for found in NUMBER.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        if CHARITY.is_match(whole.as_str()) {
            continue;
        }
        let named = |names: [&str; 2]| names.into_iter().find_map(|name| found.name(name));
        let (value, digits) = if let Some(digits) = named(["abn", "acn"]) {
            let value = digits.as_str().chars().filter(char::is_ascii_digit);
            (value.collect(), digits.start())
        } else if let Some(number) = named(["uk", "bare"]) {
            (padded(number.as_str()), number.start())
        } else {
            continue;
        };
        numbers.push(Number {
            value,
            range: whole.range(),
            digits,
        });
    }
    numbers
}

/// A UK company number as the register writes it: letters in capitals, digits padded to eight characters in all.
fn padded(number: &str) -> String {
    let compact: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.to_uppercase();
    let letters: String = compact
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let digits = compact.get(letters.len()..).unwrap_or_default();
    let width = 8usize.saturating_sub(letters.len());
    format!("{letters}{digits:0>width$}")
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

fn suffixes() -> String {
    let mut entries: Vec<&str> = list("legal-suffixes")
        .map(|list| list.entries.iter().map(String::as_str).collect())
        .unwrap_or_default();
    entries.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    // Short suffixes that are words as well count only in capitals: "AS", "SE", "AG".
    let escaped: Vec<String> = entries
        .iter()
        .map(|entry| {
            let ends = if entry.ends_with('.') { "" } else { r"\b" };
            match *entry {
                "as" | "se" | "ag" | "ab" | "sa" | "kg" | "spa" | "nv" | "bv" | "lp" | "cio"
                | "oy" => {
                    format!("(?-i:{}){ends}", entry.to_uppercase())
                }
                other => format!("{}{ends}", regex::escape(other)),
            }
        })
        .collect();
    escaped.join("|")
}

/// Capitalised words up to a legal suffix, or the name of an institution.
static LEGAL_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"[A-Z0-9\u{C0}-\u{DE}][\p{L}\p{N}&'’./+-]*";
    let joined =
        format!(r"(?:{word}|\([A-Z][\p{{L}} &.-]*\)|&|\+|of|and|for|the|de|du|des|la|in|on)");
    let mut institutions: Vec<String> = list("institutions")
        .map(|list| list.entries.clone())
        .unwrap_or_default();
    institutions.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    let titled: Vec<String> = institutions.iter().map(|entry| title_case(entry)).collect();
    Regex::new(&format!(
        r"\b(?:{word}(?: {joined}){{0,9}}?,? (?i:{suffixes})(?: \(?(?i:{suffixes})\)?)?|(?:The )?(?:University|College|Institute|Royal College|Bank|Archdiocese|Diocese|City) of (?:the )?{word}(?: {word}){{0,3}}|(?:The )?{word}(?: (?:{word}|of|and|&|the)){{0,5}}? (?:{institutions})\b)",
        suffixes = suffixes(),
        institutions = titled.join("|"),
    ))
    .expect("entries of the lexicon are escaped")
});

fn title_case(entry: &str) -> String {
    let words: Vec<String> = entry
        .split(' ')
        .map(|word| {
            if word == "nhs" {
                return "NHS".to_owned();
            }
            let mut characters = word.chars();
            characters
                .next()
                .map(|first| first.to_uppercase().chain(characters).collect())
                .unwrap_or_default()
        })
        .collect();
    words.join(" ")
}

/// Words of the sentence that look like a name's first word.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:(?:the )?(?:boards? of (?:directors|trustees)|directors|trustees|members|council|governing body) of(?: the)?|boards?|directors|trustees|members|council|governors|partners|statement|report|disclosure|introduction|scope|for|by|of|at|in|on|and|from|with|to|as|behalf|signed|approved|director|chair|chairman|chairwoman|chief executive(?: officer)?|officer|ceo|president|secretary|managing|general counsel|modern slavery(?: and human trafficking)?(?: act)?(?: transparency)?(?: statement)?|slavery|human trafficking|anti-slavery|this|these|our|we|both|all|each|about|at|when|where|while|if|both|copyright|group|company|date[d]?|entity|entities|name|policy|year|the company|january|february|march|april|may|june|july|august|september|october|november|december|[0-9]{1,4}|[A-Z]\.)\b[’':,.–-]* ?(?:s )?|(?:limited|plc|llp)\. )",
    )
});

/// Names that no single organisation bears.
static GENERAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:the )?(?-i:[a-z]+ )?(?:(?:private|public|holding|parent|trading|a|each|any|our|this|your|subsidiary|listed|uk|australian|canadian|the|and|management|limited|human|modern slavery|supply chain|ethical trading|labour|gangmasters|anti-slavery|international|united nations|european|joint|corporate|principal|operating|affiliate|executive|national referral|fair work|home|local|trade|trades|living wage|responsible business) )?(?:company|companies|group|limited|ltd|trust|partnership|foundation|university|council|association|society|authority|bank|holdings|homes|housing|union|institution|institute|school|college|church|hospital|charity|corporation|initiative)\.?$|(?i)\b(?:slavery|trafficking|human rights|labour abuse authority|council of|trading initiative|helpline|walk free|walk free foundation|red cross|salvation army|united nations|labour organi[sz]ation|global compact|ombudsman|registry|stronger together|unseen|hope for justice)\b|^(?i:and|of|the|for|statement)\b.{0,12}$",
    )
});

static MADE_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:statement|report|disclosure|document)\b[^.]{0,120}\b(?:made|published|issued|prepared|produced|submitted|given|provided|presented|adopted|released|is)\b[^.]{0,80}?\b(?:by|on behalf of|for|of|behalf of)(?: the)?(?: reporting entit(?:y|ies),?)?(?: and on behalf of)? ?$|\b(?:statement|report|disclosure) (?:of|by|for) (?:the )?$|\bon behalf of (?:the )?$",
    )
});

static CONSTITUTES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:constitutes|comprises|represents|sets out|this is|document is)(?: the)? ?$")
});

static MAKES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: \([^)]{1,120}\))?(?:,? (?:and|together with) [^.;]{1,160}?)?,? (?:makes?|publish(?:es)?|submits?|issues?|presents?|provides?|has (?:made|prepared|published)|is publishing|produces?) (?:this|its|the following|our|their)\b|^(?:'s|’s|')? (?:modern slavery|slavery and human trafficking|anti-slavery|annual modern slavery|\(?[0-9/]+\)? modern slavery|forced labour)[^.]{0,40}\b(?:statement|report)\b",
    )
});

static REPORTING_ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\breporting entit(?:y|ies)(?:['’]s? legal name| is| are|,| being)?[: ]*(?:the )?$|\blegal name[: ]*$",
    )
});

static REPORTING_ENTITY_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?: \([^)]{1,120}\))?,? (?:(?:which )?is|as) (?:the|a|our) reporting entity\b")
});

static STEPS_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:steps|actions|measures)\b[^.]{0,40}\b(?:that|by|which)(?: the)? ?$")
});

static BODY_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:boards?(?: of directors)?|directors|members|trustees|partners|council|governing body|body|management)\b[^.]{0,12}\bof (?:the )?$",
    )
});

/// The name belongs to an owner, a customer or a subsidiary.
static OWNED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:subsidiar(?:y|ies)(?: companies)?(?: of|,|:| include)?|owned by|parent(?: company| entity| undertaking)?(?: of|,| is)?|part of(?: the)?|belongs? to(?: the)?|acquired(?: by)?|member of(?: the)?|controlled by|joint venture with|ultimately owned by|division of|audited by|audits? by|with|customer|customers|supplier|suppliers|including|such as|and its subsidiar(?:y|ies),?|template by|advised by|powered by|website by|produced by the)(?: [a-z]+)? ?$",
    )
});

static DEFINED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)^,? ?\((?:[^)]{0,60}["“'‘]|company (?:registration )?(?:number|no)|registered|registration|we\b|the (?:company|group|firm)|ABN|ACN|[0-9]{7,8}|(?:SC|NI|OC|SO)[0-9]{6})"#,
    )
});

static BRAND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:constitutes|comprises|represents|This is)(?: the)? (?P<one>[A-Z][\p{L}\p{N}&-]*(?: [A-Z&][\p{L}\p{N}&-]*){0,4}?)(?:['’]s?)? (?:[Gg]roup['’]?s? )?(?:[Mm]odern|[Ss]lavery|[Aa]nti|[Aa]nnual|[Ss]tatement)|(?:made|published|issued|prepared) by (?:the )?(?P<two>[A-Z][\p{L}\p{N}&-]*(?: [A-Z&][\p{L}\p{N}&-]*){0,4})",
    )
});

static BRAND_IN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<before>[^:|–—]{2,60}?)(?: ?[:|–—-] ?|['’]s? | )(?:group )?(?:joint |annual |uk |global |20[0-9]{2}(?:[/-][0-9]{2,4})? |our )*(?:statement on |report on )?(?:modern(?:[- ]day)? slavery|slavery and human|anti[- ]slavery|transparency in supply|forced labou?r)|(?:statement|report)\b[^:|–—]{0,20}(?: ?[:|–—-] ?| of | by | for )(?P<after>(?-i:[A-Z])[^:|–—]{2,60})$",
    )
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b(?:charity|vat|company|companies[\ ]house|co\.?|registered|registration|reg\.?|incorporated|CRN|with|registered[\ ]in[\ ][a-z&,\ ]{3,40})\b[^.\n|\d]{0,50}?
          (?:\bno\.?|\bnumber|\bnumbered|\bnum|\bn[°o]|\#|:|\()[\ ]?[:\ ]*(?P<uk>(?:SC|NI|OC|SO|NC|LP|SL|NL|FC|BR|RC|CE|CS|IP|SP|RS|SR|NR|GE|GS|R0)[\ ]?[0-9]{5,6}|[0-9]{7,8})\b
        | \b(?:ABN|A\.B\.N\.)[:\ ]*(?P<abn>[0-9]{2}[\ ]?[0-9]{3}[\ ]?[0-9]{3}[\ ]?[0-9]{3})\b
        | \b(?:ACN|A\.C\.N\.)[:\ ]*(?P<acn>[0-9]{3}[\ ]?[0-9]{3}[\ ]?[0-9]{3})\b
        | \b(?:limited|ltd|plc|llp)\.?[\ ]?(?:\(|\|[\ ]|[\ ])(?P<bare>(?:SC|NI|OC|SO|NC)[0-9]{6}|[0-9]{8})\b
        ",
    )
});

static CHARITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:charity|charities|vat)\b[^0-9]*(?:no|number|registration)?[^0-9]*[0-9A-Z]+$")
});

#[cfg(test)]
#[path = "organisation_tests.rs"]
mod tests;
