//! Layers that can be switched off (optional content, ISO 32000-2, 8.11): what is off is not read.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::ObjRef;
use hayro_syntax::object::ObjectIdentifier;

/// The layers that a file shows no text of unless its reader switches them on.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: BTreeSet<ObjectIdentifier>,
}

impl Layers {
    /// As the default configuration of the file has them.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let xref = pdf.xref();
        let Some(properties) = xref
            .get::<Dict<'_>>(xref.root_id())
            .and_then(|catalog| catalog.get::<Dict<'_>>(b"OCProperties"))
        else {
            return Self::default();
        };
        let Some(usual) = properties.get::<Dict<'_>>(b"D") else {
            return Self::default();
        };
        let listed = |dict: &Dict<'_>, key: &[u8]| -> Vec<ObjectIdentifier> {
            dict.get::<Array<'_>>(key)
                .map(|layers| layers.raw_iter().filter_map(|layer| layer.as_obj_ref()))
                .into_iter()
                .flatten()
                .map(ObjectIdentifier::from)
                .collect()
        };
        let mut off = BTreeSet::new();
        if usual
            .get::<Name<'_>>(b"BaseState")
            .is_some_and(|state| &*state == b"OFF")
        {
            off.extend(listed(&properties, b"OCGs"));
            for layer in listed(&usual, b"ON") {
                off.remove(&layer);
            }
        }
        off.extend(listed(&usual, b"OFF"));
        Self { off }
    }

    /// Whether what belongs to `layer`, which `reference` names, is shown. A membership dictionary names several layers.
    pub(super) fn shows(&self, reference: Option<ObjRef>, layer: Option<&Dict<'_>>) -> bool {
        if self.off.is_empty() {
            return true;
        }
        let is_on = |layer: ObjRef| !self.off.contains(&layer.into());
        let members = layer.filter(|dict| {
            dict.get::<Name<'_>>(b"Type")
                .is_some_and(|kind| &*kind == b"OCMD")
        });
        let Some(members) = members else {
            return reference.is_none_or(is_on);
        };
        let of_members: Vec<ObjRef> = match members.get::<Array<'_>>(b"OCGs") {
            Some(several) => several
                .raw_iter()
                .filter_map(|member| member.as_obj_ref())
                .collect(),
            None => members.get_ref(b"OCGs").into_iter().collect(),
        };
        let mut states = of_members.into_iter().map(is_on);
        if states.len() == 0 {
            return true;
        }
        match members.get::<Name<'_>>(b"P").as_deref() {
            Some(b"AllOn") => states.all(|on| on),
            Some(b"AnyOff") => states.any(|on| !on),
            Some(b"AllOff") => states.all(|on| !on),
            _ => states.any(|on| on),
        }
    }
}
