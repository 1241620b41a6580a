//! From answers to files: one file a format.
