//! What a page says, as its template asks for it: messages, links within them, and words of the
//! rulebook marked with their language.

use std::fmt;

use askama::filters::HtmlSafe;
use standing_app::answer::Truth;
use standing_app::letters::Language;

use super::Frame;
use crate::day::{AsDay, Prose};
use crate::language::{IntoPart, Message, Piece, Says, escaped};

impl Frame {
    /// A message in the language of the page.
    pub(crate) fn say(&self, key: impl Key) -> Message {
        Message::new(key.key()).within(self.language)
    }

    /// The title of a form's page, which says first that something is wrong.
    pub(crate) fn title(&self, key: impl Key, is_wrong: bool) -> Message {
        self.titled(self.say(key), is_wrong)
    }

    pub(crate) fn titled(&self, title: Message, is_wrong: bool) -> Message {
        if is_wrong {
            self.say("error-title").with("title", title)
        } else {
            title
        }
    }

    /// What somebody holds in a body: the office, for which group and which area.
    pub(crate) fn seat(
        &self,
        office: &Option<String>,
        label: &Option<String>,
        area: &Option<String>,
    ) -> Message {
        let message = match (label, area) {
            (None, None) => self.say("seat-office"),
            (Some(label), None) => self.say("seat-office-for").with("label", label),
            (None, Some(area)) => self.say("seat-office-area").with("area", area),
            (Some(label), Some(area)) => self
                .say("seat-office-for-area")
                .with("label", label)
                .with("area", area),
        };
        message.with("office", self.office(office))
    }

    pub(crate) fn office(&self, office: &Option<String>) -> Piece {
        match office {
            Some(office) => self.theirs(self.heading(office)),
            None => self.say("member").piece(),
        }
    }

    /// The languages to change to: code, and what each calls itself.
    pub(crate) fn other_languages(&self) -> Vec<(&'static str, String)> {
        let others = Language::ALL
            .into_iter()
            .filter(|other| *other != self.language);
        others
            .map(|other| {
                let name = Message::new("language-name").within(other);
                (other.code(), name.text())
            })
            .collect()
    }

    /// Marks an element that holds words of the rulebook, where they are in another language than
    /// the page.
    pub(crate) fn rulebook_lang(&self) -> Lang<'_> {
        let code = self.rulebook_language.as_str();
        let is_other = code.split('-').next() != Some(self.language.code());
        Lang(is_other.then_some(code))
    }

    /// A sentence of the rulebook, or about it.
    pub(crate) fn sentence(&self, text: &str) -> Prose {
        self.of_rulebook(Prose::sentence(self.rulebook_style(), text))
    }

    /// What stands against something, in the language of the page where it is ours to say.
    pub(crate) fn objection(&self, says: &Says) -> Prose {
        match says {
            Says::Message(message) => {
                let message = message.clone().within(self.language);
                Prose::objection(&message.text())
            }
            Says::Sentence(text) if self.language == Language::English => Prose::objection(text),
            Says::Sentence(text) => Prose::objection(text).in_lang(Language::English.code()),
        }
    }

    fn of_rulebook(&self, prose: Prose) -> Prose {
        match self.rulebook_lang().0 {
            Some(code) => prose.in_lang(code),
            None => prose,
        }
    }

    /// Words of the rulebook within a sentence of the page.
    pub(crate) fn theirs(&self, words: impl AsRef<str>) -> Piece {
        let piece = Piece::tagged("", words.as_ref(), "");
        match self.rulebook_lang().0 {
            Some(code) => piece.in_lang(code),
            None => piece,
        }
    }

    pub(crate) fn link(&self, to: impl AsRef<str>, words: impl IntoPart) -> Piece {
        Piece::of(words).linked(to.as_ref())
    }

    /// A clause by its number, and the way to it.
    pub(crate) fn clause(&self, to: impl AsRef<str>, clause: impl AsRef<str>) -> Piece {
        self.link(
            to,
            self.say("clause-numbered").with("clause", clause.as_ref()),
        )
    }

    /// Several things with nothing but commas between them.
    pub(crate) fn enumerated(&self, pieces: Vec<Piece>) -> Piece {
        let joined = pieces.into_iter().reduce(|before, piece| {
            let both = self.say("list-more").with("before", before);
            both.with("last", piece).piece()
        });
        joined.unwrap_or_else(|| Piece::tagged("", "", ""))
    }

    /// Several things, one after another.
    pub(crate) fn list(&self, pieces: Vec<Piece>) -> Piece {
        let last = pieces.len().saturating_sub(1);
        let joined = pieces
            .into_iter()
            .enumerate()
            .reduce(|before, (place, piece)| {
                let key = if place == last {
                    "list-last"
                } else {
                    "list-more"
                };
                let both = self.say(key).with("before", before.1).with("last", piece);
                (place, both.piece())
            });
        joined.map_or_else(|| Piece::tagged("", "", ""), |(_, piece)| piece)
    }

    /// A stretch of days: the first, and the last where there is one.
    pub(crate) fn span(&self, begin: impl AsDay, end: &Option<impl AsDay>) -> Message {
        let begin = self.day(begin);
        match end {
            None => self.say("from").with("begin", begin),
            Some(end) => self
                .say("from-to")
                .with("begin", begin)
                .with("end", self.day(end)),
        }
    }

    /// An answer in a word, for a heading.
    pub(crate) fn truth(&self, truth: &Truth) -> Message {
        self.say(match truth {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Undecided => "undecided",
        })
    }

    /// The same within a sentence.
    pub(crate) fn answer(&self, truth: &Truth) -> Message {
        self.say(match truth {
            Truth::Yes => "small-yes",
            Truth::No => "small-no",
            Truth::Undecided => "small-undecided",
        })
    }

    pub(crate) fn prose(&self, text: &str) -> Prose {
        self.of_rulebook(Prose::new(self.rulebook_style(), text))
    }
}

/// The name of a message, as a template hands it over.
pub(crate) trait Key {
    fn key(self) -> &'static str;
}

impl Key for &'static str {
    fn key(self) -> &'static str {
        self
    }
}

impl<K: Key + Copy> Key for &K {
    fn key(self) -> &'static str {
        (*self).key()
    }
}

/// The attribute `lang`, where it is needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lang<'a>(Option<&'a str>);

impl fmt::Display for Lang<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(code) => write!(f, " lang=\"{}\"", escaped(code)),
            None => Ok(()),
        }
    }
}

impl HtmlSafe for Lang<'_> {}
