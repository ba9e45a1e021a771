//! `standing retention`: what the server does each day about cases and complaints whose time is over.

use std::io::Write;

use standing_app::asker::Asker;
use standing_app::retention::OverdueCase;
use standing_domain::case::keeping::Due;

use crate::failure::Outcome;
use crate::place::{Place, app};

pub(crate) async fn run(place: &Place, is_dry: bool) -> Outcome {
    let app = app(place.open().await?);
    if is_dry {
        let cases = app.overdue_cases(&Asker::Operator).await?;
        let mut out = std::io::stdout().lock();
        for case in &cases {
            writeln!(out, "{}", line(case))?;
        }
        writeln!(
            out,
            "{} case(s) and complaint(s) whose time is over; nothing was changed",
            cases.len()
        )?;
        return Ok(());
    }
    let (mut announced, mut erased) = (0, 0);
    loop {
        let looked = app.retain().await?;
        announced += looked.announced;
        erased += looked.erased;
        // What is left about somebody of whom one case was done comes with the next look.
        if looked.left == 0 || looked.announced + looked.erased == 0 {
            break;
        }
    }
    println!("{announced} erasure(s) announced, {erased} case(s) and complaint(s) erased");
    Ok(())
}

fn line(case: &OverdueCase) -> String {
    let due = match case.due {
        Due::Announce => "its erasure is announced next".to_owned(),
        Due::Announced(last) => {
            format!("it is erased after {last}, unless somebody says that it is needed")
        }
        Due::Held(until) => format!("somebody needs it until {until}"),
        Due::Erase => "it is erased next".to_owned(),
        // Neither is overdue.
        Due::Kept | Due::Erased(_) => "nothing is due".to_owned(),
    };
    format!(
        "{}: kept until {} (clause {}); {due}",
        case.reference, case.kept_until, case.clause
    )
}
