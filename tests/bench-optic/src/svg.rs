//! Plots of reading rates, as SVG that a page of Markdown shows.

use std::fmt::Write;

/// One plot, 0 to 100 % upwards.
pub(crate) struct Plot<'a> {
    pub(crate) title: &'a str,
    /// What runs to the right.
    pub(crate) axis: &'a str,
    pub(crate) lines: &'a [Line],
}

/// The points of one reader.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) dashed: bool,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 52.0;
/// Told apart by people who see colours differently, too (Okabe and Ito).
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#e69f00", "#009e73", "#cc79a7", "#0072b2"];

impl Plot<'_> {
    pub(crate) fn svg(&self) -> String {
        let xs = || self.lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
        let (low, high) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
        let span = if high > low { high - low } else { 1.0 };
        let across = |x: f64| LEFT + (WIDTH - LEFT - RIGHT) * (x - low) / span;
        let down = |rate: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * rate / 100.0;

        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
             <text x=\"{LEFT}\" y=\"22\" font-size=\"15\">{}</text>\n",
            escaped(self.title)
        );
        for rate in [0.0, 20.0, 40.0, 60.0, 80.0, 100.0] {
            let y = down(rate);
            let (from, to) = (LEFT, WIDTH - RIGHT);
            let _ = writeln!(
                svg,
                "<line x1=\"{from}\" x2=\"{to}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#ddd\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{rate} %</text>",
                LEFT - 6.0,
                y + 4.0
            );
        }
        let mut ticks: Vec<f64> = xs().collect();
        ticks.sort_unstable_by(f64::total_cmp);
        ticks.dedup();
        let every = ticks.len().div_ceil(12).max(1);
        for x in ticks.iter().step_by(every) {
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{x}</text>",
                across(*x),
                HEIGHT - BOTTOM + 18.0
            );
        }
        let middle = 0.5 * (LEFT + WIDTH - RIGHT);
        let (axis, foot) = (escaped(self.axis), HEIGHT - 12.0);
        let _ = writeln!(svg, "<text x=\"{middle}\" y=\"{foot}\" text-anchor=\"middle\">{axis}</text>");
        for (index, line) in self.lines.iter().enumerate() {
            let colour = COLOURS[index % COLOURS.len()];
            let dash = if line.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
            let path: Vec<String> =
                line.points.iter().map(|&(x, rate)| format!("{:.1},{:.1}", across(x), down(rate))).collect();
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>",
                path.join(" ")
            );
            for &(x, rate) in &line.points {
                let _ = writeln!(
                    svg,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>",
                    across(x),
                    down(rate)
                );
            }
            let y = TOP + 10.0 + 20.0 * index as f64;
            let (x1, x2, x3) = (WIDTH - RIGHT + 16.0, WIDTH - RIGHT + 40.0, WIDTH - RIGHT + 46.0);
            let _ = writeln!(
                svg,
                "<line x1=\"{x1}\" x2=\"{x2}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>\
                 <text x=\"{x3}\" y=\"{}\">{}</text>",
                y + 4.0,
                escaped(&line.name)
            );
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
