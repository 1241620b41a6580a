//! Inputs to outcomes: all cores, input order, panics caught.
