//! Dates as other people write them.

use standing_base::{Date, PartialDate};

/// A form of dates such as `D.M.YYYY`: `D` and `M` take one or two digits, `DD` and `MM` two,
/// `YYYY` four; everything else stands for itself. Without a day, or a day and a month, it makes
/// partial dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateForm {
    written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    Month { digits_min: usize },
    Day { digits_min: usize },
    Plain(char),
}

/// The calendar does not have it.
struct NoSuchDay;

impl DateForm {
    pub(super) fn new(written: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some(first) = rest.chars().next() {
            let (part, length) = [
                ("YYYY", Part::Year),
                ("MM", Part::Month { digits_min: 2 }),
                ("M", Part::Month { digits_min: 1 }),
                ("DD", Part::Day { digits_min: 2 }),
                ("D", Part::Day { digits_min: 1 }),
            ]
            .into_iter()
            .find(|(token, _)| rest.starts_with(token))
            .map_or((Part::Plain(first), first.len_utf8()), |(token, part)| {
                (part, token.len())
            });
            if matches!(part, Part::Plain(letter) if letter.is_alphanumeric()) {
                return Err(format!(
                    "`{written}` is not a form of dates; write it with YYYY, MM or M, DD or D, such as `D.M.YYYY`"
                ));
            }
            parts.push(part);
            rest = rest.get(length..).unwrap_or("");
        }
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let years = count(|part| matches!(part, Part::Year));
        let months = count(|part| matches!(part, Part::Month { .. }));
        let days = count(|part| matches!(part, Part::Day { .. }));
        if years != 1 || months > 1 || days > 1 || days > months {
            return Err(format!(
                "`{written}` is not a form of dates: it needs one YYYY, at most one month, and a day only with a month"
            ));
        }
        Ok(Self {
            written: written.to_owned(),
            parts,
        })
    }

    /// `None` when the text has another form.
    fn read(&self, text: &str) -> Option<Result<PartialDate, NoSuchDay>> {
        let (mut year, mut month, mut day) = (0, None, None);
        let mut rest = text;
        for part in &self.parts {
            match *part {
                Part::Plain(letter) => rest = rest.strip_prefix(letter)?,
                Part::Year => year = digits(&mut rest, 4, 4)?.cast_signed(),
                Part::Month { digits_min } => month = Some(digits(&mut rest, digits_min, 2)?),
                Part::Day { digits_min } => day = Some(digits(&mut rest, digits_min, 2)?),
            }
        }
        if !rest.is_empty() {
            return None;
        }
        // The form fits; whether the calendar has the day is another matter.
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1));
        let date = first.map(|first| match (month, day) {
            (Some(_), Some(_)) => PartialDate::Day(first),
            (Some(month), None) => PartialDate::Month(year, month),
            _ => PartialDate::Year(year),
        });
        Some(date.ok_or(NoSuchDay))
    }
}

fn digits(rest: &mut &str, min: usize, max: usize) -> Option<u32> {
    let length = rest
        .bytes()
        .take(max)
        .take_while(u8::is_ascii_digit)
        .count();
    let number = rest.get(..length).filter(|_| length >= min)?.parse().ok()?;
    *rest = rest.get(length..)?;
    Some(number)
}

/// Reads a date in one of several forms; without any, as `2019-11-06`, `2019-11` or `2019`.
pub(super) fn read(text: &str, forms: &[DateForm]) -> Result<PartialDate, String> {
    if forms.is_empty() {
        return text
            .parse()
            .map_err(|error: standing_base::DateError| match error {
                standing_base::DateError::NoSuchDay(_) => {
                    "the calendar has no such day; check the date".to_owned()
                }
                standing_base::DateError::Form(_) => {
                    "is not a date such as `2019-11-06`, `2019-11` or `2019`".to_owned()
                }
            });
    }
    match forms.iter().find_map(|form| form.read(text)) {
        Some(Ok(date)) => Ok(date),
        Some(Err(NoSuchDay)) => Err("the calendar has no such day; check the date".into()),
        None => {
            let forms: Vec<_> = forms.iter().map(|form| form.written.as_str()).collect();
            Err(format!("is not a date of the form {}", forms.join(" or ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_that_a_mapping_names() {
        for (form, text, expected) in [
            ("D.M.YYYY", "26.3.1994", Ok("1994-03-26")),
            ("D.M.YYYY", "18.05.2019", Ok("2019-05-18")),
            ("DD/MM/YYYY", "6/11/2019", Err("form")),
            ("DD/MM/YYYY", "06/11/2019", Ok("2019-11-06")),
            ("M/D/YYYY", "11/6/2019", Ok("2019-11-06")),
            ("YYYYMMDD", "20191106", Ok("2019-11-06")),
            ("M.YYYY", "3.2012", Ok("2012-03")),
            ("YYYY", "2012", Ok("2012")),
            ("D.M.YYYY", "29.2.2019", Err("calendar")),
            ("D.M.YYYY", "1.1.20190", Err("form")),
        ] {
            let read = read(text, &[DateForm::new(form).unwrap()]);
            match expected {
                Ok(date) => assert_eq!(read.unwrap().to_string(), date),
                Err(word) => assert!(read.unwrap_err().contains(word), "{form} {text}"),
            }
        }
        assert!(read("2019-02-29", &[]).unwrap_err().contains("calendar"));
        for wrong in ["DD.MM", "D.YYYY", "YYYY YYYY", "dd.mm.yyyy"] {
            assert!(DateForm::new(wrong).is_err(), "{wrong}");
        }
    }
}
