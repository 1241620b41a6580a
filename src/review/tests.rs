use super::*;
use crate::assessment::Verdict;
use crate::rubric::Level;

const HEADER: &str = "who,when,statement,criterion,old,new,reason,rubric,source\n";

fn journal(rows: &str) -> Journal {
    Journal::of_bytes(format!("{HEADER}{rows}").as_bytes()).expect("all columns are there")
}

fn machine(criterion: &str, level: Level) -> Machine<'_> {
    Machine {
        rubric: "uk-msa",
        criterion,
        verdict: if level >= Level::Partial {
            Verdict::Met
        } else {
            Verdict::NotMet
        },
        level: Some(level),
    }
}

#[test]
fn an_override_stands_beside_the_answer_that_the_reviewer_saw() {
    let journal =
        journal("Ada,2026-03-31,00ab,risk,mentioned,specific,names the farms on page 4,,\n");

    let judged = journal.judge("00ab", "a.pdf", &[machine("risk", Level::Mentioned)]);

    let reviewed = judged.reviewed[0].as_ref().expect("it holds");
    assert_eq!(reviewed.verdict, Verdict::Met);
    assert_eq!(reviewed.level, Some(Level::Specific));
    assert_eq!((reviewed.by.as_str(), reviewed.line), ("Ada", 2));
    assert!(judged.stale.is_empty());
}

#[test]
fn an_override_of_another_answer_than_the_machine_gives_now_is_stale() {
    let journal = journal("Ada,2026-03-31,00ab,risk,mentioned,specific,page 4,,\n");

    let judged = journal.judge("00ab", "a.pdf", &[machine("risk", Level::Partial)]);

    assert_eq!(judged.reviewed, [None]);
    assert_eq!(
        judged.stale[0].cause,
        Cause::AnswerChanged { now: "partial" }
    );
}

#[test]
fn an_override_of_other_bytes_of_the_same_source_is_stale() {
    let journal = journal("Ada,2026-03-31,00ab,risk,mentioned,specific,page 4,,a.pdf\n");

    let judged = journal.judge("00cd", "a.pdf", &[machine("risk", Level::Mentioned)]);

    assert_eq!(judged.reviewed, [None]);
    assert!(matches!(&judged.stale[0].cause, Cause::DocumentChanged { now } if now == "00cd"));
    let told = judged.stale[0].cause.told(&judged.stale[0].entry);
    assert!(told.contains("00ab was reviewed"), "{told}");
}

#[test]
fn the_later_of_two_overrides_holds_also_where_it_corrects_the_first() {
    let journal = journal(
        "Ada,2026-03-31,00ab,risk,mentioned,specific,page 4,,\nBo,2026-04-01,00ab,risk,specific,partial,one farm only,,\n",
    );

    let judged = journal.judge("00ab", "a.pdf", &[machine("risk", Level::Mentioned)]);

    let reviewed = judged.reviewed[0].as_ref().expect("one holds");
    assert_eq!(
        (reviewed.by.as_str(), reviewed.level),
        ("Bo", Some(Level::Partial))
    );
    assert_eq!(judged.states, [(0, State::Superseded), (1, State::Applied)]);
}

#[test]
fn a_criterion_of_two_rubrics_must_be_named_with_its_rubric() {
    let other = Machine {
        rubric: "ca-s211",
        ..machine("risk", Level::Mentioned)
    };
    let answers = [machine("risk", Level::Mentioned), other];
    let unnamed = journal("Ada,2026-03-31,00ab,risk,mentioned,partial,page 4,,\n");
    let named = journal("Ada,2026-03-31,00ab,risk,mentioned,partial,page 4,ca-s211,\n");

    assert_eq!(
        unnamed.judge("00ab", "", &answers).stale[0].cause,
        Cause::WhichRubric
    );
    let judged = named.judge("00ab", "", &answers);
    assert!(judged.reviewed[0].is_none() && judged.reviewed[1].is_some());
}

#[test]
fn a_formality_takes_a_verdict_and_no_level() {
    let signature = Machine {
        rubric: "uk-msa",
        criterion: "signature",
        verdict: Verdict::NotMet,
        level: None,
    };
    let journal = journal(
        "Ada,2026-03-31,00ab,signature,not_met,partial,page 9,,\nAda,2026-03-31,00ab,signature,not_met,met,page 9,,\n",
    );

    let judged = journal.judge("00ab", "", &[signature]);

    assert_eq!(judged.stale[0].cause, Cause::NoLevel);
    assert_eq!(
        judged.reviewed[0].as_ref().map(|one| one.verdict),
        Some(Verdict::Met)
    );
}

#[test]
fn a_bad_row_is_named_with_its_line_and_costs_no_other() {
    let journal = journal(
        "Ada,yesterday,00ab,risk,mentioned,specific,page 4,,\n,,,,,,,,\nAda,2026-03-31,00ab,risk,mentioned,superb,page 4,,\nAda,2026-03-31T10:00:00Z,00ab,risk,mentioned,specific,\"'- page 4\",,\nAda,2026-03-31,00ab,risk,mentioned,specific\n",
    );

    let bad: Vec<u64> = journal.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(bad, [2, 4, 6]);
    assert!(journal.bad[0].cause.contains("yesterday"));
    assert!(journal.bad[1].cause.contains("superb"));
    assert!(journal.bad[2].cause.contains("reason"));
    assert_eq!(journal.entries.len(), 1);
    assert_eq!(journal.entries[0].reason, "- page 4");
}

#[test]
fn many_who_append_at_once_leave_whole_rows() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("review.csv");
    std::fs::write(&path, "when,who,statement,criterion,old,new,reason\n2026-01-01,Zoe,00ab,risk,absent,partial,first")
        .expect("it can be written");
    std::thread::scope(|scope| {
        for number in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let entry = Entry {
                    line: 0,
                    who: format!("=Ada {number}"),
                    when: "2026-03-31".to_owned(),
                    statement: "00ab".to_owned(),
                    criterion: "risk".to_owned(),
                    old: Answer::Level(Level::Mentioned),
                    new: Answer::Level(Level::Partial),
                    reason: "so, \"so\"\nand so".to_owned(),
                    rubric: String::new(),
                    source: String::new(),
                };
                append(path, &entry).expect("it can be written");
            });
        }
    });

    let journal = Journal::read(&path).expect("it is a journal");
    assert_eq!((journal.entries.len(), journal.bad.len()), (9, 0));
    let mut who: Vec<&str> = journal
        .entries
        .iter()
        .map(|entry| entry.who.as_str())
        .collect();
    who.sort_unstable();
    assert_eq!(who[..2], ["=Ada 0", "=Ada 1"]);
    assert_eq!(journal.entries[8].reason, "so, \"so\" and so");
}
