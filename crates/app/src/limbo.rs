//! How long somebody has been waiting: limbo is a number.

use standing_base::{Date, Instant};
use standing_rulebook::RunningLimit;

use crate::asker::Asker;
use crate::matter::Matter;
use crate::person::Limbo;
use crate::publicity;
use crate::rules::Rules;

/// The question whose yes means that a suspension runs, and the track of suspensions.
const SUSPENDED: &str = "is_suspended";
pub(crate) const SUSPENSION_STATE: &str = "suspension.state";

/// The waiting of a person who is suspended on a day; `None` when nobody is, or when the asker may
/// not know.
pub(crate) fn of(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    on: Date,
    known: Option<Instant>,
) -> Option<Limbo> {
    let question = rules.engine.question(SUSPENDED)?;
    let asked = rules.question(question).ok()?;
    if !publicity::may_ask(rules, matter, asker, &asked, on) {
        return None;
    }
    let ask = matter.put(question, None, on, known);
    if matter.truth(rules, ask) != standing_rulebook::Truth::Yes {
        return None;
    }
    let stand = matter.stand(rules, on, known);
    let running: Vec<&RunningLimit> = stand
        .running
        .iter()
        .filter(|limit| limit.fact == SUSPENSION_STATE)
        .collect();
    let suspended_since = running.iter().map(|limit| limit.began).min()?;
    let last_step_on = matter
        .last_step(rules, on, known)
        .unwrap_or(suspended_since);
    let days = |from: Date| i64::from(on.day_number()) - i64::from(from.day_number());
    Some(Limbo {
        suspended_since,
        days_suspended: days(suspended_since),
        last_step_on,
        days_since_last_step: days(last_step_on),
        // With several suspensions the waiting ends when the last of them lapses.
        lapses_on: running
            .iter()
            .filter_map(|limit| limit.last_day)
            .max()
            .map(Date::next),
    })
}
