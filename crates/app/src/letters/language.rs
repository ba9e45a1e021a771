//! The languages that letters and pages are written in.

use standing_base::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Welsh,
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// Its code in BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The language of an organisation: that of its rulebook, where it is one of these.
    pub fn of(rulebook: &str) -> Self {
        let code = rulebook.split('-').next().unwrap_or_default();
        Self::find(code).unwrap_or(Self::English)
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// A day in words: `6 November 2019`.
    pub fn date(self, date: Date) -> String {
        let (year, month, day) = date.parts();
        format!("{day} {} {year}", self.month(month))
    }

    /// The name of a month, from 1 to 12.
    pub fn month(self, month: u32) -> &'static str {
        let months = match self {
            Self::English => ENGLISH_MONTHS,
            Self::Welsh => WELSH_MONTHS,
        };
        let place = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
        months.get(place).copied().unwrap_or_default()
    }
}
