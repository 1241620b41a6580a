//! Whose statement it is: the reporting entity by its legal name as written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::document::AsideKind;
use crate::document::Span;
use crate::lexicon::Search;

use super::Approval;
use super::Found;
use super::Signature;
use super::names::GENERAL;
use super::names::key_of;
use super::names::legal_names_in;
use super::pattern::pattern;
use super::reading::Reading;

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
    for range in reading.names() {
        let points = points_of(reading, range, approval, signature);
        add(&mut entities, reading.text(), range.clone(), points);
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

fn add(entities: &mut BTreeMap<String, Entity>, text: &str, range: Range<usize>, points: i32) {
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

static MADE_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:statement|report|disclosure|document)\b[^.]{0,120}\b(?:made|published|issued|prepared|produced|submitted|given|provided|presented|adopted|released|is)\b[^.]{0,80}?\b(?:by|on behalf of|for|of|behalf of)(?: the)?(?: reporting entit(?:y|ies),?)?(?: and on behalf of)? ?$|\b(?:statement|report|disclosure) (?:of|by|for) (?:the )?$|\bon behalf of (?:the )?$",
    )
});

static CONSTITUTES: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:constitutes|comprises|represents|sets out|this is|document is)(?: the)? ?$")
});

static MAKES: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: \([^)]{1,120}\))?(?:,? (?:and|together with) [^.;]{1,160}?)?,? (?:makes?|publish(?:es)?|submits?|issues?|presents?|provides?|has (?:made|prepared|published)|is publishing|produces?) (?:this|its|the following|our|their)\b|^(?:'s|’s|')? (?:modern slavery|slavery and human trafficking|anti-slavery|annual modern slavery|\(?[0-9/]+\)? modern slavery|forced labour)[^.]{0,40}\b(?:statement|report)\b",
    )
});

static REPORTING_ENTITY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\breporting entit(?:y|ies)(?:['’]s? legal name| is| are|,| being)?[: ]*(?:the )?$|\blegal name[: ]*$",
    )
});

static REPORTING_ENTITY_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)^(?: \([^)]{1,120}\))?,? (?:(?:which )?is|as) (?:the|a|our) reporting entity\b")
});

static STEPS_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:steps|actions|measures)\b[^.]{0,40}\b(?:that|by|which)(?: the)? ?$")
});

static BODY_OF: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:boards?(?: of directors)?|directors|members|trustees|partners|council|governing body|body|management)\b[^.]{0,12}\bof (?:the )?$",
    )
});

/// The name belongs to an owner, a customer or a subsidiary.
static OWNED_BY: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:subsidiar(?:y|ies)(?: companies)?(?: of|,|:| include)?|owned by|parent(?: company| entity| undertaking)?(?: of|,| is)?|part of(?: the)?|belongs? to(?: the)?|acquired(?: by)?|member of(?: the)?|controlled by|joint venture with|ultimately owned by|division of|audited by|audits? by|with|customer|customers|supplier|suppliers|including|such as|and its subsidiar(?:y|ies),?|template by|advised by|powered by|website by|produced by the)(?: [a-z]+)? ?$",
    )
});

static DEFINED_AFTER: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r#"(?i)^,? ?\((?:[^)]{0,60}["“'‘]|company (?:registration )?(?:number|no)|registered|registration|we\b|the (?:company|group|firm)|ABN|ACN|[0-9]{7,8}|(?:SC|NI|OC|SO)[0-9]{6})"#,
    )
});

static BRAND: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?:constitutes|comprises|represents|This is)(?: the)? (?P<one>[A-Z][\p{L}\p{N}&-]*(?: [A-Z&][\p{L}\p{N}&-]*){0,4}?)(?:['’]s?)? (?:[Gg]roup['’]?s? )?(?:[Mm]odern|[Ss]lavery|[Aa]nti|[Aa]nnual|[Ss]tatement)|(?:made|published|issued|prepared) by (?:the )?(?P<two>[A-Z][\p{L}\p{N}&-]*(?: [A-Z&][\p{L}\p{N}&-]*){0,4})",
    )
});

static BRAND_IN_TITLE: LazyLock<Search> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<before>[^:|–—]{2,60}?)(?: ?[:|–—-] ?|['’]s? | )(?:group )?(?:joint |annual |uk |global |20[0-9]{2}(?:[/-][0-9]{2,4})? |our )*(?:statement on |report on )?(?:modern(?:[- ]day)? slavery|slavery and human|anti[- ]slavery|transparency in supply|forced labou?r)|(?:statement|report)\b[^:|–—]{0,20}(?: ?[:|–—-] ?| of | by | for )(?P<after>(?-i:[A-Z])[^:|–—]{2,60})$",
    )
});

#[cfg(test)]
#[path = "organisation_tests.rs"]
mod tests;
