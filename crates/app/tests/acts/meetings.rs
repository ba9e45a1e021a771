//! A body meets: notice, attendance, quorum, motions, amendments, votes by name, and what follows from
//! them.

use standing_app::AppError;
use standing_app::acts::Done;
use standing_app::asker::Asker;
use standing_app::meetings::{BodyAbout, BodyAct};
use standing_base::{Id, IdKind, Refusal};
use standing_domain::FieldValue;

use super::party::{Party, fact, step};

struct Board {
    party: Party,
    body: Id,
    members: Vec<Id>,
}

type Fields<'a> = &'a [(&'a str, FieldValue)];
type Words<'a> = &'a [(&'a str, &'a str)];

impl Board {
    async fn new(others: usize) -> Self {
        let party = Party::new().await;
        let (body, members) = party.board(others).await;
        Self {
            party,
            body,
            members,
        }
    }

    async fn tries(
        &self,
        who: Id,
        about: BodyAbout,
        kind: &str,
        fields: Fields<'_>,
        words: Words<'_>,
    ) -> Result<Done, AppError> {
        let asker = self.party.as_person(who).await;
        let act = BodyAct {
            about,
            kind: kind.to_owned(),
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            private: words
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            seen: None,
        };
        self.party.app.act_in_body(&asker, &act).await
    }

    async fn does(&self, who: Id, about: Id, kind: &str, fields: Fields<'_>, words: Words<'_>) {
        let done = self
            .tries(who, BodyAbout::Known(about), kind, fields, words)
            .await;
        done.unwrap_or_else(|error| panic!("{kind}: {error}"));
    }

    async fn begins(&self, who: Id, kind: &str, fields: Fields<'_>, words: Words<'_>) -> Id {
        let about = BodyAbout::New(self.body);
        let done = self.tries(who, about, kind, fields, words).await;
        done.unwrap_or_else(|error| panic!("{kind}: {error}")).about
    }

    async fn refused(&self, who: Id, about: BodyAbout, kind: &str, fields: Fields<'_>) -> Refusal {
        let words = [
            ("question", "?"),
            ("title", "?"),
            ("text", "?"),
            ("reasons", "?"),
        ];
        match self.tries(who, about, kind, fields, &words).await {
            Err(AppError::Refused(refusal)) => refusal,
            other => panic!("{kind} was not refused: {other:?}"),
        }
    }

    fn secretary(&self) -> Id {
        self.party.general_secretary
    }

    /// A meeting on 15 March, called on the 1st, with these items.
    async fn called(&self, items: &[&[(&str, FieldValue)]]) -> Id {
        let secretary = self.secretary();
        let fields = [
            ("held_on", "2021-03-15".into()),
            ("attend", "hybrid".into()),
            ("form", "ordinary".into()),
        ];
        let meeting = self
            .begins(secretary, "meeting_planned", &fields, &[("title", "March")])
            .await;
        for item in items {
            self.does(
                secretary,
                meeting,
                "item_added",
                item,
                &[("title", "An item")],
            )
            .await;
        }
        self.does(secretary, meeting, "meeting_called", &[], &[])
            .await;
        meeting
    }

    async fn comes(&self, meeting: Id, people: &[Id]) {
        for person in people {
            let way = [("way", "remote".into())];
            self.does(*person, meeting, "meeting_attended", &way, &[])
                .await;
        }
    }

    async fn opens(&self, meeting: Id, item: i64) {
        let secretary = self.secretary();
        self.does(secretary, meeting, "meeting_opened", &[], &[])
            .await;
        let item = [("item", item.into())];
        self.does(secretary, meeting, "item_called", &item, &[])
            .await;
    }

    async fn puts(&self, meeting: Id, fields: Fields<'_>) -> Id {
        let mut fields = fields.to_vec();
        fields.push(("meeting", meeting.into()));
        let question = [("question", "That it be agreed")];
        self.begins(self.secretary(), "division_opened", &fields, &question)
            .await
    }

    async fn votes(&self, division: Id, people: &[Id], vote: &str) {
        for person in people {
            let vote = [("vote", vote.into())];
            self.does(*person, division, "vote_cast", &vote, &[]).await;
        }
    }

    async fn motion(&self, by: Id, fields: Fields<'_>, text: &str) -> Id {
        let words = [("title", "A motion"), ("text", text)];
        let motion = self.begins(by, "motion_submitted", fields, &words).await;
        let second = self.members.iter().find(|person| **person != by).unwrap();
        self.does(*second, motion, "motion_supported", &[], &[])
            .await;
        self.does(self.secretary(), motion, "motion_admitted", &[], &[])
            .await;
        motion
    }

    /// Somebody who is declared as a candidate.
    async fn candidate(&self) -> (Id, Id) {
        let person = self.party.near;
        let candidacy = Id::new(IdKind::Candidacy, self.party.app.clock().now(), [7; 10]);
        let fields = [
            ("candidacy", candidacy.into()),
            ("contest", "general_election".into()),
        ];
        let declared = fact(
            &self.party.app,
            person,
            "candidacy_declared",
            "2021-03-01",
            &fields,
        );
        let mut writer = self.party.app.store().writer().await.unwrap();
        writer.append(vec![declared.await]).await.unwrap();
        writer.commit().await.unwrap();
        let paid = [("until", "2030-01-01".into())];
        let paid = step("subscription_paid", "2021-03-01", &paid);
        self.party
            .act(self.party.officer, person, vec![paid])
            .await
            .unwrap();
        (person, candidacy)
    }
}

fn clause(refusal: &Refusal) -> &str {
    refusal.clause.as_deref().unwrap_or_default()
}

fn decision(decision: &str, person: Id, candidacy: Id) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("sort", "decision".into()),
        ("decision", decision.into()),
        ("person", person.into()),
        ("candidacy", candidacy.into()),
    ]
}

#[tokio::test]
async fn a_meeting_is_called_in_time_and_with_an_agenda() {
    let board = Board::new(6).await;
    let secretary = board.secretary();
    let soon = [
        ("held_on", "2021-03-08".into()),
        ("attend", "remote".into()),
    ];
    let meeting = board.begins(secretary, "meeting_planned", &soon, &[]).await;
    let known = BodyAbout::Known(meeting);
    let refusal = board.refused(secretary, known, "meeting_called", &[]).await;
    assert_eq!(refusal.code, "no_agenda");
    let item = [("sort", "report".into())];
    board
        .does(
            secretary,
            meeting,
            "item_added",
            &item,
            &[("title", "Report")],
        )
        .await;
    // Seven clear days: neither the day of the notice nor that of the meeting counts.
    let refusal = board.refused(secretary, known, "meeting_called", &[]).await;
    assert_eq!(clause(&refusal), "11.1");
    let refusal = board
        .refused(board.members[0], known, "meeting_called", &[])
        .await;
    assert_eq!((refusal.code, clause(&refusal)), ("not_empowered", "11.1"));
    let later = [
        ("held_on", "2021-03-09".into()),
        ("attend", "remote".into()),
    ];
    let meeting = board
        .begins(secretary, "meeting_planned", &later, &[])
        .await;
    board
        .does(
            secretary,
            meeting,
            "item_added",
            &item,
            &[("title", "Report")],
        )
        .await;
    board
        .does(secretary, meeting, "meeting_called", &[], &[])
        .await;
    let refusal = board
        .refused(secretary, BodyAbout::Known(meeting), "meeting_opened", &[])
        .await;
    assert_eq!(refusal.code, "before_its_day");
}

#[tokio::test]
async fn an_amendment_is_decided_before_its_motion_and_changes_the_text() {
    let board = Board::new(7).await;
    let m = board.members.clone();
    let motion = board.motion(m[0], &[], "We meet monthly.").await;
    let of = [("amends", motion.into())];
    let amendment = board.motion(m[2], &of, "We meet weekly.").await;
    let item = |motion: Id| vec![("sort", "motion".into()), ("motion", motion.into())];
    let meeting = board.called(&[&item(motion), &item(amendment)]).await;
    board.party.on("2021-03-15T19:00:00Z");
    let secretary = board.secretary();
    let refusal = board
        .refused(secretary, BodyAbout::Known(meeting), "meeting_opened", &[])
        .await;
    assert_eq!((refusal.code, clause(&refusal)), ("no_quorum", "12.1"));
    board.comes(meeting, &m).await;
    board.opens(meeting, 1).await;
    let new = BodyAbout::New(board.body);
    let put = [("meeting", meeting.into())];
    let refusal = board.refused(secretary, new, "division_opened", &put).await;
    assert_eq!(clause(&refusal), "11.4");

    // A recorded vote is asked for by three of those present.
    let second = [("item", 2.into())];
    board
        .does(secretary, meeting, "item_called", &second, &[])
        .await;
    for person in &m[..3] {
        board
            .does(*person, meeting, "recorded_vote_asked", &[], &[])
            .await;
    }
    let division = board.puts(meeting, &[]).await;
    board.votes(division, &m[..4], "for").await;
    board.votes(division, &m[4..6], "against").await;
    board.votes(division, &m[6..], "abstain").await;
    let twice = [("vote", "against".into())];
    let known = BodyAbout::Known(division);
    let refusal = board.refused(m[0], known, "vote_cast", &twice).await;
    assert_eq!(refusal.code, "voted_already");
    board
        .does(secretary, division, "division_closed", &[], &[])
        .await;
    let late = board.refused(secretary, known, "vote_cast", &twice).await;
    assert_eq!(late.code, "vote_closed");
    let page = board
        .party
        .app
        .division(&Asker::Public, division)
        .await
        .unwrap();
    let tally = page.tally;
    assert_eq!(page.line.outcome, Some("carried"));
    assert_eq!(
        (tally.votes_for, tally.votes_against, tally.abstentions),
        (4, 2, 1)
    );
    assert_eq!((tally.present, tally.absent(), tally.recused), (7, 1, 0));
    let text = board
        .party
        .app
        .motion(&Asker::Public, motion)
        .await
        .unwrap();
    assert_eq!(text.text, "We meet weekly.");
    assert_eq!(text.earlier, ["We meet monthly."]);
}

#[tokio::test]
async fn two_tellers_have_to_agree_on_what_they_counted() {
    let board = Board::new(7).await;
    let m = board.members.clone();
    let motion = board.motion(m[0], &[], "We meet monthly.").await;
    let item = [("sort", "motion".into()), ("motion", motion.into())];
    let meeting = board.called(&[&item]).await;
    board.party.on("2021-03-15T19:00:00Z");
    let secretary = board.secretary();
    board.comes(meeting, &m).await;
    board.opens(meeting, 1).await;
    let division = board.puts(meeting, &[]).await;
    let count = |votes: i64| {
        vec![
            ("votes_for", votes.into()),
            ("votes_against", 1.into()),
            ("abstentions", 0.into()),
        ]
    };
    let known = BodyAbout::Known(division);
    let refusal = board
        .refused(secretary, known, "division_closed", &[])
        .await;
    assert_eq!(refusal.code, "not_counted");
    board
        .does(m[0], division, "votes_counted", &count(6), &[])
        .await;
    board
        .does(m[1], division, "votes_counted", &count(5), &[])
        .await;
    let refusal = board
        .refused(secretary, known, "division_closed", &[])
        .await;
    assert_eq!(refusal.code, "counts_differ");
    board
        .does(m[2], division, "votes_counted", &count(6), &[])
        .await;
    board
        .does(secretary, division, "division_closed", &[], &[])
        .await;
    let text = board
        .party
        .app
        .motion(&Asker::Public, motion)
        .await
        .unwrap();
    assert_eq!(text.line.stage, "carried");
}

#[tokio::test]
async fn an_endorsement_is_recorded_by_the_vote_that_carries_it_and_in_no_other_way() {
    let board = Board::new(9).await;
    let m = board.members.clone();
    let (person, candidacy) = board.candidate().await;
    let secretary = board.secretary();
    let endorsed = step("endorsed", "2021-03-01", &[("candidacy", candidacy.into())]);
    let refusal = board.party.refused(secretary, person, vec![endorsed]).await;
    assert_eq!((refusal.code, clause(&refusal)), ("decided_by_vote", "8.1"));
    let item = decision("endorse_candidate", person, candidacy);
    let meeting = board.called(&[&item]).await;
    board.party.on("2021-03-15T19:00:00Z");
    board.comes(meeting, &m[..8]).await;
    board.opens(meeting, 1).await;
    let aside = [("item", 1.into())];
    board
        .does(m[0], meeting, "item_stood_aside", &aside, &[])
        .await;
    let division = board.puts(meeting, &[]).await;
    let known = BodyAbout::Known(division);
    let vote = [("vote", "for".into())];
    let refusal = board.refused(m[0], known, "vote_cast", &vote).await;
    assert_eq!(refusal.code, "stood_aside");
    let refusal = board.refused(m[8], known, "vote_cast", &vote).await;
    assert_eq!(refusal.code, "not_here");
    let refusal = board
        .refused(board.party.far, known, "vote_cast", &vote)
        .await;
    assert_eq!(refusal.code, "not_empowered");
    board.votes(division, &m[1..5], "for").await;
    board.votes(division, &m[5..7], "against").await;
    // A vote can be corrected in the open while the vote is open.
    let page = board.party.as_person(m[6]).await;
    let page = board.party.app.division(&page, division).await.unwrap();
    let (own, fact) = page.own.unwrap();
    assert_eq!(own, "against");
    let fact = i64::try_from(fact).unwrap();
    let corrected = [("vote", "abstain".into()), ("corrects", fact.into())];
    board
        .does(m[6], division, "vote_cast", &corrected, &[])
        .await;
    board
        .does(secretary, division, "division_closed", &[], &[])
        .await;
    let page = board
        .party
        .app
        .division(&Asker::Public, division)
        .await
        .unwrap();
    assert_eq!(page.line.outcome, Some("carried"));
    // Who stood aside is out of the roll of those entitled: ten seats less one.
    let tally = page.tally;
    assert_eq!((tally.in_post, tally.recused, tally.entitled()), (10, 1, 9));
    assert_eq!(
        (tally.votes_for, tally.votes_against, tally.abstentions),
        (4, 1, 1)
    );
    assert_eq!(page.effects, ["endorsed"]);
    let mut snapshot = board.party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(person).await.unwrap();
    let last = facts.last().unwrap();
    assert_eq!(last.what.kind, "endorsed");
    assert_eq!(last.what.id("division"), Some(division));
    assert_eq!(last.what.clause.as_deref(), Some("8.1"));
}

#[tokio::test]
async fn what_the_rules_would_refuse_is_not_put_to_the_vote() {
    let board = Board::new(6).await;
    let (person, candidacy) = board.candidate().await;
    let item = decision("refuse_candidate", person, candidacy);
    let meeting = board.called(&[&item]).await;
    // A decision about a person that the notice did not tell of waits for a later meeting.
    let late = decision("endorse_candidate", person, candidacy);
    let secretary = board.secretary();
    board
        .does(
            secretary,
            meeting,
            "item_added",
            &late,
            &[("title", "Late")],
        )
        .await;
    board.party.on("2021-03-15T19:00:00Z");
    board.comes(meeting, &board.members.clone()).await;
    board.opens(meeting, 1).await;
    let new = BodyAbout::New(board.body);
    let put = |ground: &str| vec![("meeting", meeting.into()), ("ground", ground.into())];
    let refusal = board
        .refused(secretary, new, "division_opened", &put("not_listed"))
        .await;
    assert_eq!(clause(&refusal), "8.7");
    board
        .does(
            secretary,
            meeting,
            "item_called",
            &[("item", 2.into())],
            &[],
        )
        .await;
    let refusal = board
        .refused(secretary, new, "division_opened", &put("barred"))
        .await;
    assert_eq!((refusal.code, clause(&refusal)), ("not_in_notice", "11.1"));
    let quorum = [("meeting", meeting.into())];
    for person in &board.members[..4] {
        board.does(*person, meeting, "meeting_left", &[], &[]).await;
    }
    board
        .does(
            secretary,
            meeting,
            "item_called",
            &[("item", 1.into())],
            &[],
        )
        .await;
    let refusal = board
        .refused(secretary, new, "division_opened", &quorum)
        .await;
    assert_eq!((refusal.code, clause(&refusal)), ("no_quorum", "12.1"));
}
