//! What is written: a table of the gates, a table of each row, a plot of each sweep.

use std::fmt::Write;
use std::fs;
use std::io::{self, Error};
use std::path::PathBuf;

use crate::measure::Score;
use crate::readers::Peer;
use crate::settings::Settings;
use crate::svg::{Line, Plot};

/// Above the gates.
pub(crate) const GATES: &str = "\n## Gates\n| what | asked | Aldis | beside it | reached |\n|---|---|---|---|---|\n";

/// Above the table.
pub(crate) fn head(settings: &Settings) -> String {
    format!(
        "# The reader beside others\n\nOne thread; CPU time of the read alone; {} codes a condition; \"reads at x\" is at least 80 % of them. \
         Memory is the most above what the process held before the read, MiB. Wrong: texts that were not in the picture.\n",
        settings.count
    )
}

/// Everything that was measured so far.
pub(crate) struct Report {
    out: PathBuf,
    readers: Vec<Peer>,
    head: String,
    gates: Vec<Gate>,
    sections: Vec<Section>,
    remarks: Vec<String>,
}

/// One row of the table of gates.
pub(crate) struct Gate {
    pub(crate) what: String,
    pub(crate) asked: String,
    pub(crate) ours: String,
    /// The peers' figures.
    pub(crate) beside: String,
    /// Nothing where nothing was asked.
    pub(crate) reached: Option<bool>,
}

/// The conditions of one row, each with a score of every reader.
pub(crate) struct Section {
    pub(crate) title: String,
    /// Frames a code.
    pub(crate) frames: usize,
    pub(crate) conditions: Vec<(String, Vec<Score>)>,
}

impl Report {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            out: settings.out.clone(),
            readers: settings.readers.clone(),
            head: head(settings),
            gates: Vec::new(),
            sections: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Said in the table and at once.
    pub(crate) fn remark(&mut self, said: String) {
        let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("{said}\n"));
        self.remarks.push(said);
    }

    pub(crate) fn gate(&mut self, gate: Gate) {
        self.gates.push(gate);
    }

    pub(crate) fn section(&mut self, section: Section) {
        for (label, scores) in &section.conditions {
            let rates: Vec<String> =
                self.readers.iter().zip(scores).map(|(peer, s)| format!("{peer} {}/{}", s.single, s.of)).collect();
            let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("{label}: {}\n", rates.join(", ")));
        }
        self.sections.push(section);
    }

    /// The score of this project's reader, and those of the others with their names.
    pub(crate) fn split<'a>(&self, scores: &'a [Score]) -> (Option<&'a Score>, Vec<(Peer, &'a Score)>) {
        let all = self.readers.iter().copied().zip(scores);
        let (ours, others): (Vec<_>, Vec<_>) = all.partition(|(peer, _)| *peer == Peer::Aldis);
        (ours.first().map(|(_, score)| *score), others)
    }

    /// The others' figures in a row.
    pub(crate) fn beside(&self, scores: &[Score], figure: impl Fn(&Score) -> String) -> String {
        let (_, others) = self.split(scores);
        others.iter().map(|(peer, score)| format!("{peer} {}", figure(score))).collect::<Vec<_>>().join(", ")
    }

    /// A plot of rates against a quantity: for each reader its points, in percent.
    pub(crate) fn plot(
        &self,
        name: &str,
        title: &str,
        axis: &str,
        points: &[(f64, &[Score])],
        burst: Option<&str>,
    ) -> Result<(), Error> {
        let line = |index: usize, rate: fn(&Score) -> f64| -> Vec<(f64, f64)> {
            points.iter().filter_map(|(x, scores)| Some((*x, 100.0 * rate(scores.get(index)?)))).collect()
        };
        let mut lines: Vec<Line> = self
            .readers
            .iter()
            .enumerate()
            .map(|(index, peer)| Line { name: peer.to_string(), points: line(index, Score::rate), dashed: false })
            .collect();
        if let (Some(burst), Some(index)) = (burst, self.readers.iter().position(|peer| *peer == Peer::Aldis)) {
            let points = line(index, Score::burst_rate);
            lines.push(Line { name: format!("{} {burst}", Peer::Aldis), points, dashed: true });
        }
        fs::create_dir_all(&self.out)?;
        fs::write(self.out.join(format!("{name}.svg")), Plot { title, axis, lines: &lines }.svg())
    }

    /// Writes the table as it stands.
    pub(crate) fn write(&self) -> Result<(), Error> {
        let mut text = self.head.clone();
        for remark in &self.remarks {
            let _ = writeln!(text, "\n{remark}");
        }
        if !self.gates.is_empty() {
            text.push_str(GATES);
        }
        for Gate { what, asked, ours, beside, reached } in &self.gates {
            let reached = reached.map_or("", |reached| if reached { "yes" } else { "**no**" });
            let _ = writeln!(text, "| {what} | {asked} | {ours} | {beside} | {reached} |");
        }
        for section in &self.sections {
            text.push_str(&self.table(section));
        }
        fs::create_dir_all(&self.out)?;
        fs::write(self.out.join("table.md"), text)
    }

    fn table(&self, section: &Section) -> String {
        let mut text = format!("\n## {}\n| condition | reader | read |", section.title);
        let bursts = section.frames > 1;
        if bursts {
            let _ = write!(text, " read in {} frames |", section.frames);
        }
        text.push_str(
            " wrong | panics | median ms | 95 % ms | worst ms | MiB |\n|---|---|---|---|---|---|---|---|---|",
        );
        text.push_str(if bursts { "---|\n" } else { "\n" });
        for (label, scores) in &section.conditions {
            for (peer, score) in self.readers.iter().zip(scores) {
                if score.of == 0 {
                    // It rests.
                    continue;
                }
                let Score { of, single, burst, wrong, panics, peak, .. } = score;
                let _ = write!(text, "| {label} | {peer} | {single}/{of} |");
                if bursts {
                    let _ = write!(text, " {burst}/{of} |");
                }
                let (median, p95, worst) = (score.median(), score.p95(), score.worst());
                let _ = writeln!(text, " {wrong} | {panics} | {median:.1} | {p95:.1} | {worst:.1} | {peak:.1} |");
            }
        }
        text
    }
}
