use std::net::SocketAddr;
use std::sync::Arc;

use crate::args::SiteArgs;
use crate::commands::serve::{refuse_strangers, serve};
use crate::demo;
use crate::failure::{Failure, Outcome};
use crate::place::{Place, app};
use crate::settings::ServerSettings;

/// Which run of the story is made, and whether it is served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) no_serve: bool,
    pub(crate) as_standing_decides: bool,
}

pub(crate) async fn run(place: &Place, listen: SocketAddr, site: SiteArgs, run: Run) -> Outcome {
    let settings = ServerSettings::default();
    refuse_strangers(listen, &settings)?;
    refuse_what_is_there(place)?;
    eprintln!("making the Example Party ...");
    let store = place.create().await?;
    let app = app(Arc::clone(&store));
    let made = if run.as_standing_decides {
        demo::make_as_standing_decides(store, app.clock().now()).await?
    } else {
        demo::make(&app).await?
    };
    let app = match &place.folder {
        Some(folder) => app.with_vault(crate::vault::for_demo(folder)?),
        None => app,
    };
    println!(
        "made the Example Party at {}: {} facts about {} invented persons",
        place.address, made.facts, made.persons
    );
    if run.no_serve {
        println!("look at it with `standing serve`, and the same --dir or --database");
        return Ok(());
    }
    serve(app, listen, site, settings, |address| {
        println!("serving {address}");
        println!("three questions to try:");
        for (question, about, on) in TO_TRY {
            println!("  {address}ask?question={question}&about={about}&on={on}");
        }
        println!("stop with Ctrl-C");
    })
    .await
}

/// Questions worth asking first: the answers are those of the story.
const TO_TRY: &[(&str, &str, &str)] = &[
    ("endorse", "M", "2019-11-06"),
    ("is_suspended", "M", "2019-06-27"),
    ("case_open", "case:C1", "2019-08-01"),
];

/// A demo is made where nothing is: it never mixes with somebody's record.
fn refuse_what_is_there(place: &Place) -> Outcome {
    let Some(folder) = &place.folder else {
        return Ok(());
    };
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => {
            return Err(Failure::bad(format!(
                "`{}` cannot be read: {error}",
                folder.display()
            )));
        }
    };
    if is_empty {
        return Ok(());
    }
    Err(Failure::bad(format!(
        "the folder `{folder}` is not empty; look at what is in it with `standing serve --dir \
         {folder}`, or name another folder with --dir",
        folder = folder.display()
    )))
}
