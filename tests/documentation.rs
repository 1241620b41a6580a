//! What the documents say is what the program does.

use std::fs;
use std::path::Path;

use avowal::check::CODES;

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_kind_of_finding_is_explained_in_the_words_of_the_program() {
    let text = document("docs/checks.md");
    for code in CODES {
        let section = format!(
            "## `{}`\n\n*{}*: {}.\n\n{}\n\n**Cure.** {}\n",
            code.name,
            code.severity.word(),
            code.title,
            code.why,
            code.cure
        );
        assert!(text.contains(&section), "docs/checks.md lacks:\n{section}");
    }
    let sections = text.matches("\n## `").count();
    assert_eq!(sections, CODES.len(), "and nothing else");
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for entry in fs::read_dir(root.join("docs")).expect("the documents are there") {
        documents.push(entry.expect("a readable entry").path());
    }
    for path in documents {
        let text = fs::read_to_string(&path).expect("a document is UTF-8");
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if target.contains("://") || target.starts_with('#') {
                continue;
            }
            let file = target.split('#').next().unwrap_or_default();
            let folder = path.parent().expect("a folder");
            assert!(folder.join(file).exists(), "{}: {target}", path.display());
        }
    }
}
