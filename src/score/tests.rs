//! Tests of the whole engine.
#[test]
#[ignore]
fn dump() {
    for j in ["au", "uk", "ca"] {
        let mut r = csv::Reader::from_path(format!("/work/shared/data/{j}.csv")).unwrap();
        let mut out = String::new();
        for row in r.records() {
            let row = row.unwrap();
            let form = crate::lexicon::matching_form(&row[2]);
            let c = super::cues::cues_of(&form);
            let s = super::status::standing_of(&c);
            out.push_str(&format!(
                "{}\t{}\t{}\t{}\n",
                s.status.word(),
                s.because,
                u8::from(c.has(super::cues::Cue::Topic)),
                super::specificity::marks_of(&c).count()
            ));
        }
        std::fs::write(format!("/tmp/h/{j}.status"), out).unwrap();
    }
}
