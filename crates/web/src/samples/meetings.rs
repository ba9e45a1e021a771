//! Meetings: the list, one that is open, a motion with an amendment, votes open and closed.

use standing_app::meetings::{
    AgendaLine, DivisionLine, DivisionPage, MeetingLine, MeetingPage, MotionLine, MotionPage,
    PersonLine, Quorum, VoteLine,
};
use standing_base::IdKind;
use standing_rulebook::Tally;

use super::{FINGERPRINT, HOSTILE, Sample, day, frame, id, sample};
use crate::frame::Section;
use crate::pages::meetings::{ListHtml, MeetingHtml, MotionHtml, Steps, VoteHtml};
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    let line = |number, title: &str, stage| MeetingLine {
        id: id(IdKind::Meeting, number),
        title: title.to_owned(),
        body: id(IdKind::Body, 1),
        body_name: "National executive".to_owned(),
        held_on: day("2019-11-06"),
        begins_at: Some("18:00".to_owned()),
        stage,
    };
    let list = |meetings, begun| ListHtml {
        frame: frame(Section::Meetings),
        sheet: Sheet::default(),
        meetings,
        begun,
        today: day("2019-11-06"),
    };
    let bodies = vec![("bod_1".to_owned(), "National executive".to_owned())];
    let begun =
        ["meeting_planned", "motion_submitted"].map(|kind| (steps(&[kind]), bodies.clone()));
    let meetings = vec![
        line(1, "Meeting of the executive", "open"),
        line(2, HOSTILE, "published"),
    ];
    vec![
        sample("/meetings", &list(meetings, begun.into())),
        sample("/meetings/none", &list(Vec::new(), Vec::new())),
        sample(
            "/meetings/open",
            &meeting(line(1, "Meeting of the executive", "open")),
        ),
        sample("/motions/amended", &motion()),
        sample("/votes/open", &vote("open")),
        sample("/votes/closed", &vote("closed")),
        sample("/votes/voided", &vote("voided")),
        sample("/votes/tied", &vote("tied")),
    ]
}

fn steps(kinds: &[&str]) -> Steps {
    let offered: Vec<(String, String, String)> = kinds
        .iter()
        .map(|kind| ((*kind).to_owned(), String::new(), "11.2".to_owned()))
        .collect();
    Steps::shown(day("2019-11-06"), &offered)
}

fn person(number: u8, name: Option<&str>) -> PersonLine {
    PersonLine {
        id: id(IdKind::Person, number),
        name: name.map(str::to_owned),
    }
}

fn meeting(line: MeetingLine) -> MeetingHtml {
    let item = |number, title: Option<&str>, in_camera: bool| AgendaLine {
        number,
        title: title.map(str::to_owned),
        text: title.map(|_| "The paper is before you.".to_owned()),
        sort: "motion",
        motion: title.map(|_| id(IdKind::Motion, 1)),
        person: None,
        is_consent: !in_camera,
        in_camera,
        is_late: in_camera,
        aside: vec![person(3, Some("Rhian Quarnside"))],
    };
    let page = MeetingPage {
        line,
        form: Some("ordinary".to_owned()),
        attend: "hybrid",
        place: Some("The long room".to_owned()),
        called_on: Some(day("2019-10-29")),
        agenda: vec![item(1, Some("Meeting weekly"), false), item(2, None, true)],
        at: Some(1),
        here: vec![person(1, Some("Idris Thornbourne")), person(2, None)],
        quorum: Some(Quorum {
            here: 2,
            needed: 18,
            is_met: false,
            clause: "12.1".to_owned(),
        }),
        queue: vec![
            (person(1, Some("Idris Thornbourne")), "point"),
            (person(2, None), "speech"),
        ],
        speaks: Some(person(3, Some("Rhian Quarnside"))),
        divisions: vec![vote("open").page, vote("closed").page],
        minutes: Some("The meeting began at six.".to_owned()),
        minutes_are_public: true,
        away: Vec::new(),
        offered: Vec::new(),
        decisions: Vec::new(),
        motions: vec![line_of_motion()],
        is_voter: true,
        seen: 4,
    };
    let mut sheet = Sheet::default().with("kind", "item_called");
    let says = crate::language::Message::new("nothing-here");
    sheet.errors = vec![FieldError::new("", says)];
    sheet.clause = Some("11.2".to_owned());
    MeetingHtml {
        frame: frame(Section::Meetings),
        sheet,
        page,
        steps: steps(&[
            "item_called",
            "item_added",
            "meeting_attended",
            "minutes_drafted",
        ]),
    }
}

fn line_of_motion() -> MotionLine {
    MotionLine {
        id: id(IdKind::Motion, 1),
        title: "Meeting weekly".to_owned(),
        stage: "moved",
        amends: Some(id(IdKind::Motion, 2)),
    }
}

fn motion() -> MotionHtml {
    let page = MotionPage {
        line: line_of_motion(),
        body: id(IdKind::Body, 1),
        body_name: "National executive".to_owned(),
        proposer: person(1, Some(HOSTILE)),
        supporters: vec![person(2, None)],
        submitted_on: day("2019-10-20"),
        text: "We meet weekly.".to_owned(),
        earlier: vec!["We meet monthly.".to_owned()],
        amendments: vec![line_of_motion()],
        division: Some(id(IdKind::Division, 1)),
        offered: Vec::new(),
        seen: 2,
    };
    MotionHtml {
        frame: frame(Section::Meetings),
        sheet: Sheet::default(),
        page,
        steps: steps(&["motion_supported"]),
    }
}

fn vote(stage: &'static str) -> VoteHtml {
    let is_closed = stage == "closed" || stage == "voided";
    let line = |number, name, cast, votes, is_corrected| VoteLine {
        person: person(number, name),
        cast,
        votes,
        is_corrected,
    };
    let votes = vec![
        line(1, Some("Idris Thornbourne"), "for", 1, true),
        line(2, None, "against", 45, false),
        line(3, Some("Rhian Quarnside"), "abstain", 1, false),
    ];
    let page = DivisionPage {
        line: DivisionLine {
            id: id(IdKind::Division, 1),
            question: "That M be endorsed.".to_owned(),
            outcome: is_closed.then_some("carried"),
        },
        body: id(IdKind::Body, 1),
        body_name: "National executive".to_owned(),
        meeting: Some(id(IdKind::Meeting, 1)),
        item: Some(1),
        opened_on: day("2019-11-06"),
        stage,
        how: if is_closed { "recorded" } else { "counted" },
        decision: "endorse_candidate".to_owned(),
        clause: "8.1".to_owned(),
        quorum_clause: Some("12.1".to_owned()),
        quorum_needed: Some(17),
        majority_clause: "12.3".to_owned(),
        needed: 9,
        motion: (stage == "open").then(|| id(IdKind::Motion, 1)),
        person: is_closed.then(|| person(9, Some("M"))),
        roll_size: 35,
        roll: FINGERPRINT.to_owned(),
        tally: Tally {
            full_size: 35,
            in_post: 35,
            recused: 1,
            present: 30,
            votes_for: 20,
            votes_against: 8,
            abstentions: 1,
        },
        voted: 29,
        votes: if is_closed { votes } else { Vec::new() },
        aside: vec![(
            person(4, Some("Leila Saldale")),
            "decided the matter before".to_owned(),
        )],
        silent: vec![person(5, Some("Samir Brackmere"))],
        absent: vec![person(6, Some("Wanda Alderdale"))],
        reasons: (stage == "closed").then(|| "Nothing stands against it.".to_owned()),
        dissents: vec![person(2, None)],
        own: (stage == "open").then_some(("for", 12)),
        may_vote: stage == "open",
        effects: vec!["endorsed".to_owned()],
        offered: Vec::new(),
    };
    VoteHtml {
        frame: frame(Section::Meetings),
        sheet: Sheet::default(),
        page,
        steps: steps(&["division_closed", "votes_counted"]),
    }
}
