//! `/what-if`: the whole history again under other rules.

use std::collections::BTreeMap;

use askama::Template;
use standing_app::answer::Truth;
use standing_app::whatif::{AnswerChanged, WhatIf};
use standing_base::{Id, IdKind};
use standing_rulebook::{Overlay, Rulebook};

use crate::address;
use crate::frame::Frame;
use crate::query::{FieldError, Fields};

/// Fields that carry a new value for a parameter begin so.
pub(crate) const PARAM_FIELD: &str = "param.";

#[derive(Debug, Template)]
#[template(path = "what_if.html")]
pub(crate) struct WhatIfHtml {
    pub(crate) frame: Frame,
    pub(crate) form: WhatIfForm,
    pub(crate) result: Option<WhatIf>,
}

/// What-ifs that come with the rulebook, and every parameter with its present words.
#[derive(Clone, Debug, Default)]
pub(crate) struct WhatIfForm {
    /// Id and name.
    pub(crate) overlays: Vec<(String, String)>,
    pub(crate) chosen: String,
    pub(crate) params: Vec<ParamField>,
    pub(crate) errors: Vec<FieldError>,
}

#[derive(Clone, Debug)]
pub(crate) struct ParamField {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) clause: String,
    pub(crate) title: String,
    /// As the clause says it.
    pub(crate) words: String,
    pub(crate) value: String,
}

/// What the reader wants to try.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) params: Vec<(String, String)>,
}

impl WhatIfForm {
    pub(crate) fn new(rulebook: &Rulebook, fields: &Fields) -> Self {
        let sent: BTreeMap<String, String> = fields.starting(PARAM_FIELD).into_iter().collect();
        // The newest text's words; a parameter that only an older text has comes after.
        let mut params: Vec<ParamField> = Vec::new();
        for version in rulebook.versions.iter().rev() {
            for param in &version.params {
                if params.iter().any(|known| known.name == param.name) {
                    continue;
                }
                let clause = version.clauses.get(param.clause.at());
                params.push(ParamField {
                    name: param.name.clone(),
                    version: version.id.clone(),
                    clause: clause.map_or_else(String::new, |clause| clause.id.clone()),
                    title: clause.map_or_else(String::new, |clause| clause.title.clone()),
                    words: param.words.clone(),
                    value: sent.get(&param.name).cloned().unwrap_or_default(),
                });
            }
        }
        let overlays = rulebook.overlays.iter();
        Self {
            overlays: overlays
                .map(|overlay| (overlay.id.clone(), overlay.name.clone()))
                .collect(),
            chosen: fields.raw("overlay"),
            params,
            errors: Vec::new(),
        }
    }

    /// What to replay; nothing when the form was not filled in yet.
    pub(crate) fn wanted(
        &self,
        rulebook: &Rulebook,
        fields: &Fields,
    ) -> Result<Option<Wanted>, FieldError> {
        let typed: Vec<(String, String)> = fields.starting(PARAM_FIELD);
        for (name, _) in &typed {
            if !self.params.iter().any(|param| param.name == *name) {
                let says = format!("the rulebook has no parameter `{name}`; choose one of the list");
                return Err(FieldError::new("overlay", says));
            }
        }
        let Some(chosen) = fields.text("overlay")? else {
            return Ok((!typed.is_empty()).then(|| Wanted {
                name: "Other values".to_owned(),
                params: typed,
            }));
        };
        let overlay = rulebook.overlays.iter().find(|one| one.id == chosen);
        let overlay: &Overlay = overlay.ok_or_else(|| {
            let says = format!("no what-if called `{chosen}` comes with the rulebook; choose one");
            FieldError::new("overlay", says)
        })?;
        let mut params = overlay.params.clone();
        params.extend(typed);
        Ok(Some(Wanted {
            name: overlay.id.clone(),
            params: params.into_iter().collect(),
        }))
    }

    fn is_chosen(&self, overlay: &str) -> bool {
        self.chosen == overlay
    }

    fn error(&self) -> Option<&FieldError> {
        self.errors.first()
    }
}

impl ParamField {
    fn clause_address(&self) -> String {
        address::clause(&self.version, &self.clause)
    }
}

impl WhatIfHtml {
    fn subject(&self, subject: &Id) -> Option<String> {
        match subject.kind() {
            IdKind::Person => Some(address::person(subject)),
            IdKind::Body => Some(address::body(subject)),
            IdKind::Branch => Some(address::branch(subject)),
            _ => None,
        }
    }

    fn ask(&self, changed: &AnswerChanged) -> String {
        let about = match &changed.item {
            Some(item) => format!("case:{item}"),
            None => changed.subject.to_string(),
        };
        address::ask(&changed.question, &about, changed.from, None)
    }

    fn word(&self, truth: &Truth) -> &'static str {
        match truth {
            Truth::Yes => "Yes",
            Truth::No => "No",
            Truth::Undecided => "Undecided",
        }
    }
}
