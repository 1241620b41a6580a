//! JUnit XML, as CI servers read it: a suite a draft, a case a criterion, and a case for each other kind of finding.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::BytesDecl;
use quick_xml::events::BytesEnd;
use quick_xml::events::BytesStart;
use quick_xml::events::BytesText;
use quick_xml::events::Event;

use super::Checked;
use super::Draft;
use super::told_place;
use crate::assessment::Verdict;
use crate::check::Judged;
use crate::check::Standing;
use crate::report::printable;

/// One case: its findings, or why it was skipped.
#[derive(Default)]
struct Case<'a> {
    findings: Vec<&'a Judged>,
    skipped: Option<String>,
}

/// Class and name of a case, in the order in which they are written.
type Cases<'a> = BTreeMap<(String, String), Case<'a>>;

/// Writes everything as one document.
pub(super) fn write(output: &mut dyn Write, checked: &Checked<'_>) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *output, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut suites = BytesStart::new("testsuites");
    suites.push_attribute(("name", "avowal check"));
    xml.write_event(Event::Start(suites))?;
    for draft in checked.drafts {
        write_draft(&mut xml, draft)?;
    }
    for failed in checked.failed {
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", clean(&failed.source).as_str()));
        suite.push_attribute(("tests", "1"));
        suite.push_attribute(("errors", "1"));
        suite.push_attribute(("failures", "0"));
        xml.write_event(Event::Start(suite))?;
        let mut case = BytesStart::new("testcase");
        case.push_attribute(("classname", "avowal"));
        case.push_attribute(("name", "read"));
        xml.write_event(Event::Start(case))?;
        let mut error = BytesStart::new("error");
        error.push_attribute(("type", &*failed.code));
        error.push_attribute(("message", clean(&failed.message).as_str()));
        xml.write_event(Event::Start(error))?;
        xml.write_event(Event::Text(BytesText::new(&clean(&failed.hint))))?;
        xml.write_event(Event::End(BytesEnd::new("error")))?;
        xml.write_event(Event::End(BytesEnd::new("testcase")))?;
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(output)
}

/// The criteria of the draft, and the findings that belong to none.
fn cases_of(draft: &Draft) -> Cases<'_> {
    let mut cases = Cases::new();
    for assessment in &draft.assessed.assessments {
        for (criterion, result) in assessment.rubric.criteria.iter().zip(&assessment.results) {
            let case = cases
                .entry((assessment.rubric.id.clone(), criterion.id.clone()))
                .or_default();
            case.skipped = match result.verdict {
                Verdict::CannotTell => Some("this document cannot tell".to_owned()),
                Verdict::NotApplicable => Some("not asked of this entity".to_owned()),
                Verdict::Met | Verdict::NotMet => None,
            };
        }
    }
    for judged in &draft.judged {
        let key = match &judged.finding.criterion {
            Some(criterion) => (criterion.rubric.clone(), criterion.id.clone()),
            None => ("wording".to_owned(), judged.finding.code.name.to_owned()),
        };
        let case = cases.entry(key).or_default();
        match &judged.standing {
            Standing::Counts => {
                case.findings.push(judged);
                case.skipped = None;
            }
            Standing::Waived(reason) => case.skipped = Some(format!("waived: {reason}")),
            Standing::Known => case.skipped = Some("known to the baseline".to_owned()),
        }
    }
    cases
}

fn write_draft<W: Write>(xml: &mut Writer<W>, draft: &Draft) -> io::Result<()> {
    let cases = cases_of(draft);
    let failing = cases.values().filter(|case| !case.findings.is_empty());
    let skipped = cases
        .values()
        .filter(|case| case.findings.is_empty() && case.skipped.is_some());
    let mut suite = BytesStart::new("testsuite");
    suite.push_attribute(("name", clean(draft.label()).as_str()));
    suite.push_attribute(("tests", cases.len().to_string().as_str()));
    suite.push_attribute(("failures", failing.count().to_string().as_str()));
    suite.push_attribute(("errors", "0"));
    suite.push_attribute(("skipped", skipped.count().to_string().as_str()));
    xml.write_event(Event::Start(suite))?;
    let places = draft.places();
    for ((class, name), case) in &cases {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("classname", clean(class).as_str()));
        start.push_attribute(("name", clean(name).as_str()));
        xml.write_event(Event::Start(start))?;
        for judged in &case.findings {
            let finding = &judged.finding;
            let pointed = draft.pointed(&places, finding.place.span);
            let mut place = String::new();
            if let Some(page) = pointed.position.page {
                place.push_str(&format!("page {page}, "));
            } else if let Some(line) = pointed.position.line {
                place.push_str(&format!("line {line}, "));
            }
            let body = format!(
                "{place}{}: {}\n{}\n{}",
                told_place(finding.place.is),
                pointed.words,
                finding.help,
                finding.model
            );
            let mut failure = BytesStart::new("failure");
            failure.push_attribute(("type", finding.severity.word()));
            let message = format!("{}: {}", finding.code.name, finding.message);
            failure.push_attribute(("message", clean(&message).as_str()));
            xml.write_event(Event::Start(failure))?;
            let body: Vec<String> = body.lines().map(clean).collect();
            xml.write_event(Event::Text(BytesText::new(body.join("\n").trim_end())))?;
            xml.write_event(Event::End(BytesEnd::new("failure")))?;
        }
        if let (true, Some(reason)) = (case.findings.is_empty(), &case.skipped) {
            let mut skipped = BytesStart::new("skipped");
            skipped.push_attribute(("message", clean(reason).as_str()));
            xml.write_event(Event::Empty(skipped))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

/// `text` on one line, without characters that XML 1.0 does not allow (production `Char`).
fn clean(text: &str) -> String {
    printable(text)
        .chars()
        .filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
