//! The table that is printed: a figure, what stands beside it, what was asked for, and whether it is reached.

use std::io::{self, Write};

/// One figure.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) ours: String,
    pub(crate) beside: String,
    pub(crate) asked: &'static str,
    /// Nothing where nothing was asked.
    pub(crate) reached: Option<bool>,
}

/// The head of the table; the rows follow as they are measured.
pub(crate) fn head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| what | Aldis | beside it, in the same run | asked | reached |")?;
    writeln!(out, "|---|---|---|---|---|")
}

impl Row {
    pub(crate) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let Row { what, ours, beside, asked, reached } = self;
        let reached = reached.map_or("", |reached| if reached { "yes" } else { "**no**" });
        writeln!(out, "| {what} | {ours} | {beside} | {asked} | {reached} |")?;
        out.flush()
    }
}

/// A time in the unit that suits it.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.1} s"),
    }
}

/// A ratio with its quartiles.
pub(crate) fn ratio([low, median, high]: [f64; 3]) -> String {
    format!("{median:.3} x (half of the rounds {low:.3} to {high:.3})")
}
