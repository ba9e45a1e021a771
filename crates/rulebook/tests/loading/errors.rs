//! Each thing that can be wrong, put into the worked example.

use std::fmt::Write as _;

use standing_rulebook::{Files, Rulebook};

use crate::folder::{changed, example};

const MEMBERSHIP: &str = "versions/2018/01-membership.md";
const DISCIPLINE: &str = "versions/2018/06-discipline.md";
const CANDIDATES: &str = "versions/2018/08-candidates.md";
const CANDIDATES_2020: &str = "versions/2020/08-candidates.md";
const DECIDING: &str = "versions/2018/12-decisions.md";
const STATUSES: &str = "versions/2018/statuses.toml";
const DECISIONS: &str = "versions/2018/decisions.toml";
const POWERS: &str = "versions/2018/powers.toml";
const PUBLICATION: &str = "versions/2018/publication.toml";
const VOCABULARY: &str = "vocabulary.toml";
const MANIFEST: &str = "rulebook.toml";
const WHAT_IF: &str = "what-if/lapse-60.toml";
const TEST: &str = "tests/case-m.toml";

/// What is wrong: file, what stands there in the example, what stands there instead.
type Slip = (&'static str, &'static str, &'static str, &'static str);

fn told(files: &Files) -> String {
    let told = match Rulebook::load(files) {
        Ok(loaded) => loaded.notes,
        Err(errors) => errors,
    };
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    if told.is_empty() {
        return "nothing is wrong".to_owned();
    }
    told.join("\n\n")
}

fn table(slips: &[Slip]) -> String {
    let mut all = String::new();
    for (what, file, from, to) in slips {
        let told = told(&changed(file, from, to));
        let _ = write!(all, "### {what}\n{told}\n\n");
    }
    all
}

#[test]
fn slips_in_rules() {
    #[rustfmt::skip]
    let slips = [
        ("misspelt fact", CANDIDATES, "member.status is suspended\n    says \"suspended since", "member.statsu is suspended\n    says \"suspended since"),
        ("misspelt word of a list", CANDIDATES, "is suspended\n    says", "is suspnded\n    says"),
        ("misspelt question", CANDIDATES, "bar endorse, reselect: some", "bar endorze, reselect: some"),
        ("misspelt subject", CANDIDATES, "member.sitting", "membr.sitting"),
        ("subject of another question", CANDIDATES, "member.sitting", "case.state is open"),
        ("date compared with a length", CANDIDATES, "member.admitted_on + min_membership <= today", "min_membership <= today"),
        ("arithmetic on today", CANDIDATES, "member.admitted_on + min_membership <= today", "member.admitted_on <= today - min_membership"),
        ("today on both sides", CANDIDATES, "member.admitted_on + min_membership <= today", "today <= today"),
        ("a date added to a date", CANDIDATES, "+ min_membership <= today", "+ member.paid_until <= today"),
        ("a length compared with a length", CANDIDATES, "member.admitted_on + min_membership <= today", "min_membership > 6 months"),
        ("a number compared with a date", CANDIDATES, "<= today", "<= 12"),
        ("a list of words in a comparison", DISCIPLINE, "require reopen: case.new_grounds", "require reopen: case.opened_on > suspension_kept_by"),
        ("a sign for a word", CANDIDATES, "member.status is suspended\n    says \"suspended since", "member.status = suspended\n    says \"suspended since"),
        ("an enum that stands alone", CANDIDATES, "require reselect: member.sitting", "require reselect: member.status"),
        ("a list that stands alone", CANDIDATES, "require reselect: member.sitting", "require reselect: member.cases"),
        ("a list whose name is no list", CANDIDATES, "some c in member.cases where c.state is open", "some c in member.status where c.state is open"),
        ("yes or no compared with a word", CANDIDATES, "require reselect: member.sitting", "require reselect: member.sitting is member"),
        ("a term tested by is", MEMBERSHIP, "require take_part: member.in_good_standing", "require take_part: member.in_good_standing is yes"),
        ("reason names an unknown fact", CANDIDATES, "{c.opened_on}", "{c.opened}"),
        ("reason names an item that is not bound", CANDIDATES, "{c.opened_on}", "{d.opened_on}"),
        ("reason names a list", CANDIDATES, "suspended since {member.status_since}", "{member.cases}"),
        ("reason names an item deep within", CANDIDATES, "some c in member.cases where c.state is open", "some d in member.cases where (some c in member.cases where c.state is open)"),
        ("reason is not closed", CANDIDATES, "says \"suspended since {member.status_since}\"", "says \"suspended since {member.status_since}"),
        ("a reason's braces are not closed", CANDIDATES, "{member.status_since}", "{member.status_since"),
        ("curly quotes", CANDIDATES, "says \"suspended since {member.status_since}\"", "says “suspended”"),
        ("no reason", CANDIDATES, "\n    says \"suspended since {member.status_since}\"", ""),
        ("says for else", CANDIDATES, "else \"does not hold the whip\"", "says \"does not hold the whip\""),
        ("a statement misspelt", CANDIDATES, "require endorse", "requires endorse"),
        ("a condition that stops", CANDIDATES, "require reselect: member.sitting", "require reselect: member.sitting and"),
        ("a parenthesis too few", CANDIDATES, "not (member.status is suspended)", "not (member.status is suspended"),
        ("a parenthesis too many", CANDIDATES, "not (member.status is suspended)", "not (member.status is suspended))"),
        ("every without has", CANDIDATES_2020, "every c in member.cases has (", "every c in member.cases where ("),
        ("no with has", CANDIDATES_2020, "every c in member.cases has (", "no c in member.cases has ("),
        ("an impossible date", CANDIDATES, "member.admitted_on + min_membership <= today", "member.admitted_on <= 2019-02-29"),
        ("questions about two records", CANDIDATES, "bar endorse, reselect: some", "bar endorse, reopen: some"),
        ("exception to a clause that does not exist", CANDIDATES_2020, "except 8.4.b", "except 8.5.b"),
        ("exception to a clause that bars nothing", CANDIDATES_2020, "except 8.4.b", "except 8.3"),
        ("exception to an exception", CANDIDATES_2020, "says \"every open case was opened too late to count\"", "says \"late\"\nexcept 8.6 for endorse: member.sitting"),
        ("a term that is a fact", MEMBERSHIP, "define member.in_good_standing:", "define member.status:"),
        ("a term defined twice", MEMBERSHIP, "define member.in_good_standing:", "define member.in_good_standing: member.sitting\ndefine member.in_good_standing:"),
        ("a broken definition is no second error", MEMBERSHIP, "member.status is member\n    and", "member.status is member andd"),
        ("circular definitions", MEMBERSHIP, "    member.status is member\n    and", "    member.active\ndefine member.active: member.paid_up or some c in member.cases where c.ours\ndefine case.ours: case.state is open\ndefine member.paid_up: member.in_good_standing\n    and"),
        ("a definition of itself", MEMBERSHIP, "    member.status is member\n    and", "    member.in_good_standing and"),
        ("count without a comparison", CANDIDATES, "some c in member.cases where c.state is open\n", "count c in member.cases where c.state is open\n"),
        ("count compared with a date", CANDIDATES, "some c in member.cases where c.state is open\n    says \"case {c.ref} has been open since {c.opened_on}\"", "count c in member.cases where c.state is open >= 2019-01-01\n    says \"cases\""),
    ];
    insta::assert_snapshot!(table(&slips));
}

#[test]
fn slips_in_clauses() {
    #[rustfmt::skip]
    let slips = [
        ("clause defined twice", CANDIDATES, "{#8.4.b}", "{#8.4.a}"),
        ("parameter words and value differ", DISCIPLINE, "(param:suspension_lapse)", "(param:suspension_lapse \"90 days\")"),
        ("parameter cannot be read", DISCIPLINE, "[180 days]", "[half a year]"),
        ("parameter set twice", DISCIPLINE, "at any time", "at [any time](param:arrears \"6 months\")"),
        ("parameter link not closed", DISCIPLINE, "(param:suspension_lapse)", "(param:suspension_lapse"),
        ("block never closed, before a clause", CANDIDATES, "    says \"suspended since {member.status_since}\"\n```", "    says \"suspended since {member.status_since}\"\n"),
        ("block never closed, at the end", CANDIDATES, "standing: {member.status})\"\n```", "standing: {member.status})\"\n"),
        ("block never opened", CANDIDATES, "```rule\nbar endorse, reselect: member.status is", "bar endorse, reselect: member.status is"),
        ("comment never closed", DISCIPLINE, "timer \"suspension_lapse\". -->", "timer \"suspension_lapse\"."),
        ("a mark that is not closed", CANDIDATES, "{#8.4.b}", "{#8.4.b"),
        ("a mark that is no number", CANDIDATES, "{#8.4.b}", "{#8.4(b)}"),
        ("a mark with an unknown word", DISCIPLINE, "{#6.9 judgement}", "{#6.9 judgment}"),
        ("a rule under no clause", CANDIDATES, "## 8.2 Who may be endorsed {#8.2}", "# Who may be endorsed"),
        ("clause with words and no rule (a note, not an error)", DISCIPLINE, "{#6.9 judgement}", "{#6.9}"),
        ("clause with a mark and a rule (a note)", CANDIDATES, "{#8.3}", "{#8.3 text}"),
        ("parameter that nothing uses (a note)", DISCIPLINE, "at any time", "at [any time](param:ending \"5 days\")"),
        ("words under no clause (a note)", DISCIPLINE, "# Chapter 6: Discipline\n", "# Chapter 6: Discipline\n\nNobody is above the rules.\n"),
        ("a heading that lost its mark (a note)", DISCIPLINE, "{#6.9 judgement}", ""),
    ];
    insta::assert_snapshot!(table(&slips));
}

#[test]
fn slips_in_tables() {
    #[rustfmt::skip]
    let slips = [
        ("parameter name differs in the table", STATUSES, "param:suspension_lapse", "param:suspension_laps"),
        ("table cites a clause that does not exist", STATUSES, "\"6.3\"", "\"6.33\""),
        ("unknown key in a table", STATUSES, "stops_on = ", "stop_on = "),
        ("unknown key that leaves another missing", STATUSES, "starts   =", "start    ="),
        ("a value that a track does not have", STATUSES, "to     = \"suspended\"", "to     = \"suspnded\""),
        ("a track that is no enum", STATUSES, "on     = \"suspension_imposed\"", "of = \"member.cases\"\non     = \"suspension_imposed\""),
        ("a track that does not exist", STATUSES, "on     = \"suspension_imposed\"", "of = \"member.whip\"\non     = \"suspension_imposed\""),
        ("an unknown entry", STATUSES, "\"suspension_ended\"", "\"suspension_endet\""),
        ("an entry about another record", STATUSES, "on     = \"suspension_ended\"", "of = \"voter.status\"\non = \"suspension_ended\""),
        ("an item that cannot be found", STATUSES, "on     = \"admitted\"\nfrom   = [\"none\", \"lapsed\", \"resigned\"]\nto     = \"member\"", "of = \"case.state\"\non     = \"suspension_imposed\"\nfrom   = [\"open\"]\nto     = \"decided\""),
        ("a word of a parameter that is no entry", DISCIPLINE, "\"hearing, review\"", "\"hearng, review\""),
        ("a parameter of the wrong kind", STATUSES, "param:suspension_lapse", "param:suspension_kept_by"),
        ("runs and until", STATUSES, "runs     =", "until = \"paid_until\"\nruns     ="),
        ("two timers of one name", STATUSES, "[[timer]]", "[[timer]]\nid = \"suspension_lapse\"\nclause = \"6.3\"\nwhile = \"suspended\"\nstarts = \"suspension_imposed\"\nruns = \"5 days\"\nthen = \"member\"\n\n[[timer]]"),
        ("the same move twice", STATUSES, "[[timer]]", "[[move]]\nclause = \"6.1\"\non = \"suspension_imposed\"\nfrom = [\"member\"]\nto = \"expelled\"\n\n[[timer]]"),
        ("circular moves", STATUSES, "[[timer]]", "[[move]]\nclause = \"6.1\"\nof = \"case.state\"\non = \"member.status is suspended\"\nfrom = [\"open\"]\nto = \"decided\"\n\n[[move]]\nclause = \"6.5\"\non = \"case.state is decided\"\nfrom = [\"member\"]\nto = \"suspended\"\n\n[[timer]]"),
        ("not TOML", STATUSES, "clause = \"6.1\"", "clause = 6.1\""),
        ("wrong type", STATUSES, "clause = \"6.1\"", "clause = 6"),
        ("decision: unknown question", DECISIONS, "asks      = \"endorse\"", "asks      = \"endorsed\""),
        ("decision: share that is no fraction", DECISIONS, "param:exec_quorum\"", "param:exec_quorum_floor\""),
        ("decision: unknown base", DECISIONS, "of = \"entitled_to_vote\"", "of = \"entitled\""),
        ("decision: unknown majority", DECISIONS, "more_for_than_against", "simple"),
        ("decision: no majority", DECISIONS, "majority  =", "majorities ="),
        ("quorum above the whole", DECIDING, "[one half](param:exec_quorum \"1/2\")", "[three halves](param:exec_quorum \"3/2\")"),
        ("power: unknown entry", POWERS, "\"case_withdrawn\"", "\"case_withdraw\""),
        ("publication: unknown audience", PUBLICATION, "\"officers\"", "\"officer\""),
    ];
    insta::assert_snapshot!(table(&slips));
}

#[test]
fn slips_in_the_vocabulary_and_the_manifest() {
    #[rustfmt::skip]
    let slips = [
        ("unknown type", VOCABULARY, "type = \"date\",      core = true, says = \"date of adm", "type = \"dat\",      core = true, says = \"date of adm"),
        ("list of an unknown record", VOCABULARY, "list:case", "list:csae"),
        ("a name that the language uses", VOCABULARY, "sitting         =", "today           ="),
        ("a name with a capital", VOCABULARY, "sitting         =", "Sitting         ="),
        ("question about nothing", VOCABULARY, "endorse   = { about = \"member\"", "endorse   = { about = \"membr\""),
        ("value listed twice", VOCABULARY, "\"lapsed\", \"resigned\"", "\"lapsed\", \"lapsed\", \"resigned\""),
        ("the core's entry does not fit", VOCABULARY, "\"open\", \"decided\", \"withdrawn\"", "\"open\", \"decided\", \"dropped\""),
        ("fact that nothing makes (a note)", VOCABULARY, "date_of_birth ", "born_on "),
        ("question that no page will answer (a note)", VOCABULARY, "says = \"may be reopened\"", "says = \"may be reopened\", public = \"cases\""),
        ("entry sets a track", VOCABULARY, "# The questions", "[entry.readmitted]\nsets = { status = \"member\" }\n\n# The questions"),
        ("entry sets an unknown fact", VOCABULARY, "# The questions", "[entry.readmitted]\nsets = { admitted = \"{on}\" }\n\n# The questions"),
        ("entry sets a fact of another type", VOCABULARY, "# The questions", "[entry.readmitted]\nfields = { day = \"text\" }\nsets = { admitted_on = \"{day}\" }\n\n# The questions"),
        ("entry sets a word that is not in the list", VOCABULARY, "# The questions", "[entry.case_closed]\nitem = \"cases\"\nfields = { case = \"text\" }\nsets = { state = \"decide\" }\n\n# The questions"),
        ("entry without its item's key", VOCABULARY, "# The questions", "[entry.case_closed]\nitem = \"cases\"\nsets = { state = \"decided\" }\n\n# The questions"),
        ("entry carries an unknown field", VOCABULARY, "# The questions", "[entry.readmitted]\nfields = { day = \"date\" }\nsets = { admitted_on = \"{dya}\" }\n\n# The questions"),
        ("entry asks of another record", VOCABULARY, "# The questions", "[entry.readmitted]\nasks = \"cast_vote\"\n\n# The questions"),
        ("entry annuls a text", VOCABULARY, "# The questions", "[entry.order_made]\nfields = { act = \"text\" }\nannuls = \"act\"\n\n# The questions"),
        ("versions out of order", MANIFEST, "2020-03-01", "2018-03-01"),
        ("two versions from the same day", MANIFEST, "2020-03-01", "2018-10-01"),
        ("two versions of one name", MANIFEST, "id        = \"2020\"", "id        = \"2018\""),
        ("folder that is not there", MANIFEST, "versions/2020", "versions/2021"),
        ("unknown time zone", MANIFEST, "Europe/London", "Europe/Londonn"),
        ("unknown counting", MANIFEST, "days = \"clear\"", "days = \"cleer\""),
        ("impossible date", MANIFEST, "2020-03-01", "2019-02-29"),
        ("missing key", MANIFEST, "adopted_by = \"Annual conference 2018, motion 12\"", ""),
    ];
    insta::assert_snapshot!(table(&slips));
}

#[test]
fn slips_in_what_ifs_and_tests() {
    #[rustfmt::skip]
    let slips = [
        ("what-if: unknown parameter", WHAT_IF, "suspension_lapse   =", "suspension_laps   ="),
        ("what-if: value that cannot be read", WHAT_IF, "\"60 days\"", "\"sixty days\""),
        ("what-if: value of another kind", WHAT_IF, "\"60 days\"", "\"1/2\""),
        ("what-if: unknown version", WHAT_IF, "[param]", "versions = [\"2019\"]\n[param]"),
        ("what-if: unknown clause", WHAT_IF, "[param]", "clause = [{ id = \"8.4.d\", text = \"No.\" }]\n[param]"),
        ("what-if: fault in a clause", WHAT_IF, "suspension_kept_by = \"hearing\"", "[[clause]]\nid = \"8.4.b\"\ntext = \"\"\"\nNobody.\n\n```rule\nbar endorse: member.statsu is member\n    says \"no\"\n```\n\"\"\""),
        ("test: unknown entry", TEST, "\"elected_to_parliament\"", "\"elected_to_parlament\""),
        ("test: unknown field", TEST, "until = 2019-12-31", "untl = 2019-12-31"),
        ("test: field of another type", TEST, "until = 2019-12-31", "until = \"2019\""),
        ("test: unknown value", TEST, "\"warning\"", "\"warnng\""),
        ("test: impossible partial date", TEST, "on = 2010-06-01", "on = \"2010-13\""),
        ("test: no item", TEST, "what = \"suspension_ended\"\ncase = \"C1\"", "what = \"case_withdrawn\""),
        ("test: two entries of one id", TEST, "id = \"E2\"", "id = \"E1\""),
        ("test: unknown question", TEST, "{ endorse = \"yes\", reselect = \"yes\" }", "{ endorze = \"yes\" }"),
        ("test: unknown answer", TEST, "endorse = \"yes\", reselect", "endorse = \"maybe\", reselect"),
        ("test: unknown clause", TEST, "[\"8.3\"]", "[\"8.33\"]"),
        ("test: unknown what-if", TEST, "on = 2019-02-01\n", "on = 2019-02-01\nwhat_if = \"lapse-61\"\n"),
        ("test: unknown fact of a voter", TEST, "complainant = true", "complainer = true"),
        ("test: unknown decision", TEST, "\"endorse_candidate\"", "\"endorse_candidat\""),
    ];
    insta::assert_snapshot!(table(&slips));
}

#[test]
fn slips_in_the_folder() {
    let mut all = String::new();
    let mut tell = |what: &str, files: &Files| {
        let _ = write!(all, "### {what}\n{}\n\n", told(files));
    };
    tell("an empty folder", &Files::new());
    let mut files = example();
    files.remove(VOCABULARY);
    tell("no vocabulary", &files);
    files.insert("vocabulry.toml", "");
    tell("a misspelt vocabulary", &files);
    let mut files = example();
    let statuses = files.remove(STATUSES).unwrap();
    files.insert("versions/2018/status.toml", statuses);
    tell("a misspelt table", &files);
    let mut files = example();
    files.insert("versions/2022/01-membership.md", "# Membership {#1}");
    tell("a folder of no version (a note)", &files);
    let mut files = example();
    files.insert_bytes(MEMBERSHIP, b"# 1 M\xe4rz {#1}");
    tell("Latin-1", &files);
    insta::assert_snapshot!(all);
}

#[test]
fn all_errors_are_told_at_once_in_order() {
    let mut files = changed(
        CANDIDATES,
        "bar endorse, reselect: some",
        "bar endorze, reselekt: some",
    );
    for (file, from, to) in [
        (STATUSES, "\"6.33\"", "\"6.3\""),
        (STATUSES, "\"6.3\"", "\"6.33\""),
        (DECISIONS, "\"cast_vote\"", "\"cast_a_vote\""),
        (VOCABULARY, "\"cases\"", "\"cases\""),
    ] {
        let text = files.get(file).unwrap().replacen(from, to, 1);
        files.insert(file, text);
    }
    let errors = Rulebook::load(&files).unwrap_err();
    let places: Vec<String> = errors.iter().map(|error| error.place.to_string()).collect();
    assert_eq!(
        places,
        [
            "versions/2018/08-candidates.md:47:5",
            "versions/2018/08-candidates.md:47:14",
            "versions/2018/decisions.toml:6:13",
            "versions/2018/statuses.toml:23:12",
        ]
    );
}

#[test]
fn line_ends_tabs_and_umlauts_do_not_move_places() {
    let mut files = example();
    let text = files.get(CANDIDATES).unwrap();
    let text = text
        .replace(
            "bar endorse, reselect: some",
            "bar\tendörse, reselect: some",
        )
        .replace('\n', "\r\n");
    files.insert(CANDIDATES, text);
    insta::assert_snapshot!(told(&files), @r"
    error: there is no question `endörse`
      --> versions/2018/08-candidates.md:47:5
       |
    47 | bar	endörse, reselect: some c in member.cases where c.state is open
       |    	^^^^^^^
       = help: did you mean `endorse`?
    ");
}
