//! Does the draft pass: findings against thresholds, waivers and a baseline. Decided before any printer runs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::Finding;
use super::Severity;
use crate::document::Document;
use crate::document::PartialDate;

/// A finding that somebody decided to live with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The kind of finding.
    pub code: String,
    /// Only for this criterion; none for all.
    pub criterion: Option<String>,
    /// Why: shown with every finding that it waives.
    pub reason: String,
    /// The last day on which it holds; none for ever.
    pub expires: Option<PartialDate>,
}

/// What was known and accepted when the baseline was written: later runs fail only on what got worse.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The version of this layout; 1.
    pub schema: u32,
    /// The findings, by draft and fingerprint.
    pub findings: Vec<KnownFinding>,
}

/// A finding of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFinding {
    /// The draft, as it was named.
    pub draft: String,
    /// See [`Finding::fingerprint`].
    pub fingerprint: String,
    /// The kind of finding, for people who read the file.
    pub code: String,
    /// The criterion, for people who read the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
}

/// What decides whether a draft passes.
#[derive(Debug, Clone)]
pub struct Gate {
    /// The lowest severity that fails a draft; none fails it never.
    pub fail_on: Option<Severity>,
    /// In the order of the configuration.
    pub waivers: Vec<Waiver>,
    /// Where there is one.
    pub baseline: Option<Baseline>,
    /// The day on which waivers are looked at.
    pub today: PartialDate,
}

/// A finding, and whether it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// See [`Finding::fingerprint`].
    pub fingerprint: String,
    /// Whether it counts.
    pub standing: Standing,
}

/// Whether a finding counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Counts,
    /// A waiver holds it back, for this reason.
    Waived(String),
    /// The baseline knows it.
    Known,
}

/// What became of all drafts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether any finding that counts reaches the threshold.
    pub fails: bool,
    /// How many findings count, by severity.
    pub counts: BTreeMap<Severity, usize>,
    /// How many are waived.
    pub waived: usize,
    /// How many the baseline knows.
    pub known: usize,
    /// Waivers that have expired, or that no finding asked for: each told, so that none stays unseen.
    pub remarks: Vec<String>,
}

impl Baseline {
    /// The version of the layout that is written.
    pub const SCHEMA: u32 = 1;

    /// A baseline that knows all that counts or was known in `drafts`: their names and judged findings.
    #[must_use]
    pub fn of(drafts: &[(&str, &[Judged])]) -> Self {
        let mut findings: Vec<KnownFinding> = drafts
            .iter()
            .flat_map(|(draft, judged)| judged.iter().map(move |judged| (draft, judged)))
            .filter(|(_, judged)| !matches!(judged.standing, Standing::Waived(_)))
            .map(|(draft, judged)| KnownFinding {
                draft: (*draft).to_owned(),
                fingerprint: judged.fingerprint.clone(),
                code: judged.finding.code.name.to_owned(),
                criterion: judged
                    .finding
                    .criterion
                    .as_ref()
                    .map(|criterion| criterion.id.clone()),
            })
            .collect();
        findings.sort();
        Self {
            schema: Self::SCHEMA,
            findings,
        }
    }
}

impl Gate {
    /// Judges the findings of the draft `draft`, whose text is `document`.
    #[must_use]
    pub fn judge(&self, draft: &str, document: &Document, findings: Vec<Finding>) -> Vec<Judged> {
        // How often the baseline knows each fingerprint: a second finding of the same kind is a new one.
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in self.baseline.iter().flat_map(|baseline| &baseline.findings) {
            if finding.draft == draft {
                *known.entry(&finding.fingerprint).or_default() += 1;
            }
        }
        findings
            .into_iter()
            .map(|finding| {
                let fingerprint = finding.fingerprint(document);
                let standing = if let Some(waiver) = self.waiver_for(&finding) {
                    Standing::Waived(waiver.reason.clone())
                } else if let Some(left) = known
                    .get_mut(fingerprint.as_str())
                    .filter(|left| **left > 0)
                {
                    *left -= 1;
                    Standing::Known
                } else {
                    Standing::Counts
                };
                Judged {
                    finding,
                    fingerprint,
                    standing,
                }
            })
            .collect()
    }

    /// What became of all drafts together.
    #[must_use]
    pub fn verdict<'a>(&self, judged: impl IntoIterator<Item = &'a Judged>) -> Verdict {
        let mut verdict = Verdict::default();
        let mut used = vec![false; self.waivers.len()];
        for judged in judged {
            for (waiver, used) in self.waivers.iter().zip(&mut used) {
                *used |= waiver.fits(&judged.finding);
            }
            match judged.standing {
                Standing::Waived(_) => verdict.waived += 1,
                Standing::Known => verdict.known += 1,
                Standing::Counts => {
                    let severity = judged.finding.severity;
                    *verdict.counts.entry(severity).or_default() += 1;
                    verdict.fails |= self.fail_on.is_some_and(|least| severity >= least);
                }
            }
        }
        for (waiver, used) in self.waivers.iter().zip(used) {
            let name = match &waiver.criterion {
                Some(criterion) => format!("{} on {criterion}", waiver.code),
                None => waiver.code.clone(),
            };
            match waiver.expires {
                Some(day) if !waiver.holds_on(self.today) => verdict
                    .remarks
                    .push(format!("the waiver of {name} expired on {day}")),
                _ if !used => verdict
                    .remarks
                    .push(format!("nothing needs the waiver of {name}: remove it")),
                _ => {}
            }
        }
        verdict
    }

    fn waiver_for(&self, finding: &Finding) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.fits(finding) && waiver.holds_on(self.today))
    }
}

impl Waiver {
    fn fits(&self, finding: &Finding) -> bool {
        let id = finding
            .criterion
            .as_ref()
            .map(|criterion| criterion.id.as_str());
        self.code == finding.code.name
            && self
                .criterion
                .as_deref()
                .is_none_or(|wanted| Some(wanted) == id)
    }

    fn holds_on(&self, today: PartialDate) -> bool {
        let order = |date: PartialDate| {
            let day = date.latest_day();
            (day.year(), day.month(), day.day())
        };
        self.expires.is_none_or(|last| order(today) <= order(last))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::codes;
    use super::*;
    use crate::document::Builder;
    use crate::document::Span;

    fn finding(severity: Severity, criterion: &str) -> Finding {
        Finding {
            code: &codes::MISSING_CRITERION,
            severity,
            confidence: 0.9,
            criterion: Some(super::super::CriterionName {
                rubric: "uk-msa".to_owned(),
                id: criterion.to_owned(),
                citation: "s54".to_owned(),
                title: "A title".to_owned(),
            }),
            message: "nothing was found".to_owned(),
            help: String::new(),
            model: String::new(),
            place: Place {
                span: Span::default(),
                is: super::super::PlaceIs::Start,
            },
        }
    }

    fn gate() -> Gate {
        Gate {
            fail_on: Some(Severity::Error),
            waivers: Vec::new(),
            baseline: None,
            today: PartialDate::day_of(2026, 11, 24).expect("a day"),
        }
    }

    fn waiver(criterion: &str, expires: Option<PartialDate>) -> Waiver {
        Waiver {
            code: "missing-criterion".to_owned(),
            criterion: Some(criterion.to_owned()),
            reason: "the board decided so".to_owned(),
            expires,
        }
    }

    #[test]
    fn only_a_finding_that_reaches_the_threshold_fails_the_draft() {
        let document = Builder::new("text").finish();
        let gate = gate();
        let mild = gate.judge(
            "a.md",
            &document,
            vec![finding(Severity::Warning, "training")],
        );
        let grave = gate.judge("a.md", &document, vec![finding(Severity::Error, "steps")]);

        assert!(!gate.verdict(&mild).fails);
        assert!(gate.verdict(&grave).fails);
        let never = Gate {
            fail_on: None,
            ..gate
        };
        assert!(!never.verdict(&grave).fails);
    }

    #[test]
    fn a_waiver_holds_until_its_day_and_is_told_when_it_is_over_or_idle() {
        let document = Builder::new("text").finish();
        let mut gate = gate();
        gate.waivers = vec![
            waiver("training", PartialDate::day_of(2026, 11, 24)),
            waiver("steps", PartialDate::day_of(2026, 11, 23)),
            waiver("risk", None),
        ];
        let judged = gate.judge(
            "a.md",
            &document,
            vec![
                finding(Severity::Error, "training"),
                finding(Severity::Error, "steps"),
            ],
        );
        let verdict = gate.verdict(&judged);

        assert_eq!(
            judged[0].standing,
            Standing::Waived("the board decided so".to_owned())
        );
        assert_eq!(judged[1].standing, Standing::Counts);
        assert!(verdict.fails);
        assert_eq!(verdict.waived, 1);
        assert_eq!(
            verdict.remarks,
            [
                "the waiver of missing-criterion on steps expired on 2026-11-23",
                "nothing needs the waiver of missing-criterion on risk: remove it",
            ]
        );
    }

    #[test]
    fn a_baseline_lets_pass_what_it_knows_as_often_as_it_knows_it() {
        let document = Builder::new("text").finish();
        let mut gate = gate();
        let once = || vec![finding(Severity::Error, "steps")];
        let before = gate.judge("a.md", &document, once());
        gate.baseline = Some(Baseline::of(&[("a.md", &before)]));

        let same = gate.judge("a.md", &document, once());
        let twice = gate.judge("a.md", &document, [once(), once()].concat());
        let elsewhere = gate.judge("b.md", &document, once());

        assert!(!gate.verdict(&same).fails);
        assert!(gate.verdict(&twice).fails);
        assert!(gate.verdict(&elsewhere).fails);
    }
}
