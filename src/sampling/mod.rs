//! Which answers of a run people look at: samples drawn the same for the same seed, and the sheets they are coded in.
//!
//! A unit is one answer: a statement, a rubric and a criterion. Each is drawn by a number that its own name and the seed
//! give, so that more statements in a run shift a sample little.

mod sheet;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub use sheet::BLANK_COLUMNS;
pub use sheet::Unwritten;
pub use sheet::write_csv;
pub use sheet::write_xlsx;

use crate::assessment::Verdict;
use crate::report::finished::Finished;
use crate::report::finished::FinishedCriterion;
use crate::report::finished::FinishedRun;
use crate::report::finished::Unfinished;
use crate::study::Coding;

/// How many sentences are shown beside an answer.
const SENTENCES_SHOWN: usize = 3;

/// How answers are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Each as likely as any other.
    Random,
    /// As evenly as can be over rubric, criterion and answer, so that rare answers are seen, too.
    Stratified,
    /// Those that the machine is least sure of.
    Uncertain,
    /// Those about which two judges differ: coders, rubrics, or the recogniser and the rules.
    Disagreement,
}

/// One answer to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The statement.
    pub statement_id: String,
    /// The rubric.
    pub rubric: String,
    /// The criterion.
    pub criterion_id: String,
    /// Whose statement it is.
    pub organisation: String,
    /// The input as it was named.
    pub source: String,
    /// The provision.
    pub citation: String,
    /// What the criterion asks for.
    pub title: String,
    /// The machine's verdict.
    pub verdict: &'static str,
    /// The machine's level; empty for a formality.
    pub level: &'static str,
    /// How sure the machine is, 0 to 1.
    pub confidence: f64,
    /// Who differs about it; empty where nobody does.
    pub disagreement: String,
    /// How much they differ, 0 to 1.
    pub distance: f64,
    /// The best sentences, each with its page where it has one.
    pub evidence: Vec<(String, Option<u32>)>,
    /// Opens the source at the best sentence.
    pub link: String,
}

impl Unit {
    fn key(&self) -> (&str, &str, &str) {
        (&self.statement_id, &self.rubric, &self.criterion_id)
    }
}

/// What to draw.
#[derive(Debug, Clone)]
pub struct Draw<'a> {
    /// How many answers.
    pub count: usize,
    /// How they are chosen.
    pub strategy: Strategy,
    /// The same seed gives the same sample.
    pub seed: u64,
    /// Codings by people, whose coders may differ from each other and from the machine.
    pub codings: &'a [Coding],
}

/// Draws from the answers of `run`: grouped by statement in the order of the run, so that a coder opens each document once.
///
/// # Errors
///
/// When the run cannot be read.
pub fn sample(run: &FinishedRun, draw: &Draw<'_>) -> Result<Vec<Unit>, Unfinished> {
    let said = said_by_coders(draw.codings);
    let mut units: Vec<Unit> = Vec::new();
    run.each(
        draw.strategy == Strategy::Disagreement,
        |statement| -> Result<(), Unfinished> {
            units.extend(units_of(&statement, &said, false));
            Ok(())
        },
    )?;
    let chosen = chosen(&units, draw);
    let wanted: BTreeSet<(&str, &str, &str)> = chosen.iter().map(|unit| unit.key()).collect();
    let mut sampled = Vec::with_capacity(wanted.len());
    run.each(true, |statement| -> Result<(), Unfinished> {
        let full = units_of(&statement, &said, true);
        sampled.extend(full.into_iter().filter(|unit| wanted.contains(&unit.key())));
        Ok(())
    })?;
    Ok(sampled)
}

/// The units of `units` that `draw` asks for, in the order in which they are drawn.
fn chosen<'u>(units: &'u [Unit], draw: &Draw<'_>) -> Vec<&'u Unit> {
    let mut lots: Vec<(u64, &Unit)> = units
        .iter()
        .filter(|unit| unit.verdict != Verdict::NotApplicable.word())
        .map(|unit| (lot(draw.seed, unit), unit))
        .collect();
    lots.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.key().cmp(&other.1.key())));
    match draw.strategy {
        Strategy::Random => {}
        Strategy::Uncertain => {
            lots.sort_by(|one, other| one.1.confidence.total_cmp(&other.1.confidence));
        }
        Strategy::Disagreement => {
            lots.retain(|(_, unit)| unit.distance > 0.0);
            lots.sort_by(|one, other| other.1.distance.total_cmp(&one.1.distance));
        }
        Strategy::Stratified => return stratified(&lots, draw.count),
    }
    lots.into_iter()
        .take(draw.count)
        .map(|(_, unit)| unit)
        .collect()
}

/// One from each stratum in turn, until there are `count`.
fn stratified<'u>(lots: &[(u64, &'u Unit)], count: usize) -> Vec<&'u Unit> {
    /// Rubric, criterion, level and verdict.
    type Stratum<'u> = (&'u str, &'u str, &'u str, &'u str);
    let mut strata: BTreeMap<Stratum<'u>, Vec<(u64, &'u Unit)>> = BTreeMap::new();
    for (lot, unit) in lots {
        strata
            .entry((&unit.rubric, &unit.criterion_id, unit.level, unit.verdict))
            .or_default()
            .push((*lot, unit));
    }
    let mut turns: Vec<(usize, u64, &Unit)> = strata
        .into_values()
        .flat_map(|stratum| {
            stratum
                .into_iter()
                .enumerate()
                .map(|(turn, (lot, unit))| (turn, lot, unit))
        })
        .collect();
    turns.sort_by(|one, other| (one.0, one.1, one.2.key()).cmp(&(other.0, other.1, other.2.key())));
    turns
        .into_iter()
        .take(count)
        .map(|(_, _, unit)| unit)
        .collect()
}

/// The number that `unit` draws: FNV-1a over the seed and its name, mixed as SplitMix64 does so that near names part.
fn lot(seed: u64, unit: &Unit) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    take(&seed.to_le_bytes());
    take(unit.statement_id.as_bytes());
    take(unit.rubric.as_bytes());
    take(unit.criterion_id.as_bytes());
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// For each statement and criterion, the coders who said yes and those who said no.
type Said = BTreeMap<(String, String), (BTreeSet<String>, BTreeSet<String>)>;

fn said_by_coders(codings: &[Coding]) -> Said {
    let mut said = Said::new();
    for (number, coding) in codings.iter().enumerate() {
        for judgement in &coding.judgements {
            let key = (judgement.statement.clone(), judgement.criterion.clone());
            let (yes, no) = said.entry(key).or_default();
            // Coders without a name are told apart by their files.
            let coder = if judgement.coder.is_empty() {
                format!("coding {}", number + 1)
            } else {
                judgement.coder.clone()
            };
            if judgement.value { yes } else { no }.insert(coder);
        }
    }
    said
}

fn units_of(statement: &Finished, said: &Said, with_evidence: bool) -> Vec<Unit> {
    let mut units = Vec::new();
    for assessment in &statement.assessments {
        for criterion in &assessment.criteria {
            let (distance, disagreement) =
                difference(statement, &assessment.rubric, criterion, said);
            let evidence = match with_evidence {
                true => criterion
                    .evidence
                    .iter()
                    .filter(|evidence| evidence.counts)
                    .take(SENTENCES_SHOWN)
                    .map(|evidence| (evidence.text.clone(), evidence.page))
                    .collect(),
                false => Vec::new(),
            };
            units.push(Unit {
                statement_id: statement.statement_id.clone(),
                rubric: assessment.rubric.clone(),
                criterion_id: criterion.criterion_id.clone(),
                organisation: statement.organisation().to_owned(),
                source: statement.source.clone(),
                citation: criterion.citation.clone(),
                title: criterion.title.clone(),
                verdict: criterion.verdict.word(),
                level: criterion.level.map_or("", |level| level.word()),
                confidence: criterion.confidence,
                disagreement,
                distance,
                evidence,
                link: criterion.link.clone(),
            });
        }
    }
    units
}

/// How much judges differ about an answer, and who does: coders first, then rubrics, then recogniser and rules.
fn difference(
    statement: &Finished,
    rubric: &str,
    criterion: &FinishedCriterion,
    said: &Said,
) -> (f64, String) {
    let machine = match criterion.verdict {
        Verdict::Met => Some(true),
        Verdict::NotMet => Some(false),
        Verdict::CannotTell | Verdict::NotApplicable => None,
    };
    let key = (
        statement.statement_id.clone(),
        criterion.criterion_id.clone(),
    );
    if let Some((yes, no)) = said.get(&key) {
        let (for_yes, for_no) = (
            yes.len() + usize::from(machine == Some(true)),
            no.len() + usize::from(machine == Some(false)),
        );
        if for_yes > 0 && for_no > 0 {
            // The most where as many say yes as no; above every disagreement without people.
            let share = for_yes.min(for_no) as f64 / (for_yes + for_no) as f64;
            let names = |coders: &BTreeSet<String>, own: bool| {
                let mut names: Vec<&str> = coders.iter().map(String::as_str).collect();
                if own {
                    names.push("avowal");
                }
                names.join(", ")
            };
            let told = format!(
                "yes: {}; no: {}",
                names(yes, machine == Some(true)),
                names(no, machine == Some(false))
            );
            return (0.9 + 0.2 * share, told);
        }
    }
    let others: Vec<String> = statement
        .assessments
        .iter()
        .filter(|other| other.rubric != rubric)
        .flat_map(|other| other.criteria.iter().map(move |known| (other, known)))
        .filter(|(_, known)| {
            known.criterion_id == criterion.criterion_id && known.verdict != criterion.verdict
        })
        .map(|(other, known)| format!("{}: {}", other.rubric, known.verdict.word()))
        .collect();
    if !others.is_empty() {
        let told = format!(
            "{rubric}: {}; {}",
            criterion.verdict.word(),
            others.join("; ")
        );
        return (0.9, told);
    }
    // The recogniser takes a sentence to speak to the criterion, the rules set it aside; or the other way round.
    let surest = |counts: bool| {
        criterion
            .evidence
            .iter()
            .filter(|evidence| evidence.counts == counts && evidence.status != "context")
            .map(|evidence| evidence.confidence)
            .fold(0.0, f64::max)
    };
    match machine {
        Some(false) => {
            let aside = surest(false);
            if aside > 0.5 {
                let told = format!("recogniser: {aside:.2} sure of a sentence; rules: set aside");
                return (0.8 * aside, told);
            }
        }
        Some(true) => {
            let counting = surest(true);
            if counting > 0.0 && counting < 0.5 {
                let told = format!("rules: met; recogniser: {counting:.2} sure at best");
                return (0.8 * (1.0 - counting), told);
            }
        }
        None => {}
    }
    (0.0, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(number: usize, criterion: &str, level: &'static str, confidence: f64) -> Unit {
        Unit {
            statement_id: format!("{number:04x}"),
            rubric: "uk-msa".to_owned(),
            criterion_id: criterion.to_owned(),
            organisation: String::new(),
            source: String::new(),
            citation: String::new(),
            title: String::new(),
            verdict: "met",
            level,
            confidence,
            disagreement: String::new(),
            distance: 0.0,
            evidence: Vec::new(),
            link: String::new(),
        }
    }

    fn draw(strategy: Strategy, seed: u64, count: usize) -> Draw<'static> {
        Draw {
            count,
            strategy,
            seed,
            codings: &[],
        }
    }

    fn ids(units: &[&Unit]) -> Vec<String> {
        units.iter().map(|unit| unit.statement_id.clone()).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_and_more_statements_shift_it_little() {
        let units: Vec<Unit> = (0..100)
            .map(|number| unit(number, "risk", "partial", 0.9))
            .collect();
        let fewer = chosen(&units[..99], &draw(Strategy::Random, 7, 20));
        let all = chosen(&units, &draw(Strategy::Random, 7, 20));
        let other = chosen(&units, &draw(Strategy::Random, 8, 20));

        assert_eq!(
            ids(&all),
            ids(&chosen(&units, &draw(Strategy::Random, 7, 20)))
        );
        assert_ne!(ids(&all), ids(&other));
        let shared = ids(&all)
            .iter()
            .filter(|id| ids(&fewer).contains(id))
            .count();
        assert!(shared >= 19, "{shared} of 20 stay");
    }

    #[test]
    fn a_stratified_sample_sees_rare_answers() {
        let mut units: Vec<Unit> = (0..98)
            .map(|number| unit(number, "risk", "partial", 0.9))
            .collect();
        units.push(unit(98, "risk", "evidenced", 0.9));
        units.push(unit(99, "risk", "absent", 0.9));

        let drawn = chosen(&units, &draw(Strategy::Stratified, 7, 6));

        let levels: Vec<&str> = drawn.iter().map(|unit| unit.level).collect();
        assert_eq!(
            levels.iter().filter(|level| **level == "evidenced").count(),
            1
        );
        assert_eq!(levels.iter().filter(|level| **level == "absent").count(), 1);
        assert_eq!(levels.len(), 6);
    }

    #[test]
    fn the_least_sure_are_drawn_first() {
        let units: Vec<Unit> = (0..10)
            .map(|number| unit(number, "risk", "partial", 1.0 - number as f64 / 100.0))
            .collect();

        let drawn = chosen(&units, &draw(Strategy::Uncertain, 7, 2));

        assert_eq!(ids(&drawn), ["0009", "0008"]);
    }
}
