//! The story of M as Standing decides: the same people try the same acts as commands. What is unlawful
//! is refused by its clause, so no court is needed.

use standing_app::AppError;
use standing_app::acts::Step;
use standing_app::answer::Question;
use standing_base::{Id, Refusal};
use standing_domain::{FieldValue, kind};

use crate::party::{Court, Party, day, step};

struct Story {
    party: Party,
    court: Court,
    /// The member: Near Member.
    m: Id,
}

/// A field as a form gives it: a day, a code, an id.
type Field<'a> = (&'a str, &'a str);

impl Story {
    async fn tries(
        &self,
        on: &str,
        who: Id,
        what: &str,
        fields: &[Field<'_>],
    ) -> Result<(), AppError> {
        self.party.on(&format!("{on}T12:00:00Z"));
        let fields: Vec<(&str, FieldValue)> = fields
            .iter()
            .map(|(name, value)| match *value {
                "yes" => (*name, true.into()),
                text => (*name, text.into()),
            })
            .collect();
        let words = kind::find(what).unwrap().private.iter();
        let words = words.map(|name| ((*name).to_owned(), "In words.".to_owned()));
        let step = Step {
            private: words.collect(),
            ..step(what, on, &fields)
        };
        self.party.act(who, self.m, vec![step]).await.map(|_| ())
    }

    async fn does(&self, on: &str, who: Id, what: &str, fields: &[Field<'_>]) {
        let done = self.tries(on, who, what, fields).await;
        done.unwrap_or_else(|error| panic!("{on} {what}: {error}"));
    }

    async fn refused(&self, on: &str, who: Id, what: &str, fields: &[Field<'_>]) -> Refusal {
        match self.tries(on, who, what, fields).await {
            Err(AppError::Refused(refusal)) => refusal,
            other => panic!("{on} {what} was not refused: {other:?}"),
        }
    }

    /// The id of the newest case, candidacy or suspension.
    async fn newest(&self, field: &str) -> String {
        let mut snapshot = self.party.app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(self.m).await.unwrap();
        let mut ids = facts.iter().rev().filter_map(|fact| fact.what.text(field));
        ids.next().unwrap().to_owned()
    }

    /// A complaint that is taken up.
    async fn opens(&self, on: &str, reference: &str) -> String {
        let Court {
            complaints, chair, ..
        } = self.court;
        self.does(on, complaints, "complaint_received", &[("ref", reference)])
            .await;
        let case = self.newest("case").await;
        let of = [("case", &*case)];
        self.does(on, complaints, "first_look_begun", &of).await;
        self.does(on, chair, "case_opened", &of).await;
        case
    }

    async fn is(&self, question: &str, on: &str) -> bool {
        let asker = standing_app::asker::Asker::Operator;
        let asked = Question {
            question: question.to_owned(),
            about: self.m.to_string(),
            on: day(on),
            known: None,
        };
        let answer = self.party.app.ask(&asker, &asked).await.unwrap();
        answer.answer == standing_app::answer::Truth::Yes
    }

    async fn owed(&self, on: &str) -> Vec<(String, String)> {
        let asker = standing_app::asker::Asker::Operator;
        let page = self
            .party
            .app
            .person(&asker, self.m, day(on))
            .await
            .unwrap();
        let owed = page.duties.into_iter();
        owed.map(|duty| (duty.duty, duty.due_on.unwrap().to_string()))
            .collect()
    }
}

#[tokio::test]
async fn what_was_unlawful_in_2019_is_refused_by_its_clause() {
    let party = Party::on_day("2019-01-02").await;
    let court = party.court().await;
    let story = Story {
        m: party.near,
        party,
        court,
    };
    let (officer, secretary) = (story.party.officer, story.party.general_secretary);
    let Court {
        complaints,
        chair,
        panel,
        president,
        group,
        returning,
        ..
    } = story.court;
    story
        .does(
            "2019-01-02",
            officer,
            "subscription_paid",
            &[("until", "2020-12-31")],
        )
        .await;
    story
        .does("2019-01-02", secretary, "elected_to_parliament", &[])
        .await;
    story.whip_given().await;

    // 27 February: a suspension without a review date has the rulebook's own.
    let c1 = story.opens("2019-02-27", "C1").await;
    let of_c1 = [("case", &*c1)];
    story
        .does("2019-02-27", chair, "suspension_imposed", &of_c1)
        .await;
    assert!(story.is("is_suspended", "2019-05-01").await);
    let owed = story.owed("2019-02-27").await;
    assert!(owed.contains(&("review_the_suspension".to_owned(), "2019-03-27".to_owned())));

    // The case is decided on 26 June, and that lifts the suspension.
    story.decided(&c1).await;
    assert!(!story.is("is_suspended", "2019-06-27").await);
    assert!(story.is("holds_whip", "2019-06-27").await);

    // 28 June: the group may withdraw the whip, on its own track; nobody may suspend M again over the
    // decided matter.
    story
        .does(
            "2019-06-28",
            group,
            "whip_withdrawn",
            &[("review_on", "2019-09-30")],
        )
        .await;
    assert!(!story.is("holds_whip", "2019-06-28").await);
    let refused = story
        .refused("2019-06-28", chair, "suspension_imposed", &of_c1)
        .await;
    assert_eq!(refused.clause.as_deref(), Some("6.1"));
    assert!(refused.to_string().contains("was decided on"), "{refused}");

    // 9 July: the panel has no power to reopen. 19 July: the tribunal has, and no ground of the list; nor
    // was M heard.
    let ground = |ground| [("case", &*c1), ("ground", ground), ("delegated", "yes")];
    let refused = story
        .refused("2019-07-09", chair, "case_referred", &ground("not_listed"))
        .await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("not_empowered", Some("7.5"))
    );
    let no_ground = story
        .refused(
            "2019-07-19",
            president,
            "case_referred",
            &ground("not_listed"),
        )
        .await;
    assert_eq!(no_ground.clause.as_deref(), Some("6.7"));
    story
        .does(
            "2019-07-19",
            president,
            "new_grounds",
            &ground("not_listed")[..2],
        )
        .await;
    let outcry = story
        .refused(
            "2019-07-19",
            president,
            "case_referred",
            &ground("not_listed"),
        )
        .await;
    assert!(outcry.to_string().contains("not on the list"), "{outcry}");

    // 3 September: separate claims are a new case with its own clock.
    let c2 = story.opens("2019-09-03", "C2").await;
    let of_c2 = [("case", &*c2)];
    story
        .does(
            "2019-09-03",
            chair,
            "suspension_imposed",
            &[("case", &c2), ("review_on", "2019-10-01")],
        )
        .await;
    let closes = [("case", &*c2), ("closes", "2019-11-14")];
    story
        .does("2019-09-05", returning, "nominations_called", &closes)
        .await;
    story
        .does(
            "2019-10-28",
            returning,
            "candidacy_declared",
            &[("contest", "general-2019")],
        )
        .await;

    // 6 November: endorse, refuse on a ground of the list, or defer to a day.
    let candidacy = story.newest("candidacy").await;
    let of_candidacy = [("candidacy", &*candidacy)];
    let refused = story
        .refused("2019-11-06", secretary, "endorsed", &of_candidacy)
        .await;
    assert_eq!(refused.clause.as_deref(), Some("8.4.a"));
    assert!(refused.to_string().contains("C2"), "{refused}");
    let defer = [("candidacy", &*candidacy), ("until", "2019-11-11")];
    story
        .does("2019-11-06", secretary, "endorsement_deferred", &defer)
        .await;
    let owed = story.owed("2019-11-12").await;
    assert!(owed.contains(&(
        "decide_on_the_endorsement".to_owned(),
        "2019-11-11".to_owned()
    )));
    // Who brought the complaint, or sat before, is not counted: as-standing-decides.toml.
    let _ = (complaints, panel, of_c2);
}

impl Story {
    async fn whip_given(&self) {
        let mut writer = self.party.app.store().writer().await.unwrap();
        let given =
            crate::party::fact(&self.party.app, self.m, "whip_given", "2017-06-09", &[]).await;
        writer.append(vec![given]).await.unwrap();
        writer.commit().await.unwrap();
    }

    /// Due process in the first case, up to the decision of 26 June and its sending.
    async fn decided(&self, case: &str) {
        let Court {
            complaints,
            chair,
            panel,
            ..
        } = self.court;
        let of = |more: &[Field<'static>]| {
            let mut fields = vec![("case".to_owned(), case.to_owned())];
            let more = more.iter();
            fields.extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            fields
        };
        let served = [
            ("way", "hand"),
            ("answer_by", "2019-05-20"),
            ("companion", "yes"),
            ("adjustments", "yes"),
        ];
        let mut lines = vec![
            (
                "2019-02-28",
                complaints,
                "subject_told",
                of(&[("way", "hand")]),
            ),
            (
                "2019-05-05",
                complaints,
                "charge_brought",
                of(&[("charge", "1"), ("breach", "6.9")]),
            ),
            ("2019-05-06", complaints, "charges_served", of(&served)),
            ("2019-05-16", self.m, "charges_contested", of(&[])),
            (
                "2019-05-20",
                chair,
                "hearing_listed",
                of(&[("hearing_on", "2019-06-24")]),
            ),
        ];
        for person in panel {
            let mut named = of(&[]);
            named.push(("person".to_owned(), person.to_string()));
            lines.push(("2019-05-20", chair, "panellist_named", named));
        }
        lines.extend([
            ("2019-06-24", chair, "hearing", of(&[])),
            ("2019-06-25", chair, "breach_found", of(&[("charge", "1")])),
            ("2019-06-25", chair, "precedents_considered", of(&[])),
            (
                "2019-06-26",
                chair,
                "case_decided",
                of(&[("outcome", "warning")]),
            ),
            (
                "2019-06-26",
                chair,
                "decision_sent",
                of(&[("way", "email"), ("appeal_by", "2019-07-10")]),
            ),
        ]);
        for (on, who, what, fields) in &lines {
            let fields: Vec<Field<'_>> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            self.does(on, *who, what, &fields).await;
        }
    }
}
