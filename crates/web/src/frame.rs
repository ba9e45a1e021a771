//! What every page shares: whose record it is, in which language, and how it writes dates.

use standing_app::asker::Asker;
use standing_app::letters::Language;
use standing_app::rules::Rules;
use standing_base::{Date, Instant, PartialDate, Zone};

use crate::address;
use crate::day::{AsDay, DateStyle, Time};
use crate::language::{Message, grouped, reader};
use crate::markdown::{self, ParamLinks, Words};

mod speech;

/// The part of the site that a page belongs to; its entry in the navigation is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Record,
    Ask,
    Rulebook,
    WhatIf,
    Search,
    Today,
    Account,
    Register,
    Cases,
    Meetings,
}

#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) organisation: String,
    /// The language that the page speaks to its reader.
    pub(crate) language: Language,
    /// The language of the rulebook, which its own words keep.
    pub(crate) rulebook_language: String,
    /// The address of the page, to come back to in another language.
    pub(crate) address: String,
    pub(crate) section: Section,
    pub(crate) zone: Zone,
    /// Who is signed in, on pages that say so: their name.
    pub(crate) visitor: Option<String>,
    /// The roles in which they may act, in words.
    pub(crate) roles: Vec<String>,
    /// Whether they read other people's cases.
    pub(crate) reads_cases: bool,
    /// Version ids of the rulebook with the days on which they came into force, earliest first.
    pub(crate) versions: Vec<(String, Date)>,
}

impl Frame {
    pub(crate) fn of(rules: &Rules, section: Section) -> Self {
        let rulebook = rules.rulebook();
        let versions = rulebook.versions.iter();
        Self {
            organisation: rules.organisation_name.clone(),
            language: reader::wanted().unwrap_or(Language::of(&rulebook.language)),
            rulebook_language: rulebook.language.clone(),
            address: reader::address(),
            section,
            zone: rules.zone.clone(),
            visitor: None,
            roles: Vec::new(),
            reads_cases: false,
            versions: versions
                .map(|version| (version.id.clone(), version.in_force))
                .collect(),
        }
    }

    /// The same, and who is signed in.
    pub(crate) fn for_asker(rules: &Rules, section: Section, asker: &Asker) -> Self {
        let person = asker.person();
        let capacities = person.map_or(&[][..], |person| &person.capacities);
        Self {
            visitor: person.map(|person| person.name.clone()),
            roles: capacities.iter().map(|held| held.says.clone()).collect(),
            reads_cases: rules.reads_cases(asker),
            ..Self::of(rules, section)
        }
    }

    /// For a page that must be shown although the record cannot be read.
    pub(crate) fn bare(section: Section) -> Self {
        Self {
            organisation: "Standing".to_owned(),
            language: reader::language(),
            rulebook_language: "en".to_owned(),
            address: reader::address(),
            section,
            zone: Zone::utc(),
            visitor: None,
            roles: Vec::new(),
            reads_cases: false,
            versions: Vec::new(),
        }
    }
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl Frame {
    pub(crate) fn is_in(&self, section: &str) -> bool {
        let name = match self.section {
            Section::Record => "record",
            Section::Ask => "ask",
            Section::Rulebook => "rulebook",
            Section::WhatIf => "what-if",
            Section::Search => "search",
            Section::Today => "today",
            Section::Account => "account",
            Section::Register => "register",
            Section::Cases => "cases",
            Section::Meetings => "meetings",
        };
        name == section
    }

    pub(crate) fn stylesheet(&self) -> &'static str {
        crate::pages::style::ADDRESS.as_str()
    }

    pub(crate) fn script(&self) -> &'static str {
        crate::pages::style::SCRIPT_ADDRESS.as_str()
    }

    fn style(&self) -> DateStyle {
        DateStyle::Words(self.language)
    }

    /// How the rulebook's own words write dates.
    fn rulebook_style(&self) -> DateStyle {
        DateStyle::of_language(&self.rulebook_language)
    }

    pub(crate) fn day(&self, day: impl AsDay) -> Time {
        Time::of_day(self.style(), day.as_day())
    }

    /// A date as plain text, for titles.
    pub(crate) fn day_text(&self, day: impl AsDay) -> String {
        self.style().text(day.as_day())
    }

    pub(crate) fn moment(&self, at: &Instant) -> Time {
        Time::of_instant(self.style(), &self.zone, *at)
    }

    pub(crate) fn minute(&self, at: &Instant) -> Time {
        Time::of_minute(self.style(), &self.zone, *at)
    }

    /// With a capital at the beginning, for headings.
    pub(crate) fn heading(&self, text: impl AsRef<str>) -> String {
        let mut chars = text.as_ref().chars();
        match chars.next() {
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => String::new(),
        }
    }

    /// Markdown words of a clause, with parameters set apart.
    pub(crate) fn words(&self, markdown: &str) -> Words {
        markdown::words(markdown, ParamLinks::None)
    }

    /// The version in force on a day: the earliest text when the day is before all.
    pub(crate) fn version_on(&self, day: impl AsDay) -> &str {
        let day: PartialDate = day.as_day();
        self.versions
            .iter()
            .rev()
            .find(|(_, in_force)| *in_force <= day.latest())
            .or_else(|| self.versions.first())
            .map_or("", |(id, _)| id)
    }

    pub(crate) fn clause_on(&self, day: impl AsDay, clause: &str) -> String {
        address::clause(self.version_on(day), clause)
    }

    /// A count with its digits in groups.
    pub(crate) fn count(&self, count: &impl ToString) -> String {
        grouped(&count.to_string())
    }

    /// `1 day`, `64 days`.
    pub(crate) fn days(&self, days: &i64) -> Message {
        self.say("days").with("days", days)
    }

    /// A code such as `case_opened` as words.
    pub(crate) fn code(&self, code: &str) -> String {
        code.replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_day_is_the_latest_in_force_by_then() {
        let mut frame = Frame::bare(Section::Record);
        assert_eq!(frame.version_on("2019".parse::<PartialDate>().unwrap()), "");
        frame.versions = vec![
            ("2018".into(), "2018-10-01".parse().unwrap()),
            ("2020".into(), "2020-03-01".parse().unwrap()),
        ];
        for (day, version) in [
            ("2017-01-01", "2018"),
            ("2019", "2018"),
            ("2020-02-29", "2018"),
            ("2020-03-01", "2020"),
        ] {
            assert_eq!(
                frame.version_on(day.parse::<PartialDate>().unwrap()),
                version
            );
        }
    }
}
