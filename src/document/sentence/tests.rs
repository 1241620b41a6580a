//! Hard cases of company English: each line is one block, `¦` stands where a sentence ends and another begins.

use proptest::prelude::*;

use super::*;

const CASES: &[&str] = &[
    // Company suffixes.
    "Acme Ltd. supplies bolts to the trade.",
    "This statement is made by Acme Ltd. ¦We publish it every year.",
    "Acme Holdings plc. ¦The group has four divisions.",
    "Harrow Pty. Ltd. operates two mines.",
    "Harrow Pty. Ltd. ¦Our mines are in Queensland.",
    "The parent is Brook Inc. of Delaware.",
    "The parent is Brook Inc. ¦It is listed in New York.",
    "Brook Inc. Group companies follow this policy.",
    "Smith Bros. & Co. Ltd. was founded in 1890.",
    "Delmar Corp. and its subsidiaries are covered.",
    "We act for Delmar Corp. ¦This is our third statement.",
    "Ningbo Hengda Co., Ltd. makes our trays.",
    "Ningbo Co.,Ltd. ¦They were audited in May.",
    "Acme Ltd. ¦Suppliers are assessed each year.",
    "Acme Ltd. ¦Suppliers must sign our code.",
    "Acme (UK) Ltd. (the Company) employs 40 people.",
    "The statement covers Acme Ltd., Birch Ltd. and Cedar Ltd. ¦All three share one board.",
    "Kestrel p.l.c. Annual Report",
    "We are owned by Kestrel p.l.c. ¦We report with it.",
    "Nordhus S.A. runs the plant.",
    "Nordhus S.A. and Meridian N.V. are joint owners.",
    "Acme Co. Reg. No. 01234567 is our number.",
    "Board approval: Acme Ltd. ¦Signed by J. Smith.",
    "Grainline Inc. Board of Directors approved it.",
    "The buyer is Grainline LLC. ¦The seller is not named.",
    // References to law.
    "This statement is made under s. 54 of the Act.",
    "This statement is made under s.54 of the Modern Slavery Act 2015. ¦It covers 2025.",
    "See ss. 1 and 2 of the Act.",
    "Under Sec. 54(1) we must report.",
    "Art. 5 applies. ¦Art. 6 does not.",
    "See para. 4 and paras. 6 to 9.",
    "It is set out on p. 12 and pp. 14-16 of the report.",
    "Company No. 01234567 is registered in Leeds.",
    "Registered No. SC123456 in Scotland.",
    "Reg. No. 5567 applies.",
    "ILO Conventions Nos. 29 and 105 are our basis.",
    "Did we find any? ¦No. ¦The audits found none.",
    "The answer was no. ¦We then asked again.",
    "Fig. 3 shows the chain.",
    "See Fig. 3. ¦It shows the chain.",
    "Vol. II of the report sets it out.",
    "R. v. Harrow was decided in 2019.",
    "Harrow v. Brook is a case on fees.",
    // Latin and other abbreviations.
    "We buy high-risk goods, e.g. Thai prawns, from six suppliers.",
    "Our main chains (i.e. Cotton and rubber) were mapped.",
    "We buy gloves, masks, gowns etc. from Malaysia.",
    "We buy gloves, masks, gowns etc. ¦Suppliers are audited.",
    "We buy gloves, masks, gowns, etc. ¦We audit them.",
    "Contractors (cleaners, guards, etc.) are included.",
    "See Miller et al. 2021 for the method.",
    "See Miller et al. ¦The method is theirs.",
    "We train approx. 400 people a year.",
    "The price is £30 incl. VAT.",
    "Spend was £3m excl. Ireland.",
    "Audits vs. Visits is a false choice.",
    "We compared wages cf. Table 4 of the survey.",
    // Countries.
    "Our U.K. sites were visited.",
    "We have sites in the U.K. and the U.S. Department of Labor lists them.",
    "We have sites in the U.K. ¦Our sites abroad are in Spain.",
    "We are based in the U.S.A. ¦The rest is in Mexico.",
    "Calls are taken from 9 a.m. to 5 p.m. on weekdays.",
    "Calls are taken until 5 p.m. ¦We answer all of them.",
    // Names and titles.
    "J. R. Smith, Director, signed it.",
    "Signed by J. R. Smith. ¦Dated 3 May 2025.",
    "Dr. Amina Yusuf chairs the committee.",
    "Mr. P. Okafor and Mrs. L. Brandt are trustees.",
    "Ms. Lee reports to the board. ¦Prof. Hart advises it.",
    "Our depot in St. Albans closed.",
    "The office is in High St. ¦We moved there in May.",
    "Sir T. Vaughan retired.",
    "Robert Hale Jr. leads the team.",
    "John Hale Esq. ¦The board thanks him.",
    "Vitamin B. ¦We sell it.",
    "See Appendix A. ¦Suppliers are listed there.",
    "See Appendix A. ¦The list is there.",
    "The Hon. Member spoke.",
    // Dates and numbers.
    "The year ended 31. March 2025.",
    "It was approved on 3 Jan. 2025 by the board.",
    "It was approved in Dec. ¦We publish it now.",
    "Hours fell to 54.5 a week. ¦Overtime was 6.25 hours.",
    "Spend rose to £4.5m. ¦12 new suppliers joined.",
    "We trained 412 of 431 people in 2025. ¦430 suppliers signed.",
    "It is 3.5. ¦That is less.",
    "We paid $1.2 million. ¦€300,000 is still owed.",
    "The rate was 96%. ¦(2024: 81%.)",
    "Version 2.1. of the code applies.",
    // Lists and numbering.
    "1. Introduction",
    "1. Introduction and scope of this statement. ¦We act.",
    "2.3. Risk assessment",
    "iv. Training",
    "a. Our policies are reviewed yearly.",
    "B. Due diligence",
    "We do the following: 1. Train staff. ¦2. Audit suppliers. ¦3. Report to the board.",
    "We (a) train staff; (b) audit suppliers; and (c) report.",
    "We do this: ¦• train buyers ¦• audit agencies ¦• report yearly",
    "•Training ¦•Audits",
    "Steps taken ¦▪ Policy was revised. ¦▪ Code was signed.",
    "Catalan: paral·lel is one word · here alone.",
    "Audits · ¦Training · ¦Reports",
    // Quotes and brackets.
    "He said \"We were not paid.\" ¦The agency denied it.",
    "We call it ‘the Code’. ¦It binds suppliers.",
    "“Slavery has no place here.” ¦So says our policy.",
    "Our policy (see page 4.) ¦It was revised.",
    "We found two cases (both in Leeds). ¦Both were closed.",
    "(We found none.) ¦(We looked twice.)",
    "It bans fees (see the Code of Acme Ltd.). ¦We check this.",
    "“Who paid?” asked the auditor.",
    "\"Stop!\" she said, and they did.",
    "Is that enough?! ¦We think not.",
    "We ask: who recruits? ¦Who pays? ¦Who keeps the passports?",
    "It ended [in May]. ¦[We regret this.]",
    // Ellipses and leaders.
    "We buy from China, Vietnam… and others.",
    "We buy from China, Vietnam... ¦The rest is local.",
    "Policies ........ 4",
    "Training . . . . 12",
    "He paused . . . and went on.",
    "Forced labour . ¦We ban it.",
    // Addresses of sites and mail.
    "Visit www.acme.example.com. ¦Our code is there.",
    "Visit www.acme.example/modern-slavery.Our-code for it.",
    "Write to speakup@acme.example.com. ¦We answer within a week.",
    "Booking.com and Node.js are our suppliers.",
    "See https://acme.example/code?version=2 for the code.",
    // Notes and missing spaces.
    "We repaid all fees.1 ¦We also paid interest.",
    "We repaid all fees.² ¦We also paid interest.",
    "We repaid all fees.[3] ¦We also paid interest.",
    "We ban forced labour.¦We ban fees.",
    "We revised the policy.¦This took a year.",
    "See section 5.We act.",
    // Openings.
    "We sell phones. ¦iPhone repairs are outsourced.",
    "We audit. ¦– We train.",
    "We train staff. and agency workers.",
    "ACME LTD. ¦THE BOARD APPROVED IT.",
    "ACME LTD. IT SERVICES ARE BOUGHT IN.",
    "We audit. — and train.",
    "Prawns are risky. | ¦We audit them. | ¦Yearly",
    "Category | Country | Number",
    "我们反对强迫劳动。¦我们审核供应商。",
    "Nous agissons. ¦Élise Roy a signé.",
];

#[test]
fn hard_cases_of_company_english_are_cut_where_a_reader_would() {
    assert!(CASES.len() >= 120, "only {} cases", CASES.len());
    let mut wrong = Vec::new();
    for case in CASES {
        let text = case.replace('¦', "");
        let found: Vec<&str> = sentences_of(&text)
            .iter()
            .map(|span| span.of(&text))
            .collect();
        let wanted: Vec<&str> = case.split('¦').map(without_separators).collect();
        if found != wanted {
            wrong.push(format!("wanted {wanted:?}\n found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A sentence does not begin or end with the bullet or cell border that parts it from the next.
fn without_separators(sentence: &str) -> &str {
    sentence
        .trim()
        .trim_start_matches(['•', '▪', '|'])
        .trim_end_matches(['·', '|'])
        .trim()
}

#[test]
fn a_list_in_one_long_sentence_is_cut_at_its_semicolons() {
    let part = "we train buyers on forced labour and on the signs of debt bondage each year; ";
    let text = format!("In this year {}and we report.", part.repeat(6));

    let sentences = sentences_of(&text);

    assert_eq!(sentences.len(), 6);
    assert_eq!(sentences[1].of(&text), part.trim_end());
    assert!(sentences[5].of(&text).ends_with("and we report."));
}

#[test]
fn a_list_in_one_short_sentence_stays_whole() {
    let text = "We train buyers; we audit agencies; we report to the board.";

    assert_eq!(sentences_of(text).len(), 1);
}

#[test]
fn a_megabyte_without_a_single_space_or_stop_is_one_sentence() {
    let text = "a".repeat(1 << 20);
    assert_eq!(sentences_of(&text).len(), 1);

    let dots = ".".repeat(1 << 20);
    assert_eq!(sentences_of(&dots).len(), 1);

    let brackets = ").(".repeat(1 << 18);
    assert!(!sentences_of(&brackets).is_empty());
}

fn odd_prose() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "We", "Ltd", "Inc", "No", "s", "54", "U.K", ".", ".", ". ", " ", "?", "!", "…", "”", "“",
        "(", ")", "[1]", "•", "|", ";", "the", "Our", "A", "é", "。", "–", "·", "etc", "/", "@",
    ]);
    prop_oneof![
        prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn sentences_are_in_order_apart_and_trimmed(text in odd_prose()) {
        let mut end = 0;
        for span in sentences_of(&text) {
            let words = text.get(span.range());
            prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words));
            prop_assert!(span.start as usize >= end);
            end = span.end as usize;
        }
    }

    #[test]
    fn no_letter_is_lost_between_sentences(text in odd_prose()) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let kept: usize = sentences_of(&text).iter().map(|span| letters(span.of(&text))).sum();
        prop_assert_eq!(kept, letters(&text));
    }
}
