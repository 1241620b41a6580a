//! The JSON Schema of a rubric file, for editors that complete and check TOML while it is written.
//!
//! It tells shape: keys, types and words. What only the program can tell (that patterns compile, that references lead
//! somewhere, that examples are there) is told by [`super::validate()`].

use serde_json::Value;
use serde_json::json;

use super::draft::NO_LABEL;
use crate::recogniser::Label;

/// The JSON Schema (draft 2020-12) of a rubric file.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rubric of avowal: a law or benchmark as data",
        "type": "object",
        "additionalProperties": false,
        "required": ["schema", "rubric"],
        "properties": {
            "schema": {
                "const": 1,
                "description": "The version of this schema."
            },
            "extends": text("The built-in rubric that this one changes; what is not given stays as it is there."),
            "remove": texts("Criteria, by id, of the extended rubric that are left out."),
            "rubric": rubric(),
            "criterion": list_of(criterion(), "The criteria, in the order of every table."),
        },
    })
}

fn rubric() -> Value {
    table(
        "What the rubric is.",
        &["id", "version"],
        json!({
            "id": id("The name that users type, and that stands in every table."),
            "title": text("The title in full."),
            "version": text("Two or three numbers joined by dots, as in 2026.1; changes whenever a score may change."),
            "kind": words(&["law", "guidance", "benchmark", "safeguarding"], "What sort of text it mirrors."),
            "jurisdiction": text("ISO 3166 code of the country or state, as in GB or US-CA; left out for a benchmark."),
            "status": words(&["in_force", "pending", "guidance", "benchmark", "legacy"], "Whether it applies today."),
            "effective_from": date("The first day of effect."),
            "effective_to": date("The last day of effect."),
            "verified_on": date("The day on which a person last compared the rubric with its sources."),
            "languages": texts("ISO 639-1 codes of the languages whose statements it can score."),
            "sources": list_of(
                table("A source.", &["label", "url"], json!({
                    "label": text("What it is called."),
                    "url": text("Where it is published, in full."),
                })),
                "Where the law or guidance is published.",
            ),
            "notes": texts("What users should know: limits, and what is not confirmed."),
            "scope": scope(),
            "quality": quality(),
        }),
    )
}

fn scope() -> Value {
    table(
        "Whom the Act obliges; told to users, never scored.",
        &["rule"],
        json!({
            "turnover_min": { "type": "integer", "minimum": 0, "description": "The smallest turnover that is obliged, in whole units of the currency." },
            "currency": text("ISO 4217 code, as in GBP."),
            "turnover": words(&["enough", "needed", "one_of_several"], "What reaching that turnover means."),
            "rule": text("The rule in one sentence, with its provision."),
        }),
    )
}

fn quality() -> Value {
    table(
        "What plans, commitments and negative answers are worth.",
        &[],
        json!({
            "negative": level("The level of an explicit 'we do not' without a reason; commonly mentioned."),
            "negative_with_reason": level("The level of an explicit 'we do not' that gives its reason; commonly partial."),
            "future_cap": level("The highest level that vague plans alone reach; commonly mentioned."),
            "future_specific_cap": level("The highest level that a dated, specific plan alone reaches; commonly partial."),
            "commitment_cap": level("The highest level that commitments alone reach; commonly mentioned."),
            "weak_cap": level("The highest level that weak evidence alone reaches; commonly partial."),
            "counts_from": { "type": "number", "minimum": 0.25, "maximum": 0.99, "description": "From this confidence on a sentence counts; commonly 0.5." },
            "recogniser": words(&["supports", "decides"], "Where criteria name a label of the trained recogniser: supports, the common one, adds what the signals miss; decides lets its confidence say what counts."),
        }),
    )
}

fn criterion() -> Value {
    table(
        "One thing that the Act requires or the benchmark rewards.",
        &["id"],
        json!({
            "id": id("A short name, as in due-diligence."),
            "citation": text("The provision, as in s54(5)(c)."),
            "title": text("What it asks for, in a few words."),
            "description": text("What it asks for, what counts and what does not, for a reader who is no lawyer."),
            "duty": words(&["mandatory", "recommended", "benchmark"], "How binding it is."),
            "basis": words(&["statute", "guidance", "benchmark"], "What it rests on."),
            "kind": words(&["content", "formality"], "content: answered by a level; formality: by a verdict alone."),
            "weight": { "type": "number", "minimum": 0, "maximum": 100, "description": "Its share in quality; 0 leaves it out." },
            "group": text("Criteria of one group are shown together."),
            "accepts_negative": flag("The law accepts 'none' or 'we do not' as an answer, so that it meets the criterion."),
            "accepts_future": flag("Plans are the point of this criterion, so they are not capped."),
            "recogniser": label("The label of the trained recogniser that means the same thing, so that both judge its sentences; none leaves it to the rules."),
            "blocks": texts("Shared blocks of signals, as block or block:element."),
            "without": texts("Signals and exclusions, by id, of blocks or of the extended rubric that are left out."),
            "element": list_of(element(), "Parts that a full answer has."),
            "signal": list_of(signal(), "What shows that a sentence speaks to this criterion."),
            "exclusion": list_of(exclusion(), "What shows that it does not, although a signal matches."),
            "headings": texts("Phrases for whole headings, or parts of one, under which weak signals are believed; * for any more words."),
            "rung": list_of(rung(), "What a level needs here, where that differs from the common ladder."),
            "cap": list_of(cap(), "Ceilings on the level beside the common ones."),
            "check": check(),
            "advice": text("What to write instead: an imperative sentence."),
            "model": text("Sentences to adapt, with blanks in [square brackets], that meet it in full once they are filled in."),
            "question": text("What to ask a supplier whose statement lacks it."),
            "references": texts("Further reading."),
            "example": list_of(example(), "Sentences with the answer that the rubric must give: its tests."),
        }),
    )
}

fn element() -> Value {
    table(
        "A part that a full answer has.",
        &["id", "title"],
        json!({
            "id": id("Signals name it."),
            "title": text("What it is, in a few words."),
            "missing_caps_at": level("The highest level without it; left out where it is not required."),
            "recogniser": label("The label of the trained recogniser that means the same thing as this part."),
        }),
    )
}

fn signal() -> Value {
    table(
        "Words that speak for the criterion. Any one of its phrases or patterns is enough.",
        &["id", "title", "strength"],
        json!({
            "id": id("Unique in the criterion; stands in the reasons of the evidence."),
            "title": text("What it recognises: 'names …'."),
            "phrases": texts("Whole words in any case; * for any ending, {list} for a word list, {~8} for up to 8 words between."),
            "patterns": texts("Regular expressions in any case, with {list} and {~8} as in phrases."),
            "strength": words(&["weak", "medium", "strong"], "strong: enough alone; medium: enough near words of modern slavery or under a heading; weak: needs a heading or a second signal."),
            "element": text("The element that it is a sign of."),
            "needs_topic": flag("Counts only where words of modern slavery stand near."),
            "needs_heading": flag("Counts only under a heading of the criterion."),
            "status": words(&["action", "negative", "commitment", "conditional"], "The status that a match settles, whatever the tense."),
            "outcome": flag("A match also tells a result."),
            "firm": flag("So plain that exclusions which weaken do not touch it."),
        }),
    )
}

fn exclusion() -> Value {
    table(
        "Words that speak against.",
        &["id", "title", "effect"],
        json!({
            "id": id("Unique in the criterion; stands in the reasons of the evidence."),
            "title": text("Why the sentence does not count."),
            "phrases": texts("As in a signal."),
            "patterns": texts("As in a signal."),
            "effect": words(&["drop", "weaken"], "drop: the sentence is context; weaken: its confidence is halved."),
        }),
    )
}

fn rung() -> Value {
    table(
        "What one level needs here.",
        &["level"],
        json!({
            "level": level("The level that these conditions give."),
            "markers_min": count("The least number of kinds of marks of specificity, over the evidence together."),
            "elements_min": count("The least number of different elements found."),
            "elements": texts("Elements that must be found."),
            "outcome": flag("A result must be told."),
            "period": flag("The evidence must be tied to the reporting period."),
        }),
    )
}

fn cap() -> Value {
    table(
        "A ceiling under a condition.",
        &["when", "level"],
        json!({
            "when": words(
                &["future-only", "commitment-only", "conditional-only", "no-link-to-modern-slavery", "one-sided"],
                "The condition; its word stands in capped_by.",
            ),
            "level": level("The highest level under it."),
        }),
    )
}

fn check() -> Value {
    table(
        "Which check answers the criterion.",
        &["kind"],
        json!({
            "kind": words(
                &["period", "steps", "approval", "signature", "publication", "reporting-entity", "attestation"],
                "The check.",
            ),
            "from": texts("For steps: criteria of this rubric, or criterion:element, whose practices are steps."),
            "bodies": texts("For approval: word lists of the bodies that may approve."),
            "roles": texts("For signature: word lists of the roles that may sign."),
        }),
    )
}

fn example() -> Value {
    table(
        "A small statement with the answer that the rubric must give.",
        &["text", "counts"],
        json!({
            "text": text("One or a few sentences in a company's words; each line is a paragraph."),
            "heading": text("The heading above it."),
            "counts": flag("Whether any of it counts as evidence."),
            "level": level("The level of a statement with just this text; for a content criterion."),
            "verdict": words(&["met", "not_met", "cannot_tell", "not_applicable"], "The verdict on such a statement."),
            "status": words(&["action", "plan", "conditional", "negative", "commitment", "context"], "The status of the best evidence."),
            "note": text("What the example teaches."),
        }),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it is built in the call")]
fn table(description: &str, required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "it is built in the call")]
fn list_of(items: Value, description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": items })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn id(description: &str) -> Value {
    json!({
        "type": "string",
        "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$",
        "description": description,
    })
}

fn texts(description: &str) -> Value {
    list_of(json!({ "type": "string" }), description)
}

fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 255, "description": description })
}

fn date(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}

fn words(words: &[&str], description: &str) -> Value {
    json!({ "enum": words, "description": description })
}

fn label(description: &str) -> Value {
    let known = Label::ALL.into_iter().map(Label::word).chain([NO_LABEL]);
    words(&known.collect::<Vec<_>>(), description)
}

fn level(description: &str) -> Value {
    words(
        &["absent", "mentioned", "partial", "specific", "evidenced"],
        description,
    )
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
