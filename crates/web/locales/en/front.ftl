# The front page.

front-title = The public record of { $name }
front-lead = Who holds which office, what was decided and under which clause, on any day. Ask whether somebody may do something, and the answer comes with the clauses and the facts that decide it.

front-waiting = Suspended, and waiting
front-waiting-lead = Suspensions that are public and still run, the longest first.
# $count is $days, set large.
front-waiting-days = { $count } { $days ->
    [one] day
   *[other] days
}
front-since = Suspended since { $since }. The last step was on { $step }, { $days } ago.
front-since-lapses = Suspended since { $since }. The last step was on { $step }, { $days } ago. If nothing happens, the suspension lapses on { $lapses }.

front-office-holders = Office-holders
front-nobody = The publication table makes nobody public today.
front-without-office = Those who sit in a body without an office are listed on the page of the body.
front-bodies = Bodies
front-branches = Branches
front-branches-count = { $branches ->
    [one] { $branches } branch in all.
   *[other] { $branches } branches in all.
}

front-about = About this record
front-rulebook = Rulebook
front-rulebook-is = { $rulebook }
front-rulebook-in-force = { $rulebook }, { $version }, in force since { $since }
    .version = version { $id }
front-fingerprint = Its fingerprint
front-facts = Facts on record
front-facts-until = { $facts }, the last recorded on { $day }
front-today = Today
front-today-is = { $day }, by the organisation’s calendar

front-interventions = Done by the operator of the system
front-interventions-lead = In an emergency the rulebook lets whoever runs the system record what nobody else can. Each time is listed here, with the reason given.
