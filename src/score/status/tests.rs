//! Sentences of fictional companies, each with the status that it must have.

use super::*;
use crate::score::cues::cues_of;

fn status_of(sentence: &str) -> Status {
    let form = crate::lexicon::matching_form(sentence);
    standing_of(&cues_of(&form)).status
}

fn assert_all(status: Status, sentences: &[&str]) {
    let wrong: Vec<String> = sentences
        .iter()
        .map(|sentence| (sentence, status_of(sentence)))
        .filter(|(_, found)| *found != status)
        .map(|(sentence, found)| format!("{} instead: {sentence}", found.word()))
        .collect();
    assert!(
        wrong.is_empty(),
        "not {}:\n{}",
        status.word(),
        wrong.join("\n")
    );
}

#[test]
fn what_is_or_was_done_is_an_action() {
    assert_all(
        Status::Action,
        &[
            "We conduct audits of our suppliers every year.",
            "All buyers completed the training in 2025.",
            "Suppliers must sign our code of conduct.",
            "Our anti-slavery policy is reviewed annually by the board.",
            "We continue to monitor our suppliers.",
            "We will continue to train all new starters.",
            "Due diligence is carried out on all new suppliers.",
            "Staff receive training on modern slavery.",
            "We are committed to fair work and have introduced a helpline for workers.",
            "As part of our commitment to human rights, we audit ten factories a year.",
            "The group operates a whistleblowing line run by a third party.",
            "In 2025 we trained 50 buyers and will train the rest next year.",
            "Employees are encouraged to report concerns without fear of retaliation.",
            "Our contracts require suppliers to pay a living wage.",
            "Our checks include, but are not limited to, payroll and identity documents.",
            "We do not charge recruitment fees to workers.",
            "We no longer use two of the agencies that failed the audit.",
            "Northbank Foods Ltd is wholly owned by Holm plc.",
            "We source cotton from India and prawns from Vietnam.",
            "The highest risk lies in agency labour at our packing sites.",
            "Not only do we audit suppliers, we also visit them.",
            "The policy applies to all persons working for us.",
            "No later than thirty days after each audit the supplier sends an improvement plan.",
            "Suppliers that do not comply are given an improvement plan.",
            "We check that no worker has paid a recruitment fee.",
            "Our code of conduct prohibits forced labour.",
            "The Act requires us to publish a statement, and we publish one each May.",
            "We work with our customers to remove excess overtime.",
            "We buy hinges from a wholesaler in Birmingham, and we don't know which mills cast them.",
            "The code was rewritten after a review showed that subcontractors below the first tier did not know it.",
            "We rate batteries as our highest risk, because the makers do not tell us which refiner they use.",
            "All four concerns were closed within 30 days, and no caller was identified.",
            "For the year the figures were 84%, 93% and nil.",
            "Two suppliers were suspended after the audit found unpaid wages.",
            "On a report we secure the worker's safety and call the helpline.",
        ],
    );
}

#[test]
fn what_will_be_done_is_a_plan() {
    assert_all(
        Status::Plan,
        &[
            "We will roll out training next year.",
            "We intend to map our tier 2 suppliers by the end of 2026.",
            "We plan to introduce a supplier questionnaire.",
            "The company aims to audit 20 sites.",
            "We are going to appoint a modern slavery lead.",
            "Training modules are under development.",
            "A new policy will be published in the coming year.",
            "We are exploring tools for supplier screening.",
            "Over the next twelve months we shall review our contracts.",
            "The supplier code is to be rolled out in 2027.",
            "We anticipate that all managers will be trained by June.",
            "We are in the process of developing key performance indicators.",
            "All staff will receive training on modern slavery.",
            "Proposed indicator: managers who have completed the module.",
            "The proposed target for audits of suppliers is all of them.",
            "We hope to join an industry group.",
            "We are considering an independent hotline.",
        ],
    );
}

#[test]
fn what_would_be_done_is_conditional() {
    assert_all(
        Status::Conditional,
        &[
            "We would investigate and may end the contract.",
            "If we find a breach, we will work with the supplier to remedy it.",
            "Should we identify any instance of slavery, the case goes to the board.",
            "In the event of a breach the contract ends.",
            "The company may commission audits of suppliers.",
            "We reserve the right to terminate the contract.",
            "Where a breach is identified, we will investigate and support the victim.",
            "Breaches may result in disciplinary action.",
            "Any employee who breaches this policy could face sanctions, up to and including dismissal.",
            "If forced labour is discovered we would notify the police.",
            "We may terminate our relationship with suppliers who break the code.",
        ],
    );
}

#[test]
fn what_is_not_done_or_not_found_is_negative() {
    assert_all(
        Status::Negative,
        &[
            "We have not identified any instances of modern slavery.",
            "No incidents of forced labour were reported during the year.",
            "We do not audit our suppliers.",
            "The company has not taken any steps during the financial year.",
            "We did not provide training on modern slavery.",
            "None were identified in the reporting period.",
            "We do not currently have key performance indicators.",
            "We are not aware of any loss of income to vulnerable families.",
            "There were no reports through our whistleblowing line.",
            "Not applicable.",
            "Tier 3 is not yet mapped.",
            "Does the entity train its employees on forced labour? No",
            "We looked at unannounced audits in 2023 and decided against them.",
            "We cannot trace magnets beyond the refiner.",
            "No formal training has been given.",
            "We have not yet adopted performance indicators.",
            "The audits are not conducted by a third party.",
            "No remediation measures were taken, because no case was found.",
            "We have never identified a case of forced labour in our business.",
            "The company does not verify its supply chains.",
        ],
    );
}

#[test]
fn values_and_expectations_are_commitments() {
    assert_all(
        Status::Commitment,
        &[
            "We are committed to preventing slavery in our business.",
            "We have a zero tolerance approach to modern slavery.",
            "We expect our suppliers to share our values.",
            "We do not tolerate forced labour in any form.",
            "We will not tolerate slavery or human trafficking.",
            "We take our responsibilities very seriously.",
            "The group believes in treating people with dignity.",
            "We strive to act with integrity in all our dealings.",
            "We encourage suppliers to adopt similar standards.",
            "We are committed to acting ethically and to implementing effective systems and controls.",
            "The company condemns all forms of exploitation.",
            "We have a responsibility to respect human rights.",
            "Suppliers are expected to uphold the highest standards.",
            "Appropriate action is important to us.",
            "We support the aims of the Act.",
        ],
    );
}

#[test]
fn the_law_definitions_and_others_are_context() {
    assert_all(
        Status::Context,
        &[
            "The Modern Slavery Act 2015 requires large businesses to publish a statement.",
            "Modern slavery is a crime and a violation of fundamental human rights.",
            "Forced labour means all work exacted under the menace of a penalty.",
            "The International Labour Organization estimates that 28 million people are in forced labour.",
            "50 million people live in modern slavery.",
            "Slavery is defined in the Act as servitude or compulsory labour.",
            "Section 54 came into force in October 2015.",
            "Our customers audit us once a year.",
            "The term child labour refers to work that harms children.",
            "The UK government has published guidance.",
            "Debt bondage occurs when a person works to pay off a debt.",
            "Human trafficking takes many forms.",
            "Companies must publish a statement each year.",
        ],
    );
}

#[test]
fn the_words_that_decide_are_told() {
    let form = "we will roll out training next year";
    assert_eq!(
        standing_of(&cues_of(form)),
        Standing {
            status: Status::Plan,
            because: "will".to_owned()
        }
    );
}
