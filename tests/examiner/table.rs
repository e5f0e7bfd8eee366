//! The table as it is published.

use std::fmt::Write;

use crate::scenarios;

/// What a laboratory has in one scenario: texts and names as (recovered, of), and what it knows besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) burned: (usize, usize),
    pub(crate) sent: (usize, usize),
    pub(crate) waiting: (usize, usize),
    pub(crate) flying: (usize, usize),
    /// Of what was written after the phone was taken, where that was played.
    pub(crate) later: Option<(usize, usize)>,
    pub(crate) people: (usize, usize),
    pub(crate) second_is_set: bool,
    /// The real owner's slot opened, which was not destroyed then.
    pub(crate) is_owners: bool,
    pub(crate) was_forced: bool,
    pub(crate) reads_alarms: bool,
}

impl Row {
    fn second(&self) -> &'static str {
        if self.second_is_set || self.was_forced { "yes" } else { CHANCE }
    }

    fn forced(&self) -> &'static str {
        match (self.was_forced, self.is_owners) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => CHANCE,
        }
    }

    fn written(&self) -> &'static str {
        match (self.reads_alarms, self.is_owners && !self.was_forced) {
            (_, true) => "no",
            (true, false) => "yes",
            (false, false) => CHANCE,
        }
    }
}

/// No better than by chance; the tests of this folder say how well that was looked at.
const CHANCE: &str = "chance";

/// The table in Markdown.
fn rendered(rows: &[Row]) -> String {
    let mut table = String::from(HEAD);
    let of = |(found, of): (usize, usize)| format!("{found} of {of}");
    for row in rows {
        let texts = [row.burned, row.sent, row.waiting, row.flying].map(of).join(" | ");
        let (later, people) = (row.later.map_or_else(|| "-".to_owned(), of), of(row.people));
        let known = [row.second(), row.forced(), row.written()].join(" | ");
        writeln!(table, "| {} | {texts} | {later} | {people} | {known} |", row.name).unwrap();
    }
    table
}

const HEAD: &str = "\
| What the laboratory has, besides every picture and film | burned texts | sent texts | texts that wait | on their way | later texts | people | is a second passphrase set? | was it used? | was a message written under force? |
|---|---|---|---|---|---|---|---|---|---|
";

#[test]
fn the_table_is_the_one_that_is_published() {
    let rows = scenarios::all();
    let table = rendered(&rows);
    println!("{table}");
    for document in ["docs/examiner.md", "README.md"] {
        let path = tests::top().join(document);
        let text = std::fs::read_to_string(&path).unwrap();
        if std::env::var_os("EXAMINER_WRITE").is_some() {
            std::fs::write(&path, replaced(&text, &table)).unwrap();
            continue;
        }
        assert!(text.contains(&table), "{document} shows another table; EXAMINER_WRITE=1 writes this one:\n{table}");
    }
}

/// The text with this table between its marks.
fn replaced(text: &str, table: &str) -> String {
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    format!("{before}{BEGIN}\n{table}{END}{after}")
}

const BEGIN: &str = "<!-- made by tests/examiner -->";
const END: &str = "<!-- until here -->";
