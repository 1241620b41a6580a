//! A rubric, and one criterion of it, as text for people: enough to say how a sentence would be scored.

use super::CapCondition;
use super::Check;
use super::Criterion;
use super::CriterionKind;
use super::Duty;
use super::Effect;
use super::Example;
use super::Level;
use super::Pattern;
use super::QualityRules;
use super::Rubric;
use super::RubricStatus;
use super::Rung;
use super::Signal;
use super::SignalStatus;
use super::Strength;
use super::TurnoverRole;
use super::page::Page;
use super::page::gist_of;

/// What `rubric` is and asks for, as plain text of at most 100 columns.
#[must_use]
pub fn show(rubric: &Rubric) -> String {
    let mut page = Page::default();
    page.line(&rubric.title);
    page.line(&format!(
        "{}, version {}, {}",
        rubric.id,
        rubric.version,
        status_of(rubric)
    ));
    if let Some(day) = &rubric.verified_on {
        page.line(&format!("last compared with its sources on {day}"));
    }
    if let Some(scope) = &rubric.scope {
        page.gap();
        let meaning = match scope.turnover {
            TurnoverRole::Enough => "",
            TurnoverRole::Needed => " (the turnover is needed, and not enough)",
            TurnoverRole::OneOfSeveral => " (the turnover is one of several tests)",
        };
        page.line(&format!("Obliged: {}{meaning}.", scope.rule));
    }
    let groups = [
        (Duty::Mandatory, "Mandatory: the statute says must"),
        (
            Duty::Recommended,
            "Recommended: the statute says may, or guidance says should",
        ),
        (
            Duty::Benchmark,
            "Benchmark: rewarded by the benchmark alone",
        ),
    ];
    for (duty, title) in groups {
        let of_duty = || {
            rubric
                .criteria
                .iter()
                .filter(move |criterion| criterion.duty == duty)
        };
        if of_duty().next().is_none() {
            continue;
        }
        page.heading(title);
        for criterion in of_duty() {
            let answered = match criterion.kind {
                CriterionKind::Content if criterion.weight > 0.0 => {
                    format!("level, weight {}", criterion.weight)
                }
                CriterionKind::Content => "level, no weight".to_owned(),
                CriterionKind::Formality => "verdict".to_owned(),
            };
            page.item(&format!(
                "{} ({}): {} [{answered}]",
                criterion.id, criterion.citation, criterion.title
            ));
        }
    }
    if !rubric.sources.is_empty() {
        page.heading("Sources");
        for source in &rubric.sources {
            page.item(&format!("{}: {}", source.label, source.url));
        }
    }
    if !rubric.notes.is_empty() {
        page.heading("Notes");
        for note in &rubric.notes {
            page.item(note);
        }
    }
    page.text
}

/// What the criterion `id` of `rubric` asks for and how it is answered; none where there is no such criterion.
///
/// Plain text of at most 100 columns: the law, what counts, what does not, how each level is reached, the examples
/// with their answers, the advice and the question to a supplier.
#[must_use]
pub fn explain(rubric: &Rubric, id: &str) -> Option<String> {
    let (_, criterion) = rubric.criterion(id)?;
    let mut page = Page::default();
    page.line(&format!("{} ({})", criterion.title, criterion.citation));
    page.line(&format!(
        "{} {}, {}: {}",
        rubric.id,
        criterion.id,
        duty_of(criterion.duty),
        rubric.title
    ));
    page.gap();
    page.line(&criterion.description);

    page.heading("How it is answered");
    page.line(&answer_of(criterion));
    if criterion.accepts_negative {
        page.line(
            "An explicit 'no', 'none' or 'not applicable' is a lawful answer: it meets the criterion.",
        );
    } else if criterion.kind == CriterionKind::Content {
        page.line("An explicit 'we do not' is shown, and does not meet the criterion.");
    }

    counts(&mut page, criterion, rubric.quality.counts_from);
    if criterion.kind == CriterionKind::Content {
        levels(&mut page, criterion, &rubric.quality);
    }
    examples(&mut page, criterion);

    page.heading("What to write");
    page.line(&criterion.advice);
    if !criterion.model.is_empty() {
        page.gap();
        page.line(&format!("For example: {}", criterion.model));
    }
    page.heading("What to ask a supplier");
    page.line(&criterion.question);
    if !criterion.references.is_empty() {
        page.heading("Read more");
        for reference in &criterion.references {
            page.item(reference);
        }
    }
    Some(page.text)
}

fn status_of(rubric: &Rubric) -> String {
    let word = match rubric.status {
        RubricStatus::InForce => "in force",
        RubricStatus::Pending => "not yet in force",
        RubricStatus::Guidance => "guidance, without the force of law",
        RubricStatus::Benchmark => "a benchmark",
        RubricStatus::Legacy => "no longer in force or enforced",
    };
    let from = rubric.effective_from.as_ref();
    let from = from.map_or(String::new(), |day| format!(" from {day}"));
    let to = rubric.effective_to.as_ref();
    let to = to.map_or(String::new(), |day| format!(" until {day}"));
    format!("{word}{from}{to}")
}

fn duty_of(duty: Duty) -> &'static str {
    match duty {
        Duty::Mandatory => "mandatory",
        Duty::Recommended => "recommended",
        Duty::Benchmark => "benchmark only",
    }
}

fn answer_of(criterion: &Criterion) -> String {
    let by_check = match &criterion.check {
        None => {
            return "By the level that the sentences which count reach together; met from 'partial' on."
                .to_owned();
        }
        Some(Check::Period {}) => {
            "Met where the text names the reporting period by a date or year.".to_owned()
        }
        Some(Check::Steps { from }) => format!(
            "Met where at least one thing is done or in force under {}; or where it is said that no steps were taken. \
             Steps on only one side, the own business or the supply chains, meet it and are marked 'one-sided'.",
            from.join(", ")
        ),
        Some(Check::Approval { bodies }) => format!(
            "Met where the text says that the statement itself was approved by one of: {}. Not by a committee, a \
             manager or one person; not a policy; not an approval that is still to come.",
            bodies.join(", ")
        ),
        Some(Check::Signature { roles }) => format!(
            "Met where a name stands with a role of one of these kinds: {}. A name or a role alone does not meet it; \
             with another role it cannot be told.",
            roles.join(", ")
        ),
        Some(Check::Publication {}) => {
            "Never told from a file: 'cannot_tell'. What the text says on its publication is shown."
                .to_owned()
        }
        Some(Check::ReportingEntity {}) => {
            "Met where the reporting entity is named with its legal form.".to_owned()
        }
        Some(Check::Attestation {}) => {
            "Met where the words of the attestation stand and a signatory is named with them."
                .to_owned()
        }
    };
    match criterion.kind {
        CriterionKind::Formality => by_check,
        CriterionKind::Content => format!(
            "{by_check} Its level is the highest that the steps of any of those criteria reach, and no higher than \
             'mentioned' where it is not met."
        ),
    }
}

fn counts(page: &mut Page, criterion: &Criterion, counts_from: f32) {
    if criterion.signals.is_empty() {
        return;
    }
    page.heading(match criterion.kind {
        CriterionKind::Content => "What counts",
        CriterionKind::Formality => "What is looked for, and shown",
    });
    if criterion.kind == CriterionKind::Content {
        page.line(&format!(
            "Every signal speaks for a sentence: strong .75, medium .42, weak .25. So do a heading of the criterion \
             above it (.35) and words of modern slavery in it (.2) or near it (.15). Together they give a confidence \
             of 1 - (1 - a)(1 - b)...; an exclusion that weakens halves it. From {counts_from} on a sentence counts: \
             one strong signal is enough, a medium one needs slavery words or the heading, a weak one the heading. \
             A sentence directly under the heading also counts, weakly, where it gives two marks of specificity or a \
             result. Below, [a/b … c*] stands for a pattern: a or b, up to some words, c with any ending, # a number."
        ));
    }
    for signal in &criterion.signals {
        page.item(&signal_of(criterion, signal));
    }
    if !criterion.headings.is_empty() {
        page.gap();
        page.line(&format!("Headings: {}.", some_of(&criterion.headings, 12)));
    }
    if criterion.exclusions.is_empty() {
        return;
    }
    page.heading("What speaks against");
    for exclusion in &criterion.exclusions {
        let effect = match exclusion.effect {
            Effect::Drop => "does not count",
            Effect::Weaken => "halves the confidence",
        };
        let of = match &exclusion.block {
            Some(block) => format!(" of the signals of '{block}'"),
            None => String::new(),
        };
        page.item(&format!(
            "{}: {effect}{of} ({}): {}",
            exclusion.title,
            exclusion.id,
            some_of(&exclusion.patterns, 6)
        ));
    }
}

fn signal_of(criterion: &Criterion, signal: &Signal) -> String {
    let strength = match signal.strength {
        Strength::Strong => "strong",
        Strength::Medium => "medium",
        Strength::Weak => "weak",
    };
    let mut told = format!("{} ({}, {strength}", signal.title, signal.id);
    if let Some(id) = &signal.element
        && let Some(element) = criterion.elements.iter().find(|known| known.id == *id)
    {
        told.push_str(&format!(", a sign of {}", element.title));
    }
    if signal.needs_heading {
        told.push_str(", only under a heading");
    }
    if signal.needs_topic {
        told.push_str(", only near words of modern slavery");
    }
    match signal.status {
        Some(SignalStatus::Action) => told.push_str(", a fact whatever its tense"),
        Some(SignalStatus::Negative) => told.push_str(", says no"),
        Some(SignalStatus::Commitment) => told.push_str(", values only"),
        Some(SignalStatus::Conditional) => told.push_str(", what would be done"),
        None => {}
    }
    if signal.outcome {
        told.push_str(", a result");
    }
    if signal.firm {
        told.push_str(", never weakened");
    }
    told.push_str("): ");
    told.push_str(&some_of(&signal.patterns, 6));
    told
}

/// The first few phrases, and how many more there are.
fn some_of(patterns: &[Pattern], most: usize) -> String {
    let is_phrase = |pattern: &&Pattern| !pattern.typed.contains(['\\', '(', '^', '[']);
    let phrases: Vec<&str> = patterns
        .iter()
        .filter(is_phrase)
        .map(|pattern| pattern.typed.as_str())
        .collect();
    let mut told: Vec<String> = phrases
        .iter()
        .take(most)
        .map(|phrase| format!("'{phrase}'"))
        .collect();
    let more = phrases.len().saturating_sub(most);
    if more > 0 {
        told.push(format!("{more} more phrases"));
    }
    let expressions: Vec<&Pattern> = patterns
        .iter()
        .filter(|pattern| !is_phrase(pattern))
        .collect();
    for expression in expressions.iter().take(EXPRESSIONS_SHOWN) {
        told.push(gist_of(&expression.typed));
    }
    match expressions.len().saturating_sub(EXPRESSIONS_SHOWN) {
        0 => {}
        1 => told.push("1 more pattern".to_owned()),
        many => told.push(format!("{many} more patterns")),
    }
    told.join(", ")
}

/// How many regular expressions of a signal are told; each is long.
const EXPRESSIONS_SHOWN: usize = 2;

fn levels(page: &mut Page, criterion: &Criterion, rules: &QualityRules) {
    page.heading("How each level is reached");
    let own = |level| criterion.rungs.iter().find(|rung| rung.level == level);
    page.item("absent: no sentence counts. Quoted law, definitions, figures on the world and what others do never count.");
    let cap = |when, common: Level| {
        let own = criterion.caps.iter().find(|cap| cap.when == when);
        own.map_or(common, |cap| cap.level).word()
    };
    page.item(&format!(
        "mentioned: only values and expectations (at most {}), only plans (at most {}{}), or an explicit 'we do not' \
         ({}; {} with its reason).",
        cap(CapCondition::CommitmentOnly, rules.commitment_cap),
        cap(CapCondition::FutureOnly, rules.future_cap),
        if criterion.accepts_future {
            "; but here plans are the point, and climb like practice".to_owned()
        } else {
            format!("; dated and specific, {}", rules.future_specific_cap.word())
        },
        rules.negative.word(),
        rules.negative_with_reason.word(),
    ));
    let partial = own(Level::Partial).map_or_else(
        || "something that is done or in force".to_owned(),
        |rung| rung_of(criterion, rung),
    );
    page.item(&format!(
        "partial: {partial}. Only what would be done in a case reaches at most {}.",
        cap(CapCondition::ConditionalOnly, Level::Partial)
    ));
    let specific = own(Level::Specific).map_or_else(
        || {
            "two kinds of marks of specificity in one sentence, or three over all (numbers, places, products, \
             standards or tools, responsible roles, how often, dates, groups of people, consequences)"
                .to_owned()
        },
        |rung| rung_of(criterion, rung),
    );
    page.item(&format!("specific: {specific}."));
    let evidenced = own(Level::Evidenced).map_or_else(
        || "also a result, in the reporting period".to_owned(),
        |rung| rung_of(criterion, rung),
    );
    page.item(&format!("evidenced: {evidenced}."));
    for element in &criterion.elements {
        if let Some(level) = element.missing_caps_at {
            page.item(&format!(
                "without {}: at most {} (missing-{}).",
                element.title,
                level.word(),
                element.id
            ));
        }
    }
    for cap in &criterion.caps {
        let condition = match cap.when {
            CapCondition::NoLinkToModernSlavery => "no word of modern slavery near any of it",
            CapCondition::OneSided => "only the own business, or only the supply chains",
            // Told above, at their level.
            CapCondition::FutureOnly
            | CapCondition::CommitmentOnly
            | CapCondition::ConditionalOnly => continue,
        };
        page.item(&format!("{condition}: at most {}.", cap.level.word()));
    }
    page.item(&format!(
        "weak evidence alone: at most {}.",
        rules.weak_cap.word()
    ));
}

/// What a rung of the criterion's own needs, in words.
fn rung_of(criterion: &Criterion, rung: &Rung) -> String {
    let mut needs: Vec<String> = Vec::new();
    for id in &rung.elements {
        let element = criterion.elements.iter().find(|known| known.id == *id);
        needs.push(element.map_or(id.clone(), |element| element.title.clone()));
    }
    if usize::from(rung.elements_min) > rung.elements.len() {
        let titles: Vec<&str> = criterion
            .elements
            .iter()
            .map(|element| element.title.as_str())
            .collect();
        needs.push(format!(
            "in all {} of: {}",
            rung.elements_min,
            titles.join("; ")
        ));
    }
    if rung.markers_min > 0 {
        needs.push(format!(
            "{} kinds of marks of specificity",
            rung.markers_min
        ));
    }
    match (rung.outcome, rung.period) {
        (true, true) => needs.push("a result in the reporting period".to_owned()),
        (true, false) => needs.push("a result".to_owned()),
        (false, true) => needs.push("a tie to the reporting period".to_owned()),
        (false, false) => {}
    }
    if needs.is_empty() {
        return "something that is done or in force".to_owned();
    }
    format!("here it needs {}", needs.join("; "))
}

fn examples(page: &mut Page, criterion: &Criterion) {
    for (counts, title) in [
        (true, "Examples that count"),
        (false, "Examples that do not count"),
    ] {
        let of_side = || {
            criterion
                .examples
                .iter()
                .filter(move |example| example.counts == counts)
        };
        if of_side().next().is_none() {
            continue;
        }
        page.heading(title);
        for example in of_side() {
            page.item(&example_of(example));
        }
    }
}

fn example_of(example: &Example) -> String {
    let answers = [
        example.level.map(Level::word),
        example.verdict.as_deref(),
        example.status.as_deref(),
    ];
    let answers: Vec<&str> = answers.into_iter().flatten().collect();
    let text = example.text.replace('\n', " / ");
    let mut told = match &example.heading {
        Some(heading) => format!("\"{heading}: {text}\" [{}]", answers.join(", ")),
        None => format!("\"{text}\" [{}]", answers.join(", ")),
    };
    if let Some(note) = &example.note {
        told.push(' ');
        told.push_str(note);
    }
    told
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
