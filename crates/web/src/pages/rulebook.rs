//! `/rulebook` and `/rulebook/{version}`: the versions, their contents, and the whole text.

use askama::Template;
use standing_base::{Counting, Date};
use standing_rulebook::{Clause, Rulebook, Version};

use crate::address;
use crate::frame::Frame;
use crate::markdown::{self, ParamLinks, Words};
use crate::pages::chapters::{self, Chapter};

#[derive(Debug, Template)]
#[template(path = "rulebook.html")]
pub(crate) struct RulebookHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) today: Date,
}

impl<'a> RulebookHtml<'a> {
    fn newest_first(&self) -> impl Iterator<Item = &'a Version> + use<'a> {
        self.rulebook.versions.iter().rev()
    }

    /// The version in force today, or the newest when none is yet.
    fn current(&self) -> Option<&'a Version> {
        self.newest_first()
            .find(|version| version.in_force <= self.today)
            .or_else(|| self.newest_first().next())
    }

    fn is_current(&self, version: &Version) -> bool {
        self.current().is_some_and(|current| current.id == version.id)
    }

    fn chapters(&self, version: &'a Version) -> Vec<Chapter<'a>> {
        chapters::chapters(version)
    }

    fn counting(&self) -> &'static str {
        match self.rulebook.counting {
            Counting::Calendar => "in calendar days: the day of the act is day 1",
            Counting::Clear => {
                "in clear days: the day of the act does not count, and what follows takes effect \
                 on the day after the last"
            }
            Counting::Working => {
                "in working days: as clear days, without Saturdays, Sundays and holidays"
            }
        }
    }

    /// The two versions that are compared unless the reader chooses others.
    fn is_from(&self, place: &usize) -> bool {
        *place + 2 == self.rulebook.versions.len()
    }

    fn is_to(&self, place: &usize) -> bool {
        *place + 1 == self.rulebook.versions.len()
    }
}

#[derive(Debug, Template)]
#[template(path = "version.html")]
pub(crate) struct VersionHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) version: &'a Version,
    /// The day before which it stops being in force, when a later one follows.
    pub(crate) until: Option<Date>,
}

impl<'a> VersionHtml<'a> {
    pub(crate) fn new(frame: Frame, rulebook: &'a Rulebook, version: &'a Version) -> Self {
        let later = rulebook.versions.iter().map(|version| version.in_force);
        Self {
            until: later.filter(|day| *day > version.in_force).min(),
            frame,
            version,
        }
    }

    fn chapters(&self) -> Vec<Chapter<'a>> {
        chapters::chapters(self.version)
    }

    fn clause(&self, clause: &Clause) -> String {
        address::clause(&self.version.id, &clause.id)
    }

    fn words(&self, clause: &Clause) -> Words {
        markdown::words(&clause.words, ParamLinks::To(&self.clause(clause)))
    }
}
