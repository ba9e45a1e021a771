//! `standing break-glass`: the operator records what nobody else can, and everybody is told.

use standing_app::AppError;
use standing_app::asker::Asker;

use crate::args::BreakGlassArgs;
use crate::failure::{Failure, Outcome};
use crate::place::Place;

pub(crate) async fn run(place: &Place, args: BreakGlassArgs) -> Outcome {
    let app = place.app().await?;
    let (person, _) = app.person_named(&args.about).await?;
    let form = app.act_form(&Asker::Operator, person, &args.kind).await;
    let form = form.map_err(|error| match error {
        AppError::NotFound { .. } => Failure::bad(format!(
            "no clause lets the operator record `{}`; a row of powers.toml with the role \
             `operator` would",
            args.kind
        )),
        other => other.into(),
    })?;
    let mut filled = vec![("on".to_owned(), args.on.to_string())];
    for field in &args.fields {
        let (name, value) = field.split_once('=').ok_or_else(|| {
            Failure::bad(format!(
                "`{field}` names no field; write --field NAME=VALUE"
            ))
        })?;
        if !form.fields.iter().any(|field| field.name == name) {
            let names: Vec<&str> = form.fields.iter().map(|it| it.name.as_str()).collect();
            return Err(Failure::bad(format!(
                "`{}` has no field `{name}`; it has {}",
                args.kind,
                names.join(", ")
            )));
        }
        filled.push((name.to_owned(), value.to_owned()));
    }
    let act = form.read(&filled)?;
    let done = app.break_glass(&act, &args.reason).await?;
    for fact in &done.facts {
        println!("recorded as fact {fact}, by clause {}", done.clause);
    }
    println!("the front page shows it, with the reason");
    Ok(())
}
