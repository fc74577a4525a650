//! All outcomes as a page. Like the other forms, it has places of a recording and none of its values.

use intercom_report::{Cell, Column, Detail, Page, Row, Table, Tone, Total};

use super::{Outcome, Report, percent};
use crate::decoded::{Fate, Leaves};

const FATES: [Fate; 4] = [Fate::Typed, Fate::OtherType, Fate::Extra, Fate::Lost];

/// Returns the page of a report.
pub(super) fn page(report: &Report, title: &str) -> Page {
    let failed = report.failed();
    let tone = if failed > 0 { Tone::Bad } else { Tone::Neutral };
    let mut page = Page::new(title)
        .line(
            "Every call is made through the typed client. A leaf is a string, number or Boolean of a \
             response, or an empty list or object, followed through its type and back.",
        )
        .total(Total::new(report.outcomes().len().to_string(), "calls"))
        .total(Total::new(report.passed().to_string(), "passed").tone(Tone::Good).shows("calls", "result", "passed"))
        .total(Total::new(failed.to_string(), "failed").tone(tone).shows("calls", "result", "failed"));
    let leaves = report.answers();
    if leaves.total() > 0 {
        page = page.total(Total::new(
            leaves.total().to_string(),
            "leaves of responses",
        ));
        for fate in FATES {
            let count = leaves.count(fate);
            let share = percent(count, leaves.total());
            let label = format!("{} ({share})", fate.name());
            page = page.total(Total::new(count.to_string(), label).tone(tone_of(fate, count)));
        }
    }
    page.table(failures(report))
        .table(calls(report))
        .table(places(report))
}

fn failures(report: &Report) -> Table {
    let columns = [
        Column::new("operation"),
        Column::new("problem"),
        Column::new("calls"),
    ];
    let failures = report.failures().into_iter();
    let rows = failures.map(|((operation, problem), calls)| {
        let cells = [
            Cell::code(operation),
            Cell::text(problem),
            Cell::Number(calls.len()),
        ];
        Row::new(cells).detail("calls", Detail::List(calls))
    });
    Table::new("failures", "Failures")
        .columns(columns)
        .rows(rows)
        .empty("Nothing failed.")
}

fn calls(report: &Report) -> Table {
    // Recorded exchanges have lines, and may have ids.
    let is_recorded = report.outcomes().iter().any(|outcome| outcome.line > 0);
    let mut columns = vec![
        Column::new("call"),
        Column::filtered("result"),
        Column::new("operation"),
        Column::filtered("status"),
        Column::filtered("check"),
        Column::new("leaves"),
    ];
    if is_recorded {
        columns.push(Column::new("line"));
        columns.push(Column::new("id"));
    }
    // Failures first; otherwise, in the order of the calls.
    let (failed, passed): (Vec<_>, Vec<_>) = report
        .outcomes()
        .iter()
        .partition(|outcome| !outcome.passed());
    let rows = failed.into_iter().chain(passed).map(call);
    Table::new("calls", "Calls")
        .columns(columns)
        .rows(rows)
        .empty("Nothing was called.")
}

fn call(outcome: &Outcome) -> Row {
    let title = if outcome.title.is_empty() {
        "not readable"
    } else {
        &outcome.title
    };
    let result = if outcome.passed() {
        Cell::badge("passed", Tone::Good)
    } else {
        Cell::badge("failed", Tone::Bad)
    };
    let status = match outcome.status {
        0 => Cell::text("none"),
        status => Cell::Number(status.into()),
    };
    let mut checks: Vec<_> = outcome
        .problems
        .iter()
        .map(|problem| problem.check)
        .collect();
    checks.dedup();
    let checks: Vec<_> = checks.iter().map(ToString::to_string).collect();
    let problems = outcome.problems.iter().map(ToString::to_string);
    Row::new([
        Cell::code(title),
        result,
        Cell::code(outcome.operation.clone().unwrap_or_default()),
        status,
        Cell::text(checks.join(", ")),
        Cell::Number(outcome.answer.total()),
        Cell::Number(outcome.line),
        Cell::code(&outcome.id),
    ])
    .detail("problems", Detail::List(problems.collect()))
    .detail("remarks", Detail::List(outcome.remarks.clone()))
    .detail(
        "arrived in the contract's type",
        Detail::List(outcome.other_type.clone()),
    )
    .detail(
        "leaves of the response",
        Detail::Text(counts(&outcome.answer)),
    )
    .detail("leaves of the body", Detail::Text(counts(&outcome.body)))
    .detail(
        "not in typed fields",
        Detail::List(outside(&outcome.answer)),
    )
}

/// Returns `12 typed, 1 extra`; empty where there are no leaves.
fn counts(leaves: &Leaves) -> String {
    let counts = FATES.iter().map(|fate| (fate.name(), leaves.count(*fate)));
    let counts = counts.filter(|(_, count)| *count > 0);
    let counts: Vec<_> = counts
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    counts.join(", ")
}

fn outside(leaves: &Leaves) -> Vec<String> {
    let places = Fate::TOLD.into_iter().flat_map(|fate| {
        let places = leaves.places(fate);
        places.map(move |(place, _)| format!("{place}: {}", fate.name()))
    });
    places.collect()
}

fn places(report: &Report) -> Table {
    let columns = [
        Column::new("place"),
        Column::filtered("fate"),
        Column::filtered("of"),
        Column::new("times"),
    ];
    let sides = [
        ("responses", report.answers()),
        ("requests", report.bodies()),
    ];
    let rows = sides.into_iter().flat_map(|(side, leaves)| {
        Fate::TOLD.into_iter().flat_map(move |fate| {
            leaves.places(fate).map(move |(place, count)| {
                Row::new([
                    Cell::code(place),
                    Cell::badge(fate.name(), tone_of(fate, count)),
                    Cell::text(side),
                    Cell::Number(count),
                ])
            })
        })
    });
    Table::new("leaves", "Leaves outside of typed fields")
        .columns(columns)
        .rows(rows)
        .empty("Every leaf is in a typed field.")
}

fn tone_of(fate: Fate, count: usize) -> Tone {
    match fate {
        _ if count == 0 => Tone::Neutral,
        Fate::Typed => Tone::Good,
        Fate::OtherType => Tone::Neutral,
        Fate::Extra => Tone::Warning,
        Fate::Lost => Tone::Bad,
    }
}
