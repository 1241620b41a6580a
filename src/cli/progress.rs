//! How far a run is, on standard error: the only file that draws a bar.

use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use super::common::When;
use super::common::errors_on_terminal;

/// How often a line is written where no bar can be drawn.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// How far a run is.
pub(super) enum Progress {
    /// A bar that is drawn again and again.
    Bar(ProgressBar),
    /// A line now and then, for logs.
    Lines(Lines),
    /// Nothing.
    Silent,
}

/// Progress as lines.
pub(super) struct Lines {
    total: u64,
    done: u64,
    failed: u64,
    began: Instant,
    written: Instant,
}

impl Progress {
    /// Progress over `total` inputs of which `done` were finished by an earlier run.
    pub(super) fn new(when: When, quiet: bool, total: usize, done: usize) -> Self {
        let (total, done) = (total as u64, done as u64);
        match when {
            _ if quiet => Self::Silent,
            When::Never => Self::Silent,
            When::Auto if !errors_on_terminal() => Self::Silent,
            When::Always if !errors_on_terminal() => Self::Lines(Lines {
                total,
                done,
                failed: 0,
                began: Instant::now(),
                written: Instant::now(),
            }),
            When::Auto | When::Always => {
                let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
                let template = "{bar:28} {pos}/{len} read, {msg} failed  {per_sec}  {eta} left";
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
                }
                bar.set_position(done);
                bar.reset_eta();
                bar.set_message("0");
                bar.enable_steady_tick(Duration::from_millis(250));
                Self::Bar(bar)
            }
        }
    }

    /// One more input is finished; `failed` have failed so far.
    pub(super) fn advance(&mut self, failed: u64) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => {
                bar.set_message(failed.to_string());
                bar.inc(1);
            }
            Self::Lines(lines) => {
                lines.done += 1;
                lines.failed = failed;
                if lines.written.elapsed() >= LINE_EVERY {
                    lines.written = Instant::now();
                    lines.write();
                }
            }
        }
    }

    /// Writes `line` to standard error without tearing the bar.
    pub(super) fn say(&self, line: &str) {
        let write = || {
            use std::io::Write;
            let _ = writeln!(anstream::stderr(), "{line}");
        };
        match self {
            Self::Bar(bar) => bar.suspend(write),
            Self::Lines(_) | Self::Silent => write(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

impl Lines {
    fn write(&self) {
        use std::io::Write;

        let seconds = self.began.elapsed().as_secs_f64();
        let rate = self.done as f64 / seconds.max(0.001);
        let _ = writeln!(
            std::io::stderr(),
            "{}/{} read, {} failed, {rate:.0} a second",
            self.done,
            self.total,
            self.failed
        );
    }
}
