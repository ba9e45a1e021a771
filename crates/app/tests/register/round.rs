//! The same file again, a later file, and out and in again.

use std::fmt::Write;

use standing_app::register::{Format, Recorded};

use crate::world::{World, kinds, one, shipped};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

/// A Popolo file in which everything that a file may say is said now and then.
fn random_popolo(dice: &mut Dice) -> String {
    let mut persons = Vec::new();
    for at in 0..12 {
        let mut person = format!("{{\"id\": \"p{at}\"");
        let more = [
            ", \"name\": \"Name\"",
            ", \"name\": {\"lang:en\": \"A\", \"lang:cy\": \"B\"}",
            "",
        ];
        person.push_str(dice.pick(&more));
        person.push_str(dice.pick(&[
            ", \"birth_date\": \"1950\"",
            ", \"birth_date\": \"1960-02-29\"",
            "",
        ]));
        person.push_str(dice.pick(&[", \"death_date\": \"2024-02\"", "", ""]));
        write!(
            person,
            ", \"identifiers\": [{{\"scheme\": \"q\", \"identifier\": \"q{at}\"}}]}}"
        )
        .unwrap();
        persons.push(person);
    }
    let mut memberships = Vec::new();
    for at in 0..40 {
        let year = 1980 + dice.below(20);
        let begin = match dice.below(3) {
            0 => format!("{year}"),
            1 => format!("{year}-07"),
            _ => format!("{year}-07-0{}", 1 + dice.below(9)),
        };
        let mut membership = format!(
            "{{\"person_id\": \"p{}\", \"organization_id\": \"o{}\", \"start_date\": \"{begin}\"",
            dice.below(12),
            dice.below(3)
        );
        if dice.below(4) > 0 {
            write!(membership, ", \"id\": \"m{at}\"").unwrap();
        }
        membership.push_str(dice.pick(&[", \"on_behalf_of_id\": \"o3\"", ""]));
        membership.push_str(dice.pick(&[", \"area_id\": \"a1\"", ", \"area_id\": \"a 2\"", ""]));
        membership.push_str(dice.pick(&[
            ", \"role\": \"First Chair\"",
            ", \"role\": \"c\", \"office\": \"d\"",
            "",
        ]));
        membership.push_str(dice.pick(&[", \"start_reason\": \"by-election\"", ""]));
        if dice.below(2) == 0 {
            write!(
                membership,
                ", \"end_date\": \"{}\"",
                year + 1 + dice.below(20)
            )
            .unwrap();
            membership.push_str(dice.pick(&[", \"end_reason\": \"Not said\"", ""]));
        }
        membership.push('}');
        memberships.push(membership);
    }
    format!(
        r#"{{"persons": [{}],
        "organizations": [{{"id": "o0", "name": "O", "parent_id": "o1"}}, {{"id": "o1", "classification": "chamber", "seat_counts": {{"x": "35"}}}},
          {{"id": "o2", "founding_date": "1900-01", "dissolution_date": "2020"}}, {{"id": "o3", "classification": "Party"}}],
        "areas": [{{"id": "a1", "name": "One"}}, {{"id": "a 2", "name": {{"lang:en": "Two"}}}}],
        "memberships": [{}]}}"#,
        persons.join(",\n"),
        memberships.join(",\n")
    )
}

#[tokio::test]
async fn what_goes_out_comes_in_again_as_it_was() {
    for seed in 1..=6 {
        let file = random_popolo(&mut Dice(seed));
        let world = World::new().await;
        let report = world.text(&file, None).await;
        assert!(report.rows_read > 50 && report.accepted > 30, "{report:?}");
        assert_eq!(world.text(&file, None).await.facts, 0);
        let out = world.export(Format::Popolo).await;
        let second = World::new().await;
        let back = second.text(&out, None).await;
        assert_eq!(back.rejected, []);
        assert_eq!(second.export(Format::Popolo).await, out);
        // Back where it came from, everything is known; and the first file is known elsewhere.
        assert_eq!(world.text(&out, None).await.facts, 0);
        let report = second.text(&file, None).await;
        assert_eq!(report.persons_created, 0, "{report:?}");
    }
}

const MEMBERS: &str = "\
number,name,joined,left,reason,branch,paid_until,born
1,A,2015-03-01,,,North,2019-12-31,1980-05
2,B,2016,2018-02-28,resigned,North,,
3,C,2017-01,2019-06-30,died,South,,1950-01-01
4,D,2017-01-01,,,,,
";

#[tokio::test]
async fn members_and_branches_go_out_and_in_too() {
    let world = World::new().await;
    let members = shipped("members");
    let report = world.text(MEMBERS, Some(&members)).await;
    assert_eq!(
        (
            report.accepted,
            report.persons_created,
            report.units_created
        ),
        (4, 4, 2)
    );
    assert_eq!(world.text(MEMBERS, Some(&members)).await.unchanged, 4);
    let out = world.export(Format::Popolo).await;
    let second = World::new().await;
    assert_eq!(second.text(&out, None).await.rejected, []);
    assert_eq!(second.export(Format::Popolo).await, out);
    // Popolo has no word for the subscription; all else came along.
    assert_eq!(second.text(MEMBERS, Some(&members)).await.facts, 1);
    let csv = world.export(Format::Csv).await;
    let lines: Vec<_> = csv
        .lines()
        .map(|line| line.split_once(',').unwrap().1)
        .collect();
    assert_eq!(
        lines,
        [
            "number,name,admitted,ended,reason,branch",
            "1,A,2015-03-01,,,North",
            "2,B,2016,2018-02-28,resigned,North",
            "3,C,2017-01,2019-06-30,died,South",
            "4,D,2017-01-01,,,",
        ]
    );
}

#[tokio::test]
async fn a_later_file_adds_only_what_is_new() {
    let world = World::new().await;
    let members = shipped("members");
    world.text(MEMBERS, Some(&members)).await;
    let before = world.facts().await.len();
    let later = MEMBERS
        .replace(
            "4,D,2017-01-01,,,,,",
            "4,Dd,2017-01-01,2020-05-05,lapsed,,,",
        )
        .replace("2018-02-28", "2018-03-01");
    let report = world
        .text(&format!("{later}5,E,2020-01-01,,,East,,\n"), Some(&members))
        .await;
    assert_eq!(
        (report.accepted, report.merged, report.unchanged),
        (1, 2, 2)
    );
    let facts = world.facts().await;
    let new: Vec<_> = facts[before..]
        .iter()
        .map(|fact| fact.what.kind.as_str())
        .collect();
    assert_eq!(
        new,
        [
            "resigned",
            "lapsed",
            "name_changed",
            "branch_founded",
            "person_registered",
            "admitted",
            "branch_joined"
        ]
    );
    let revisions: Vec<_> = facts[before..before + 3]
        .iter()
        .map(|fact| fact.what.revision)
        .collect();
    assert_eq!(revisions, [5, 3, 4]);
    // Neither the later file nor the earlier one has anything to add now.
    assert_eq!(world.text(&later, Some(&members)).await.facts, 0);
    assert_eq!(world.text(MEMBERS, Some(&members)).await.facts, 0);
}

#[tokio::test]
async fn history_may_count_as_known_when_it_happened() {
    let mut world = World::new().await;
    world.recorded = Some(Recorded::Effective);
    world.text(MEMBERS, Some(&shipped("members"))).await;
    let facts = world.facts().await;
    assert!(facts.iter().all(|fact| fact.what.imported));
    let admitted: Vec<_> = facts
        .iter()
        .filter(|fact| fact.what.kind == "admitted")
        .map(|fact| fact.what.recorded_at.to_string())
        .collect();
    assert_eq!(
        admitted,
        [
            "2015-03-01T00:00:00Z",
            "2016-12-31T00:00:00Z",
            "2017-01-31T00:00:00Z",
            "2017-01-01T00:00:00Z"
        ]
    );
}

#[tokio::test]
async fn one_person_in_two_sources_is_one_person() {
    let world = World::new().await;
    let person = |id: &str, name: &str, q: &str| {
        format!(
            r#"{{"persons": [{{"id": "{id}", "name": "{name}", "identifiers": [{{"scheme": "q", "identifier": "{q}"}}]}}]}}"#
        )
    };
    let first = world.text(&person("a", "A", "Q1"), None).await;
    assert_eq!(first.persons_created, 1);
    let second = world.text(&person("b", "A", "Q1"), None).await;
    assert_eq!(
        (second.persons_created, second.facts, second.unchanged),
        (0, 0, 1)
    );
    world.text(&person("c", "C", "Q2"), None).await;
    // Two identifiers that name two people on the record.
    let torn = r#"{"persons": [{"id": "d", "identifiers": [{"scheme": "q", "identifier": "Q1"}, {"scheme": "popolo", "identifier": "c"}]}]}"#;
    let report = world.text(torn, None).await;
    assert!(
        report.rejected[0].reason.contains("2 different persons"),
        "{report:?}"
    );
    assert_eq!(kinds(&world.facts().await)["person_registered"], 2);
    let files = one("x", "");
    assert!(world.try_import(&files, "x", None).await.is_err());
}
