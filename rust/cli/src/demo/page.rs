//! The page: one file, its pictures beside it, no script, nothing from elsewhere.

use std::fmt::Write;

use super::{Chapter, Kind, Picture, Report, Settings, Step};

/// By this an earlier page is known as the demo's own.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"aldis demo\">";

/// The whole page.
pub(super) fn html(settings: &Settings, report: &Report) -> String {
    let mut page = String::new();
    // A String takes whatever is written into it.
    let _ = write_page(&mut page, settings, report);
    page
}

fn write_page(page: &mut String, settings: &Settings, report: &Report) -> std::fmt::Result {
    writeln!(page, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{MARK}")?;
    writeln!(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(page, "<meta name=\"color-scheme\" content=\"light dark\">")?;
    writeln!(
        page,
        "<title>Aldis: two phones talk by pictures</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    )?;
    writeln!(page, "{HEAD}")?;
    for (number, chapter) in (1..).zip(&report.chapters) {
        write_chapter(page, number, chapter)?;
    }
    write_figures(page, settings, report)?;
    writeln!(page, "</main>\n</body>\n</html>")
}

fn write_chapter(page: &mut String, number: u32, chapter: &Chapter) -> std::fmt::Result {
    writeln!(page, "<section>\n<h2><span>{number}</span>{}</h2>", escaped(&chapter.title))?;
    writeln!(page, "<p class=\"intro\">{}</p>", escaped(&chapter.intro))?;
    for step in &chapter.steps {
        write_step(page, step)?;
    }
    writeln!(page, "</section>")
}

fn write_step(page: &mut String, step: &Step) -> std::fmt::Result {
    writeln!(page, "<article>\n<h3>{}</h3>", escaped(&step.title))?;
    if let Some((large, small)) = step.words.as_deref().and_then(|words| words.split_once('\n')) {
        writeln!(page, "<p class=\"words\">{}<small>{}</small></p>", escaped(large), escaped(small))?;
    }
    if !step.pictures.is_empty() {
        writeln!(page, "<div class=\"way\">")?;
        for picture in &step.pictures {
            write_picture(page, picture)?;
        }
        writeln!(page, "</div>")?;
    }
    if let Some((whose, said)) = &step.said {
        let mood = if step.text.is_some() { "said" } else { "said quiet" };
        writeln!(page, "<p class=\"{mood}\"><b>{}’s phone</b> {}</p>", escaped(whose), escaped(said))?;
    }
    if let Some(text) = &step.text {
        writeln!(page, "<blockquote>{}</blockquote>", escaped(text))?;
    }
    if !step.facts.is_empty() {
        let facts: Vec<String> =
            step.facts.iter().map(|(what, value)| format!("{}: {}", escaped(what), escaped(value))).collect();
        writeln!(page, "<p class=\"facts\">{}</p>", facts.join(" · "))?;
    }
    writeln!(page, "</article>")
}

fn write_picture(page: &mut String, picture: &Picture) -> std::fmt::Result {
    let class = match picture.kind {
        Kind::Code => "code",
        Kind::Photo => "photo",
        Kind::Frame => "frame",
    };
    let (file, title, detail) = (escaped(&picture.file), escaped(&picture.title), escaped(&picture.detail));
    writeln!(
        page,
        "<figure class=\"{class}\"><a href=\"{file}\"><img src=\"{file}\" alt=\"{title}\" loading=\"lazy\"></a>\
         <figcaption>{title}<small>{detail}</small></figcaption></figure>"
    )
}

fn write_figures(page: &mut String, settings: &Settings, report: &Report) -> std::fmt::Result {
    writeln!(page, "<section>\n<h2>In figures</h2>\n<table>")?;
    for (what, figure) in report.summary() {
        writeln!(page, "<tr><th>{}</th><td>{}</td></tr>", escaped(what), escaped(&figure))?;
    }
    writeln!(page, "<tr><th>messenger</th><td>{}</td></tr>", settings.messenger)?;
    writeln!(page, "<tr><th>conditions</th><td>{}</td></tr>", settings.preset)?;
    writeln!(page, "<tr><th>seed</th><td>{}</td></tr>\n</table>", settings.seed)?;
    writeln!(page, "{FOOT}\n</section>")
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const HEAD: &str = include_str!("head.html");
const FOOT: &str = "<p class=\"intro\">The cameras, the messenger and the screens are simulated: perspective, blur, noise, moire, \
    glare, real JPEG. The phones, the keys, the codes and the reader are the real ones. A burst is up to twelve frames of the \
    second camera; it ends with the first frame that is read. A click on a picture opens the file itself; frames lie across \
    there, as the sensor does.</p>";
const STYLE: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::Counts;
    use std::time::Duration;

    fn page(text: &str) -> String {
        let step = Step {
            title: text.into(),
            text: Some(text.into()),
            said: Some((text.into(), text.into())),
            ..Step::default()
        };
        let chapter = Chapter { title: text.into(), intro: text.into(), steps: vec![step] };
        let report = Report { chapters: vec![chapter], counts: Counts::default(), took: Duration::ZERO };
        let settings =
            Settings { out: "out".into(), seed: 1, messenger: courier::Messenger::File, preset: courier::Preset::Good };
        html(&settings, &report)
    }

    #[test]
    fn the_page_takes_nothing_from_elsewhere_and_runs_nothing() {
        let page = page("quiet");
        for word in ["http:", "https:", "//", "<script", "@import", "url("] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(page.contains(MARK));
    }

    #[test]
    fn a_text_is_never_markup() {
        let page = page("<script>&\"'");
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;&amp;&quot;&#39;"));
    }
}
