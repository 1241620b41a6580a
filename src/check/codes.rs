//! The kinds of findings: a stable word each, with what `avowal check --explain CODE` and `docs/checks.md` say of it.

use super::Severity;

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab case, stable.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// How much it matters in general; a criterion's duty decides where it belongs to one.
    pub severity: Severity,
    /// Why it matters, with the provision or guidance behind it.
    pub why: &'static str,
    /// How to mend it.
    pub cure: &'static str,
}

/// The code called `name`.
#[must_use]
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name).copied()
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $severity:ident, $title:literal, why $why:literal, cure $cure:literal;)*) => {
        $(pub(super) static $constant: Code = Code {
            name: $name,
            title: $title,
            severity: Severity::$severity,
            why: $why,
            cure: $cure,
        };)*

        /// All kinds of findings, by area: the rubric, formalities, language.
        pub static CODES: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    MISSING_CRITERION = "missing-criterion", Error, "nothing was found on a criterion of the rubric",
        why "The Act requires the content, or its guidance recommends it; readers and registries look for it by area. Error where the rubric says mandatory, warning where recommended, note where only a benchmark rewards it.",
        cure "Add a section that answers the criterion with what was done in the year, or say plainly that it was not done and why.";
    WEAK_CRITERION = "weak-criterion", Warning, "a criterion is covered below the level asked for",
        why "A topic that is only named, promised or planned tells readers nothing that they can check. The level that is good enough is `partial`, or what `avowal.toml` asks for.",
        cure "Say who does it, where, how often, to how many, and what came of it in the year.";
    VAGUE_CRITERION = "vague-criterion", Note, "a criterion is met, but without detail",
        why "The level `partial` meets a criterion; without numbers, places, names or dates it cannot be compared or believed.",
        cure "Add at least two of: a number, a place, a named tool or standard, a role, a frequency, a date.";
    ONLY_PLANS = "only-plans", Warning, "a criterion is covered by plans alone",
        why "Statements are about the steps taken during the year (UK Act s54(4)(a)); plans do not count as steps, however welcome they are.",
        cure "Say what is already in place, or give each plan a date and somebody who does it.";
    ONLY_COMMITMENTS = "only-commitments", Warning, "a criterion is covered by commitments alone",
        why "\"Zero tolerance\" and \"committed to\" are values, not practice; reviewers give them no credit.",
        cure "Say what the company does because of the commitment, and what came of it.";
    STEPS_MISSING = "steps-missing", Error, "no step taken in the year is stated, nor that none was taken",
        why "UK Act s54(4): the statement must say which steps were taken during the financial year, or that none were.",
        cure "State at least one step taken in the year in the business and one in the supply chains, or state that no steps were taken.";
    PERIOD_MISSING = "period-missing", Error, "the reporting period is not named",
        why "A statement is made for one financial year; without its dates nobody can tell which.",
        cure "Write \"for the financial year ended [day month year]\" in the title or the first paragraph.";
    PERIOD_UNEXPECTED = "period-unexpected", Error, "the reporting period is not the expected one",
        why "A statement carried over from last year often keeps last year's date.",
        cure "Correct the date, or `period-end` in `avowal.toml`.";
    YEAR_MISMATCH = "year-mismatch", Warning, "the year in the title is not the year in the text",
        why "One of the two was forgotten when the statement was carried over.",
        cure "Correct the year that is wrong.";
    STALE = "stale", Warning, "the reporting period ended long ago",
        why "Statements are expected within six months of the year's end (UK guidance; Australia s13(2)(e)).",
        cure "Write the statement for the latest financial year.";
    APPROVAL_MISSING = "approval-missing", Error, "no approval by the governing body is stated",
        why "UK Act s54(6): the board, the members of a limited liability partnership, or the equivalent body must approve the statement. Australia s13(2)(c), Canada s11(4) ask the same.",
        cure "Once approved, say by which body of which entity, and on which day.";
    APPROVAL_BODY = "approval-body", Error, "the approval is by a body that may not give it",
        why "An executive committee, a sub-committee or a manager is not the governing body.",
        cure "Have the board (or the members, trustees, council) approve the statement, and say so.";
    APPROVAL_OF_POLICY = "approval-of-policy", Error, "what was approved is a policy, not the statement",
        why "An approved policy is not an approved statement.",
        cure "Say that this statement was approved, by which body and when.";
    SIGNATURE_MISSING = "signature-missing", Error, "no signature with name and role is stated",
        why "UK Act s54(6): a director, designated member or partner must sign. A blank line is no signature.",
        cure "End the statement with the name, the role and the date of who signs.";
    SIGNATURE_ROLE = "signature-role", Error, "the signatory's role does not fit",
        why "A director (or designated member, partner, trustee) must sign; a company secretary or head of department may not be one.",
        cure "Have a member of the governing body sign, and give that role.";
    ENTITY_MISSING = "entity-missing", Warning, "the reporting entity is not named",
        why "Readers, registries and courts must know whose statement it is; an Australian statement must identify each reporting entity (s16(1)(a)).",
        cure "Name the legal entity with its suffix (plc, Limited, LLP) in the first paragraph.";
    ENTITY_UNEXPECTED = "entity-unexpected", Error, "another organisation is named than the expected one",
        why "A text taken over from another company, or an old name, was left in.",
        cure "Correct the name, or `organisation` in `avowal.toml`.";
    FORMALITY_MISSING = "formality-missing", Error, "a formality of the rubric was not found",
        why "The Act prescribes it.",
        cure "See the advice of the criterion: `avowal rubric explain RUBRIC CRITERION`.";
    NOT_A_STATEMENT = "not-a-statement", Error, "the text does not read as a company's statement",
        why "Nothing in it says that it is a statement for a year, or it reads as a policy, guide or notice.",
        cure "Give it the title \"Modern slavery statement\", name the entity and the year, and say under which Act it is made.";
    ABSOLUTE_ASSURANCE = "absolute-assurance", Warning, "an assurance that nobody can give",
        why "Saying that there is no slavery in a supply chain is not believable and invites challenge; guidance reads finding no risk as not looking hard enough.",
        cure "Say what was looked at, what was found, and what is not known.";
    RESPONSIBILITY_SHIFTED = "responsibility-shifted", Warning, "responsibility is pushed to suppliers",
        why "The Acts ask what the company itself does; requiring suppliers to comply is not a step unless it is checked.",
        cure "Say how the company checks and helps, and what it changes in its own buying.";
    CONTRADICTION = "contradiction", Warning, "two sentences contradict each other",
        why "A claim that no risk was identified beside a list of risks costs both their credit.",
        cure "Decide which is true, and say it once.";
    PLACEHOLDER = "placeholder", Error, "a placeholder of a template was left in",
        why "\"[insert company name]\" in a published statement shows that nobody read it.",
        cure "Fill it in, or delete the sentence.";
    ANOTHER_COMPANY = "another-company", Warning, "another company is named where the text should name its own",
        why "A text that was taken over from a template, a sister company or another statement keeps that company's name in the places where a statement names its author; who reads it cannot tell whose statement it is.",
        cure "Put the own legal name there, or say who the other company is to you.";
    IDENTIFIABLE_VICTIM = "identifiable-victim", Error, "a person who was exploited may be recognised",
        why "Names, ages and places can put a survivor at risk; Australian guidance (March 2026) forbids them in statements, data-protection law may too.",
        cure "Leave out the name, age, nationality and site.";
    UNCHANGED_PARAGRAPH = "unchanged-paragraph", Note, "a paragraph is word for word that of last year",
        why "Statements are annual; reviewers compare them and take unchanged text for no change.",
        cure "Say what changed in the year, or that nothing did and why.";
    DRAFT_MARK = "draft-mark", Note, "the text calls itself a draft",
        why "The mark must go before publication.",
        cure "Delete it when the statement is final.";
    DEAD_LINK = "dead-link", Warning, "a link in the text does not open",
        why "Policies that are only linked to are not disclosed when the link is dead.",
        cure "Correct the link.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told_once_in_kebab_case() {
        let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), CODES.len());
        for code in CODES {
            assert!(
                code.name
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
                "{}",
                code.name
            );
            assert!(
                code.why.ends_with('.') && code.cure.ends_with('.'),
                "{}",
                code.name
            );
        }
    }
}
