//! The eleven labels that sentences are coded with, as the AIMS collections name them.

/// What a sentence may speak to: the criteria of the AIMS collections (rubric `aims`).
///
/// Source: Bora et al., *AIMS.au*, ICLR 2025 (arXiv:2502.07022); Bora et al., *AIMSCheck*, ACL 2025
/// (arXiv:2506.01671).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Approved by the principal governing body.
    Approval,
    /// Signed by a responsible member.
    Signature,
    /// Names the entity that reports (Australia only).
    ReportingEntity,
    /// Legal form, group, offices, people.
    Structure,
    /// What the entity does, and where.
    Operations,
    /// What it buys, from whom, from where.
    SupplyChains,
    /// Where it may be involved in modern slavery.
    RiskDescription,
    /// What it does to assess and address the risk.
    RiskMitigation,
    /// How harm is made good.
    Remediation,
    /// How it judges whether its actions work.
    Effectiveness,
    /// Consultation with owned or controlled entities (Australia only).
    Consultation,
}

/// How many labels there are.
pub const LABELS: usize = 11;

impl Label {
    /// All labels in the order of the collections' columns.
    pub const ALL: [Self; LABELS] = [
        Self::Approval,
        Self::Signature,
        Self::ReportingEntity,
        Self::Structure,
        Self::Operations,
        Self::SupplyChains,
        Self::RiskDescription,
        Self::RiskMitigation,
        Self::Remediation,
        Self::Effectiveness,
        Self::Consultation,
    ];

    /// The word in every table: a criterion id of the rubric `aims`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Signature => "signature",
            Self::ReportingEntity => "reporting_entity",
            Self::Structure => "structure",
            Self::Operations => "operations",
            Self::SupplyChains => "supply_chains",
            Self::RiskDescription => "risk_description",
            Self::RiskMitigation => "risk_mitigation",
            Self::Remediation => "remediation",
            Self::Effectiveness => "effectiveness",
            Self::Consultation => "consultation",
        }
    }

    /// The label of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.word() == word)
    }

    /// Its place in [`Label::ALL`].
    #[must_use]
    pub fn place(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_by_its_word_and_stands_at_its_place() {
        for (place, label) in Label::ALL.into_iter().enumerate() {
            assert_eq!(Label::of_word(label.word()), Some(label));
            assert_eq!(label.place(), place);
        }
        assert_eq!(Label::of_word("training"), None);
    }
}
