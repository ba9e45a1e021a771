//! Time limits: which run, when they run out, what stops and restarts them.

use standing_base::{Counting, Date, Length};

use crate::machine::{Entering, Fold, field};
use crate::model::{ParamValue, Rulebook, Runs, Timer, Value, Version};
use crate::program::{Code, Reach};
use crate::state::{Cause, Did, Lapse, NO_CLAUSE, NONE, ROOT, Running};

impl<'a> Fold<'a> {
    /// Brings the state to the start of a day: texts that come into force, timers that run out.
    pub(crate) fn advance(&mut self, to: Date) {
        while !self.state.timers.is_empty() {
            let next = [self.next_lapse(), self.next_retiming()];
            match next.into_iter().flatten().min() {
                Some(day) if day <= to => self.begin_day(day),
                _ => break,
            }
        }
        self.state.day = self.state.day.max(Some(to));
    }

    /// The next day on which a timer moves something, if no entry comes before.
    pub(crate) fn next_lapse(&self) -> Option<Date> {
        let after_today = self.state.day.map_or(Date::MIN, Date::next);
        let lasts = self.state.timers.iter();
        let lasts = lasts.filter_map(|running| self.last_day(running));
        let last = lasts.filter(|last| *last < Date::MAX).min()?;
        Some(last.next().max(after_today)).filter(|day| Some(*day) > self.state.day)
    }

    /// The next day on which a new text takes over running timers.
    fn next_retiming(&self) -> Option<Date> {
        let mut codes = self.program.versions.iter();
        codes
            .find(|code| code.retimes && Some(code.in_force) > self.state.day)
            .map(|code| code.in_force)
    }

    fn begin_day(&mut self, day: Date) {
        let versions = self.program.versions.iter().enumerate();
        for (version, code) in versions {
            if code.retimes && code.in_force == day {
                self.retime(version, day);
            }
        }
        self.state.day = Some(day);
        let mut due = std::mem::take(&mut self.state.due);
        due.clear();
        due.extend(self.state.timers.iter().copied().filter_map(|running| {
            let last = self.last_day(&running).filter(|last| *last < day)?;
            Some(Running { last, ..running })
        }));
        due.sort_by_key(|running| (running.last, running.entry, running.timer, running.at));
        for running in &due {
            self.lapse(running, day);
        }
        self.state.due = due;
    }

    /// The last day of a running timer; `None` while the date it runs until is not recorded.
    pub(crate) fn last_day(&self, running: &Running) -> Option<Date> {
        match self.timer(running.version, running.timer)?.runs {
            Runs::Until(fact) => match self.state.value(running.at, fact) {
                Value::Date(until) => Some(until),
                _ => None,
            },
            _ => Some(running.last),
        }
    }

    fn timer(&self, version: u16, timer: u16) -> Option<&'a Timer> {
        let version = self.rulebook.versions.get(usize::from(version))?;
        version.timers.get(usize::from(timer))
    }

    fn lapse(&mut self, due: &Running, day: Date) {
        let same = |running: &Running| {
            (running.version, running.timer, running.at, running.began)
                == (due.version, due.timer, due.at, due.began)
        };
        // A timer that ran out on the same day may have moved the track away.
        let Some(place) = self.state.timers.iter().position(same) else {
            return;
        };
        self.state.timers.remove(place);
        let Some(timer) = self.timer(due.version, due.timer) else {
            return;
        };
        let lapse = u32::try_from(self.state.lapses.len()).unwrap_or(NONE);
        self.state.lapses.push(Lapse {
            version: due.version,
            timer: due.timer,
            last: due.last,
        });
        let cause = Cause {
            entry: due.entry,
            version: due.version,
            clause: timer.clause.0,
            lapse,
        };
        self.move_track(timer.track, due.at, timer.then, (day, cause));
        self.follow((day, cause));
    }

    /// A text whose transition says `timers = "current"` takes over what runs.
    fn retime(&mut self, version: usize, day: Date) {
        let Some(text) = self.rulebook.versions.get(version) else {
            return;
        };
        let Ok(version) = u16::try_from(version) else {
            return;
        };
        let mut timers = std::mem::take(&mut self.state.timers);
        timers.retain_mut(|running| {
            let Some(old) = self.timer(running.version, running.timer) else {
                return false;
            };
            let same =
                |new: &Timer| (&new.id, new.track, new.during) == (&old.id, old.track, old.during);
            let Some(index) = text.timers.iter().position(same) else {
                return false;
            };
            let Some(last) = text
                .timers
                .get(index)
                .and_then(|timer| self.last_of(text, timer, running.began))
            else {
                return false;
            };
            running.version = version;
            running.timer = u16::try_from(index).unwrap_or(u16::MAX);
            running.last = last;
            true
        });
        self.state.timers = timers;
        for index in 0..self.state.timers.len() {
            if let Some(running) = self.state.timers.get(index).copied() {
                let last = self.last_day(&running);
                let timer = running.timer;
                self.log_timer(day, &running, Did::Retimed { timer, last });
            }
        }
    }

    /// The last day of a timer that begins on a day; [`Date::MAX`] where a fact will say.
    fn last_of(&self, version: &Version, timer: &Timer, began: Date) -> Option<Date> {
        if let Runs::Until(_) = timer.runs {
            return Some(Date::MAX);
        }
        let length = version.length(&timer.runs)?;
        Some(last_day(self.rulebook, length, timer.counting, began))
    }

    pub(crate) fn stop_timers(&mut self, of: &Entering<'a>) {
        let mut timers = std::mem::take(&mut self.state.timers);
        timers.retain(|running| {
            let stops = self.stops(running, of);
            if stops {
                let (timer, kind) = (running.timer, of.entry.kind);
                let cause = Cause {
                    version: running.version,
                    ..Cause::entry(of.index)
                };
                self.log(of.on, running.at, cause, Did::Stopped { timer, kind });
            }
            !stops
        });
        self.state.timers = timers;
    }

    fn stops(&self, running: &Running, of: &Entering<'a>) -> bool {
        let code = self.program.versions.get(usize::from(running.version));
        let stops = code.and_then(|code| code.stops.get(usize::from(running.timer)));
        let Some(stops) = stops else { return false };
        stops.iter().any(|(kind, reach)| {
            *kind == of.entry.kind
                && match *reach {
                    Reach::Root => running.at == ROOT,
                    Reach::Own => of.item == Some(running.at),
                    Reach::Nobody => false,
                    Reach::By { fact, field: by } => {
                        let value = field(&self.history, of.entry, by);
                        value != Value::Missing && self.state.value(running.at, fact) == value
                    }
                }
        })
    }

    pub(crate) fn start_timers(
        &mut self,
        code: &Code,
        text: &'a Version,
        version: usize,
        of: &Entering<'a>,
    ) {
        let Some(starts) = code.starts.get(of.entry.kind.at()) else {
            return;
        };
        for (index, reach) in starts {
            let Some(timer) = text.timers.get(usize::from(*index)) else {
                continue;
            };
            let mut targets = self.reached(*reach, timer.track.record, of);
            for at in targets.drain(..) {
                let cell = at + u32::from(timer.track.fact.0);
                let is = self.state.value(at, timer.track.fact);
                // An entry without effect on the track starts nothing there.
                if is != Value::Enum(timer.during) || self.state.blocked.contains(&cell) {
                    continue;
                }
                let Some(last) = self.last_of(text, timer, of.on) else {
                    continue;
                };
                let running = Running {
                    version: u16::try_from(version).unwrap_or(0),
                    timer: *index,
                    at,
                    entry: of.index,
                    began: of.on,
                    last,
                };
                self.restart(timer, running);
            }
            self.state.targets = targets;
        }
    }

    /// A timer that already runs, under this text or an older one, begins anew.
    fn restart(&mut self, timer: &Timer, running: Running) {
        let rulebook = self.rulebook;
        self.state.timers.retain(|other| {
            other.at != running.at
                || rulebook
                    .versions
                    .get(usize::from(other.version))
                    .and_then(|version| version.timers.get(usize::from(other.timer)))
                    .is_some_and(|old| (&old.id, old.track) != (&timer.id, timer.track))
        });
        self.state.timers.push(running);
        let last = self.last_day(&running);
        let timer = running.timer;
        self.log_timer(running.began, &running, Did::Started { timer, last });
    }

    fn log_timer(&mut self, on: Date, running: &Running, what: Did) {
        let cause = Cause {
            version: running.version,
            clause: self
                .timer(running.version, running.timer)
                .map_or(NO_CLAUSE, |timer| timer.clause.0),
            ..Cause::entry(running.entry)
        };
        self.log(on, running.at, cause, what);
    }
}

impl Version {
    /// The length of time in it, where it is one.
    pub(crate) fn length(&self, runs: &Runs) -> Option<Length> {
        match runs {
            Runs::Length(length) => Some(*length),
            Runs::Param(param) => match self.params.get(param.at())?.value {
                ParamValue::Length(length) => Some(length),
                _ => None,
            },
            Runs::Until(_) => None,
        }
    }
}

/// The last day of a period that an act starts, with the organisation's holidays.
pub(crate) fn last_day(
    rulebook: &Rulebook,
    length: Length,
    counting: Counting,
    began: Date,
) -> Date {
    length.last_day(began, counting, |day| {
        day.weekday() <= 5 && rulebook.holidays.binary_search(&day).is_err()
    })
}
