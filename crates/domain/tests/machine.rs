//! The drawings of docs/src/cases/machine.md and the machines list the same transitions.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use standing_domain::case::{ARROWS, From, Gate, Stage, Step, To};
use standing_domain::interim;

const PAGE: &str = include_str!("../../../docs/src/cases/machine.md");

/// The arrows of each drawing of the page, as `from --> to: on`.
fn drawn(page: &str, nth: usize) -> BTreeSet<String> {
    let drawing = page.split("```mermaid").nth(nth + 1).unwrap();
    let drawing = drawing.split("```").next().unwrap();
    let arrows = drawing.lines().map(str::trim);
    arrows
        .filter(|line| line.contains("-->"))
        .map(str::to_owned)
        .collect()
}

fn case_arrows() -> BTreeSet<String> {
    let arrows = ARROWS.iter().map(|arrow| {
        let from = match arrow.from {
            From::Nothing => "[*]",
            From::At(stage) => stage.code(),
            From::Open => "open",
        };
        let to = match arrow.to {
            To::At(stage) => stage.code(),
            // A paused case goes on where it was.
            To::Same if arrow.step == Step::CaseResumed => "open",
            To::Same => from,
        };
        format!("{from} --> {to}: {}", arrow.step.code())
    });
    let by_time = format!(
        "{} --> {}: time",
        Stage::Decided.code(),
        Stage::Final.code()
    );
    arrows.chain([by_time]).collect()
}

fn interim_arrows() -> BTreeSet<String> {
    let arrows = interim::ARROWS.iter().map(|arrow| {
        let from = arrow.from.map_or("[*]", interim::Interim::code);
        format!("{from} --> {}: {}", arrow.to.code(), arrow.on)
    });
    arrows.collect()
}

#[test]
fn the_drawings_and_the_machines_list_the_same_transitions() {
    assert_eq!(drawn(PAGE, 0), case_arrows());
    assert_eq!(drawn(PAGE, 1), interim_arrows());
}

#[test]
fn the_table_of_gates_is_that_of_the_program() {
    for step in Step::ALL {
        let gates: Vec<String> = Gate::before(*step)
            .iter()
            .map(|gate| format!("`{}`", gate.question()))
            .collect();
        let row = format!("| `{}` | {} |", step.code(), gates.join(", "));
        let is_told = PAGE.lines().any(|line| line == row);
        assert_eq!(is_told, !gates.is_empty(), "{row}");
    }
}

#[test]
fn every_stage_is_reached_and_every_step_leads_somewhere() {
    let mut reached: BTreeSet<Stage> = ARROWS
        .iter()
        .filter_map(|arrow| match arrow.to {
            To::At(stage) => Some(stage),
            To::Same => None,
        })
        .collect();
    // By time.
    reached.insert(Stage::Final);
    let all: BTreeSet<Stage> = Stage::ALL.iter().copied().collect();
    assert_eq!(reached, all);
    let mut lost = String::new();
    for step in Step::ALL {
        if !ARROWS.iter().any(|arrow| arrow.step == *step) {
            writeln!(lost, "{}", step.code()).unwrap();
        }
    }
    assert_eq!(lost, "");
}

/// The arrows of one of the machines of meetings.
macro_rules! arrows_of {
    ($machine:ident) => {{
        use standing_domain::$machine::{ARROWS, Stage, To};

        let arrows = ARROWS.iter().map(|arrow| {
            let from = arrow.from.map_or("[*]", Stage::code);
            let to = match arrow.to {
                To::At(stage) => stage.code(),
                To::Same => from,
            };
            format!("{from} --> {to}: {}", arrow.step.code())
        });
        arrows.collect::<BTreeSet<String>>()
    }};
}

#[test]
fn the_drawings_of_meetings_motions_and_votes_are_those_of_the_program() {
    const PAGE: &str = include_str!("../../../docs/src/meetings/machine.md");
    assert_eq!(drawn(PAGE, 0), arrows_of!(meeting));
    assert_eq!(drawn(PAGE, 1), arrows_of!(motion));
    assert_eq!(drawn(PAGE, 2), arrows_of!(division));
}
