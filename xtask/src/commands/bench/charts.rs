//! The chart of ratios.

use anyhow::anyhow;
use plotters::prelude::*;

use super::Measured;

/// The bars, from the top: subject and the side that it is compared with.
const BARS: [(&str, &str); 8] = [
    ("page", "derive"),
    ("contact", "derive"),
    ("conversation", "derive"),
    ("article", "derive"),
    ("encode-contact", "derive"),
    ("encode-reply", "derive"),
    ("walk", "list"),
    ("call", "by-hand"),
];

/// The height of a bar with its distance to the next one.
const ROW: i32 = 30;
/// Where bars begin.
const LEFT: i32 = 250;
/// The length of a bar for the ratio 1.
const UNIT: f64 = 300.0;

/// Draws a bar for each ratio, and a line where both sides cost the same.
pub(super) fn ratios(measured: &Measured) -> anyhow::Result<String> {
    let mut text = String::new();
    let height = ROW * 9;
    {
        let size = (LEFT.unsigned_abs() + 450, height.unsigned_abs());
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&area, measured, height).map_err(|error| anyhow!("cannot draw: {error}"))?;
    }
    Ok(text + "\n")
}

fn draw<D: DrawingBackend>(
    area: &DrawingArea<D, plotters::coord::Shift>,
    measured: &Measured,
    height: i32,
) -> Result<(), DrawingAreaErrorKind<D::ErrorType>> {
    let style = ("sans-serif", 15).into_font().color(&BLACK);
    area.fill(&WHITE)?;
    let mut top = ROW / 2;
    for (subject, side) in BARS {
        let Some(ratio) = measured.ratio(subject, "client", side) else {
            continue;
        };
        #[expect(clippy::cast_possible_truncation, reason = "a number of pixels")]
        let end = LEFT + (ratio.min(1.4) * UNIT) as i32;
        let label = format!("{subject} / {side}");
        area.draw(&Text::new(label, (10, top + 4), style.clone()))?;
        let bar = [(LEFT, top), (end, top + ROW - 8)];
        area.draw(&Rectangle::new(bar, RGBColor(70, 110, 170).filled()))?;
        area.draw(&Text::new(
            format!("{ratio:.2}"),
            (end + 6, top + 4),
            style.clone(),
        ))?;
        top += ROW;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a number of pixels")]
    let one = LEFT + UNIT as i32;
    area.draw(&PathElement::new(vec![(one, 5), (one, height - 5)], BLACK))?;
    area.present()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn chart_has_a_bar_and_a_number_for_each_ratio() {
        let time = |side: &str, time| (("page".to_owned(), side.to_owned()), time);
        let measured = Measured {
            nanoseconds: BTreeMap::from([time("client", 3.0), time("derive", 4.0)]),
            heap: 2.0,
        };
        let svg = ratios(&measured).unwrap();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(
            svg.contains("page / derive") && svg.contains("0.75"),
            "{svg}"
        );
        assert!(!svg.contains("walk"));
    }
}
