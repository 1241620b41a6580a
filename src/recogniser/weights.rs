//! Trained weights: what they hold, and the compact file that they are kept in.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::exact::logistic;
use super::features::Feature;
use super::label::LABELS;
use super::label::Label;
use super::reading::CommonWords;

/// Everything that was learned: a weight for each feature and label, and what turns their sum into a confidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// What the file says about itself.
    pub(super) record: Record,
    /// Words that are no names.
    pub(super) common: CommonWords,
    /// The numbers of the features that weigh something, ascending.
    pub(super) numbers: Vec<u32>,
    /// For each of them its weight for each label, in units of the label's step.
    pub(super) rows: Vec<[i8; LABELS]>,
    /// Where each number stands among `numbers`.
    table: Table,
}

/// What the weights were made of, and what turns sums into answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// SHA-256 of the coded sentences that they were learned from, in hexadecimal.
    pub data_sha256: String,
    /// SHA-256 of everything that makes features and learns from them, in hexadecimal.
    pub features_sha256: String,
    /// How many statements and sentences they were learned from.
    pub statements: usize,
    /// Coded sentences.
    pub sentences: usize,
    /// What each label was found to need, in the order of [`Label::ALL`].
    pub labels: Vec<OfLabel>,
}

/// What turns one label's sum of weights into an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfLabel {
    /// The label's word.
    pub label: String,
    /// What one unit of a weight is worth.
    pub step: f64,
    /// The weight that is always added.
    pub bias: f64,
    /// A confidence is 1 / (1 + e^−(slope·sum + shift)): Platt's scaling.
    pub slope: f64,
    /// See [`Self::slope`].
    pub shift: f64,
    /// From this confidence on a sentence is taken to speak to the label.
    pub threshold: f64,
}

/// Why a file is no weights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It does not begin as weights do.
    #[error("the file holds no weights of this program")]
    Foreign,
    /// It ends too early, or holds numbers that cannot be.
    #[error("the file of weights is cut or damaged: {0}")]
    Damaged(&'static str),
}

const MAGIC: &[u8; 8] = b"avowalW1";

impl Weights {
    /// Gathers what was learned.
    pub(super) fn new(
        record: Record,
        common: CommonWords,
        rows: BTreeMap<u32, [i8; LABELS]>,
    ) -> Self {
        let numbers: Vec<u32> = rows.keys().copied().collect();
        let table = Table::of(&numbers);
        Self {
            record,
            common,
            table,
            numbers,
            rows: rows.into_values().collect(),
        }
    }

    /// What the file says about itself.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The weights of the feature of this number, in units of each label's step; none where it weighs nothing.
    pub(super) fn row(&self, number: u32) -> Option<&[i8; LABELS]> {
        self.rows.get(self.table.find(&self.numbers, number)?)
    }

    /// For each label the sum of the weights of `features`.
    pub(super) fn sums(&self, features: &[Feature]) -> [f64; LABELS] {
        let mut units = [0.0f32; LABELS];
        for feature in features {
            if let Some(row) = self.row(feature.number) {
                for (unit, &weight) in units.iter_mut().zip(row) {
                    *unit += feature.value * f32::from(weight);
                }
            }
        }
        let mut sums = [0.0; LABELS];
        for ((sum, unit), of) in sums.iter_mut().zip(units).zip(&self.record.labels) {
            *sum = f64::from(unit) * of.step + of.bias;
        }
        sums
    }

    /// The confidence that a sentence with this sum of weights speaks to `label`, 0 to 1.
    pub(super) fn confidence(&self, label: Label, sum: f64) -> f64 {
        let of = &self.record.labels[label.place()];
        logistic(of.slope * sum + of.shift)
    }

    /// From this confidence on a sentence is taken to speak to `label`.
    #[must_use]
    pub fn threshold(&self, label: Label) -> f64 {
        self.record.labels[label.place()].threshold
    }

    /// The file: magic, record as JSON with its length, common words, features with their weights.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let record = serde_json::to_vec(&self.record).unwrap_or_default();
        push_number(&mut out, record.len() as u64);
        out.extend_from_slice(&record);
        push_ascending(&mut out, self.common.hashes());
        push_ascending(&mut out, &self.numbers);
        for row in &self.rows {
            let mut present = 0u64;
            for (place, weight) in row.iter().enumerate() {
                present |= u64::from(*weight != 0) << place;
            }
            push_number(&mut out, present);
            let kept = row.iter().filter(|weight| **weight != 0);
            out.extend(kept.map(|weight| weight.to_le_bytes()[0]));
        }
        out
    }

    /// Reads a file of weights.
    ///
    /// # Errors
    ///
    /// [`Unusable`] where `bytes` are not what [`Self::to_bytes`] writes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unusable> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(Unusable::Foreign)?;
        let length = take_length(&mut rest)?;
        let (record, after) = rest
            .split_at_checked(length)
            .ok_or(Unusable::Damaged("it ends in its record"))?;
        rest = after;
        let record: Record = serde_json::from_slice(record)
            .map_err(|_| Unusable::Damaged("its record cannot be read"))?;
        let is_known = record.labels.len() == LABELS
            && record.labels.iter().zip(Label::ALL).all(|(of, label)| {
                of.label == label.word()
                    && of.slope > 0.0
                    && of.threshold > 0.0
                    && of.threshold < 1.0
            });
        if !is_known {
            return Err(Unusable::Damaged("it knows other labels"));
        }
        let common = CommonWords::of_hashes(take_ascending(&mut rest)?);
        let numbers = take_ascending(&mut rest)?;
        let mut rows = Vec::with_capacity(numbers.len());
        for _ in 0..numbers.len() {
            let present = take_number(&mut rest)?;
            let mut row = [0i8; LABELS];
            for (place, weight) in row.iter_mut().enumerate() {
                if present & (1 << place) != 0 {
                    let (first, after) = rest
                        .split_first()
                        .ok_or(Unusable::Damaged("it ends in its weights"))?;
                    *weight = i8::from_le_bytes([*first]);
                    rest = after;
                }
            }
            rows.push(row);
        }
        if !rest.is_empty() {
            return Err(Unusable::Damaged("something follows its weights"));
        }
        Ok(Self {
            record,
            common,
            table: Table::of(&numbers),
            numbers,
            rows,
        })
    }
}

/// Numbers of seven bits a byte, the lowest first.
fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

fn take_number(rest: &mut &[u8]) -> Result<u64, Unusable> {
    let mut number = 0u64;
    for shift in (0..63).step_by(7) {
        let (first, after) = rest
            .split_first()
            .ok_or(Unusable::Damaged("it ends in a number"))?;
        *rest = after;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Unusable::Damaged("a number is endless"))
}

fn take_length(rest: &mut &[u8]) -> Result<usize, Unusable> {
    let length = take_number(rest)?;
    usize::try_from(length)
        .ok()
        .filter(|&length| length <= rest.len())
        .ok_or(Unusable::Damaged("a length is longer than the file"))
}

/// Ascending numbers, by their distances.
fn push_ascending(out: &mut Vec<u8>, numbers: &[u32]) {
    push_number(out, numbers.len() as u64);
    let mut last = 0;
    for &number in numbers {
        push_number(out, u64::from(number - last));
        last = number;
    }
}

fn take_ascending(rest: &mut &[u8]) -> Result<Vec<u32>, Unusable> {
    let length = take_length(rest)?;
    let mut numbers = Vec::with_capacity(length);
    let mut last = 0u64;
    for place in 0..length {
        let distance = take_number(rest)?;
        if distance == 0 && place > 0 {
            return Err(Unusable::Damaged("a feature stands twice"));
        }
        last = last.saturating_add(distance);
        numbers.push(u32::try_from(last).map_err(|_| Unusable::Damaged("a number is too large"))?);
    }
    Ok(numbers)
}

/// A table of places by number, for one probe a feature: open addressing, at most half full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Table {
    /// Place + 1, or 0 where nothing stands.
    slots: Vec<u32>,
}

impl Table {
    fn of(numbers: &[u32]) -> Self {
        let mut slots = vec![0u32; (numbers.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (place, &number) in (1u32..).zip(numbers) {
            let mut slot = number as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = place;
        }
        Self { slots }
    }

    fn find(&self, numbers: &[u32], number: u32) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = number as usize & mask;
        loop {
            let place = (*self.slots.get(slot)?).checked_sub(1)? as usize;
            if numbers.get(place) == Some(&number) {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
    }
}
