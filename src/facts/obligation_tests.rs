use super::*;

const UK: TurnoverTest<'static> = TurnoverTest {
    jurisdiction: "GB",
    turnover_min: Some(36_000_000),
    currency: Some("GBP"),
    weight: TurnoverWeight::Enough,
    rule: "a turnover of not less than £36 million (s54(2))",
};

const AUSTRALIA: TurnoverTest<'static> = TurnoverTest {
    jurisdiction: "AU",
    turnover_min: Some(100_000_000),
    currency: Some("AUD"),
    weight: TurnoverWeight::Enough,
    rule: "a consolidated revenue of at least A$100 million (s5)",
};

fn word(test: &TurnoverTest<'_>, turnover: &str, country: &str) -> &'static str {
    obligation_of(test, Some(turnover), Some(country))
        .obligation
        .word()
}

#[test]
fn the_threshold_itself_is_reached() {
    assert_eq!(word(&UK, "36000000", "GB"), "likely");
    assert_eq!(word(&UK, "35,999,999", "GB"), "unlikely");
    assert_eq!(word(&AUSTRALIA, "AUD 100 million", "Australia"), "likely");
    assert_eq!(
        word(&AUSTRALIA, "AUD 99.9 million", "Australia"),
        "unlikely"
    );
}

#[test]
fn amounts_are_read_as_people_type_them() {
    let cases = [
        ("£36m", 36_000_000),
        ("£36.5 million", 36_500_000),
        ("36,000,000", 36_000_000),
        ("36 000 000", 36_000_000),
        ("36.000.000", 36_000_000),
        ("€ 36,5 Mio", 36_500_000),
        ("AUD 120 million", 120_000_000),
        ("US$1.2bn", 1_200_000_000),
        ("GBP 950k", 950_000),
        ("36000000.00", 36_000_000),
    ];
    for (text, amount) in cases {
        let money = Money::parse(text);
        assert_eq!(
            money.map(|money| (money.least, money.most)),
            Some((amount, Some(amount))),
            "{text}"
        );
    }
    for text in ["", "large", "36m or 40m", "£36 zillion of 3"] {
        assert_eq!(Money::parse(text), None, "{text}");
    }
}

#[test]
fn the_bands_of_the_registry_are_bounds() {
    assert_eq!(word(&UK, "Under £36 million", "United Kingdom"), "unlikely");
    assert_eq!(
        word(&UK, "£36 million - £60 million", "United Kingdom"),
        "likely"
    );
    assert_eq!(word(&UK, "£36 to £60 million", "United Kingdom"), "likely");
    assert_eq!(word(&UK, "Over £500 million", "United Kingdom"), "likely");
    assert_eq!(word(&UK, "over £10 million", "United Kingdom"), "unknown");
    assert_eq!(word(&UK, "Not provided", "United Kingdom"), "unknown");
}

#[test]
fn a_bare_number_is_in_the_currency_of_the_act_only_at_home() {
    assert_eq!(word(&UK, "50,000,000", "United Kingdom"), "likely");
    assert_eq!(word(&UK, "50,000,000", "France"), "unknown");
    assert_eq!(
        obligation_of(&UK, Some("50,000,000"), None).obligation,
        Obligation::Unknown
    );
    assert_eq!(word(&AUSTRALIA, "$150m", "AU"), "likely");
    assert_eq!(word(&AUSTRALIA, "$150m", "US"), "unknown");
    assert_eq!(word(&UK, "$150m", "GB"), "unknown");
}

#[test]
fn nothing_is_converted() {
    let answer = obligation_of(&UK, Some("€900 million"), Some("United Kingdom"));

    assert_eq!(answer.obligation, Obligation::Unknown);
    assert_eq!(
        answer.reason,
        "the turnover is in EUR and the threshold in GBP, which are not converted; \
         the rule: a turnover of not less than £36 million (s54(2))"
    );
}

#[test]
fn a_company_of_another_country_may_do_business_in_that_of_the_act() {
    assert_eq!(word(&UK, "£50m", "Germany"), "unknown");
    assert_eq!(word(&UK, "£5m", "Germany"), "unlikely");
    assert_eq!(
        obligation_of(&UK, Some("£50m"), None).obligation,
        Obligation::Likely
    );
}

#[test]
fn where_turnover_alone_does_not_decide_nothing_is_claimed() {
    let california = TurnoverTest {
        jurisdiction: "US-CA",
        currency: Some("USD"),
        turnover_min: Some(100_000_000),
        weight: TurnoverWeight::Needed,
        ..UK
    };
    let canada = TurnoverTest {
        jurisdiction: "CA",
        currency: Some("CAD"),
        turnover_min: Some(40_000_000),
        weight: TurnoverWeight::OneOfSeveral,
        ..UK
    };
    let without = TurnoverTest {
        turnover_min: None,
        ..UK
    };

    assert_eq!(word(&california, "US$120 million", "USA"), "unknown");
    assert_eq!(word(&california, "US$90 million", "USA"), "unlikely");
    assert_eq!(word(&canada, "C$90 million", "Canada"), "unknown");
    assert_eq!(word(&canada, "C$9 million", "Canada"), "unknown");
    assert_eq!(word(&without, "£90 million", "UK"), "unknown");
}
