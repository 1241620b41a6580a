use crate::document::BlockKind;
use crate::document::Builder;
use crate::facts::DocumentKind;
use crate::facts::facts_of;
use crate::facts::testing::document;

fn kind(blocks: &[&str]) -> DocumentKind {
    facts_of(&document(blocks)).kind.kind
}

const WORK: [&str; 4] = [
    "We buy flour, butter and packaging from 120 suppliers in the United Kingdom and Ireland, and our employees visit the largest of them every year.",
    "We assessed the risk of forced labour in our supply chains in May, and we consider agency labour in packing to carry the highest risk of exploitation.",
    "Our Supplier Code forbids forced labour and recruitment fees, and we audited nine suppliers against it. We trained 40 buyers to see the signs of modern slavery.",
    "We measure how many suppliers signed the Code, and the figure rose to 88% in the year. Our Speak Up line is open to workers of suppliers as well.",
];

fn with_work<'a>(opening: &[&'a str]) -> Vec<&'a str> {
    let mut blocks = opening.to_vec();
    blocks.extend(WORK);
    blocks
}

#[test]
fn a_companys_account_of_its_year_is_a_statement() {
    let kind = kind(&with_work(&[
        "# Modern Slavery Statement 2025",
        "This statement is made by Holm Foods plc under section 54 of the Modern Slavery Act 2015 for the year ended 31 March 2025.",
    ]));

    assert_eq!(kind, DocumentKind::Statement);
}

#[test]
fn a_statement_without_title_or_year_is_a_statement_still() {
    assert_eq!(
        kind(&with_work(&["Holm Foods makes bread in Leeds."])),
        DocumentKind::Statement
    );
    assert_eq!(kind(&with_work(&["# Our people"])), DocumentKind::Statement);
}

#[test]
fn a_plain_statement_may_name_its_subject_in_the_title_alone() {
    let kind = kind(&[
        "# Modern slavery statement 2025",
        "For the year ended 31 October 2025. We grow strawberries on four farms and employ 640 seasonal workers, nearly all of whom come through two operators.",
        "We asked 212 workers in their own languages whether they had paid an agent, and 16% had. We checked the payslips of all and found nine underpaid, and we repaid them in the same month.",
        "We visited our plant suppliers and asked them for their labour policies. Our supervisors took a course of one day. We measure complaints through the farm office, and we assess the risks of each farm with the workers.",
    ]);

    assert_eq!(kind, DocumentKind::Statement);
}

#[test]
fn rules_of_a_company_are_a_policy_and_rules_for_suppliers_are_none_of_ours() {
    let policy = kind(&[
        "# Anti-Slavery and Human Trafficking Policy",
        "This policy applies to all persons working for us. The purpose of this policy is to prevent modern slavery in our business and supply chains.",
        "You must notify your manager if you believe that a breach of this policy has occurred. Breaches of this policy lead to dismissal.",
        "This policy does not form part of any contract of employment and we may amend it. The board of directors has overall responsibility for this policy and for training on slavery and forced labour.",
        "Managers at all levels answer for it that those who report to them understand this policy and are given training, and nobody who raises a concern in good faith is worse off for having done so.",
    ]);
    let code = kind(&[
        "# Supplier Code of Conduct",
        "Suppliers shall not use forced labour, slavery or human trafficking. Suppliers must pay wages on time and shall keep no passports.",
        "Suppliers shall allow audits and shall tell their workers of the rules in their own language. Suppliers must not use child labour in any form.",
        "This Code applies to everyone who supplies goods or services, and suppliers shall pass it on to their own suppliers and check that it is followed.",
    ]);

    assert_eq!(policy, DocumentKind::Policy);
    assert_eq!(code, DocumentKind::Other);
}

#[test]
fn what_only_speaks_of_statements_is_other() {
    let documents: [&[&str]; 5] = [
        &[
            "# How to write a modern slavery statement",
            "Your statement should name your financial year. You must have it approved by your board of directors and signed by a director, and you should publish it on your website.",
            "Companies should describe their supply chains and the risks of forced labour in them. Organisations must say what steps they took. If you are a small business you can publish one voluntarily.",
            "You should check your suppliers, train your staff on human trafficking and measure whether it works. You need to update your statement every year.",
        ],
        &[
            "# Spotting the signs of modern slavery",
            "Modern slavery takes many forms. Our training courses help learners to see the signs of human trafficking. Enrol today and get a certificate of completion.",
            "This course covers forced labour, debt bondage and what to report to the helpline. Book now, or contact us for a quote. CPD certified, per learner from ten pounds.",
            "Sign up for our newsletter on slavery. Our courses are used by 900 organisations, and you can start at any time and at your own pace at home.",
        ],
        &[
            "# Holm Foods publishes modern slavery statement",
            "For immediate release. Holm Foods today published its modern slavery statement, which tells how the company repaid fees to workers who had been in forced labour.",
            "\u{201c}We are proud of this,\u{201d} said Jane Doe, chief executive. \u{201c}Nobody should pay for a job,\u{201d} said the chair of the board.",
            "Notes to editors: Holm Foods employs 900 people. Media contact: press office of the company, from nine to five on all working days of the week.",
        ],
        &[
            "# Cookie Policy",
            "This website uses cookies. Cookies are small files. You can change the settings of your browser at any time, and some parts of the site may then not work as they should.",
            "We use cookies of our own and of third parties for statistics. They do not tell us who you are, and they are deleted after thirteen months at the latest.",
            "Modern slavery statement. Privacy. Terms. Contact. Careers. Investors. Press. Help. Stores. Delivery. Returns. Gift cards. Sitemap. Accessibility.",
        ],
        &[
            "# Modern slavery",
            "We are committed to ending slavery. Read our statement below.",
            "- Statement 2025 (PDF)",
            "- Statement 2024 (PDF)",
        ],
    ];
    for blocks in documents {
        assert_eq!(kind(blocks), DocumentKind::Other, "{}", blocks[0]);
    }
}

#[test]
fn the_reasons_add_up_to_the_score() {
    let facts = facts_of(&document(&with_work(&["# Modern Slavery Statement 2025"])));
    let points: i32 = facts
        .kind
        .reasons
        .iter()
        .filter_map(|reason| reason.split(' ').next()?.parse::<i32>().ok())
        .sum();

    assert!(!facts.kind.reasons.is_empty());
    assert_eq!(points, facts.kind.score);
}

/// An annual report in which the statement is one chapter.
fn report(headings: bool, chapters_before: usize) -> crate::document::Document {
    let mut builder = Builder::new("pdf");
    let heading = |builder: &mut Builder, words: &str, level| {
        let kind = if headings {
            BlockKind::Heading { level }
        } else {
            BlockKind::Paragraph
        };
        builder.plain(kind, words);
    };
    builder.plain(
        BlockKind::Heading { level: 1 },
        "Holm plc Annual Report and Accounts 2025",
    );
    for chapter in 0..chapters_before {
        heading(&mut builder, &format!("Chapter {chapter}"), 2);
        for _ in 0..9 {
            builder.plain(
                BlockKind::Paragraph,
                "Revenue rose, and the board approved the budget for the year ended 31 December 2019. Human rights matter to our investors and our auditors tested the controls.",
            );
        }
    }
    heading(&mut builder, "Modern slavery statement", 2);
    builder.plain(
        BlockKind::Paragraph,
        "This statement is made by Holm plc under section 54 of the Modern Slavery Act 2015 for the year ended 30 April 2025. It was approved by the board of directors on 9 July 2025.",
    );
    heading(&mut builder, "Due diligence", 3);
    for words in WORK {
        builder.plain(BlockKind::Paragraph, words);
    }
    builder.plain(BlockKind::Paragraph, "Jane Doe, Chief Executive");
    heading(&mut builder, "Remuneration report", 2);
    for _ in 0..12 {
        builder.plain(
            BlockKind::Paragraph,
            "The committee met five times. The policy on pay was approved by shareholders on 2 June 2025, and fees were not changed.",
        );
    }
    builder.finish()
}

#[test]
fn of_a_report_only_the_chapter_that_is_the_statement_is_read() {
    for headings in [true, false] {
        let document = report(headings, 4);
        let facts = facts_of(&document);
        let part = facts.kind.part.expect("a part");
        let words = document.words_at(part);

        assert_eq!(facts.kind.kind, DocumentKind::ReportWithStatement);
        assert!(words.contains("under section 54"), "{words}");
        assert!(words.contains("Speak Up line"), "{words}");
        assert!(!words.contains("Chapter 3"), "{words}");
        assert!(
            !words.contains("approved by shareholders") || !headings,
            "{words}"
        );
        let end = facts.period_end.expect("its year");
        assert_eq!(end.value.to_string(), "2025-04-30");
        let place = end.span.expect("in the text");
        assert!(document.words_at(place).contains("30 April 2025"));
        let approval = facts.approval.expect("its approval");
        assert!(document.words_at(approval.span).contains("9 July 2025"));
    }
}

#[test]
fn a_report_without_a_statement_is_none() {
    let kind = kind(&[
        "# Holm plc Annual Report and Accounts 2025",
        "Revenue rose by 3%, and the board recommends a dividend of four pence a share. We thank our people for their work in a year that was not easy for anyone in the trade.",
        "We do not tolerate modern slavery. Our statement on modern slavery is on our website, and our Code of Conduct deals with human rights.",
        "The remuneration committee met five times. The auditors were appointed again for the coming year, and their fees are given in note nine to the accounts.",
    ]);

    assert_eq!(kind, DocumentKind::Other);
}
