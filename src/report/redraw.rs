//! Reports that can be drawn again from a finished run: one row of [`REDRAWN`] each.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde::ser::SerializeMap;
use serde_json::Value;

use super::FileRecord;
use super::finished::FinishedRun;
use super::html;
use super::html::Redrawn;
use super::run_record;
use crate::review::Journal;

/// Draws a report of a finished run into a folder, with the overrides that hold.
pub type Redraw = fn(&FinishedRun, Option<Arc<Journal>>, &Path) -> io::Result<Redrawn>;

/// A report that can be drawn again.
#[derive(Debug)]
pub struct Redrawing {
    /// The word after `--format`.
    pub name: &'static str,
    /// What a user opens, in the folder.
    pub opens: &'static str,
    /// Draws it.
    pub draw: Redraw,
}

/// All of them, the default first.
pub static REDRAWN: &[Redrawing] = &[Redrawing {
    name: "html",
    opens: "html/index.html",
    draw: html::draw_again,
}];

/// Tells the record of the run in `folder` what `files` that it names are like now. All else in it stays as it is.
///
/// # Errors
///
/// When the record cannot be read or written.
pub fn record_again(folder: &Path, files: &[String]) -> io::Result<()> {
    let bytes = fs::read(folder.join(run_record::FILE))?;
    let mut record: Node = serde_json::from_slice(&bytes)?;
    let Node::Object(entries) = &mut record else {
        return Err(io::Error::other("run.json holds no object"));
    };
    let Some((_, Node::List(recorded))) = entries.iter_mut().find(|(key, _)| key == "files") else {
        return Ok(());
    };
    for name in files {
        let now = FileRecord::of(folder, name)?;
        let place = recorded.iter_mut().find(|file| {
            matches!(file, Node::Object(entries) if entries.iter().any(|(key, value)| {
                key == "name" && matches!(value, Node::Leaf(Value::String(known)) if known == name)
            }))
        });
        let told: Node = serde_json::from_value(serde_json::to_value(&now)?)?;
        // In the order of the record's own keys.
        match (place, told) {
            (Some(Node::Object(known)), Node::Object(told)) => {
                for (key, value) in told {
                    if let Some((_, old)) = known.iter_mut().find(|(other, _)| *other == key) {
                        *old = value;
                    }
                }
            }
            (_, told) => recorded.push(told),
        }
    }
    run_record::write_whole(folder, run_record::FILE, &record)
}

/// JSON with the keys of its objects in their order.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    Object(Vec<(String, Node)>),
    List(Vec<Node>),
    Leaf(Value),
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::List(nodes) => nodes.serialize(serializer),
            Self::Leaf(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf(Value::Null))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_that_were_drawn_again_change_in_the_record() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path();
        fs::write(folder.join("b.html"), "abc").expect("it can be written");
        let before = "{\n  \"schema\": 1,\n  \"counts\": {\n    \"z\": 1.5,\n    \"a\": null\n  },\n  \"files\": [\n    {\n      \"name\": \"a.csv\",\n      \"bytes\": 1,\n      \"sha256\": \"00\"\n    },\n    {\n      \"name\": \"b.html\",\n      \"bytes\": 9,\n      \"sha256\": \"11\"\n    }\n  ]\n}\n";
        fs::write(folder.join("run.json"), before).expect("it can be written");

        record_again(folder, &["b.html".to_owned()]).expect("it can be written");

        let after = fs::read_to_string(folder.join("run.json")).expect("it is there");
        let expected = before.replace("\"bytes\": 9", "\"bytes\": 3").replace(
            "\"11\"",
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"",
        );
        assert_eq!(after, expected);
    }
}
