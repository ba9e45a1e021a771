use std::io::{self, Write};

use standing_app::asker::Asker;

use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(place: &Place, text: &str, limit: u32, json: bool) -> Outcome {
    let app = place.app().await?;
    let result = app.search(&Asker::Operator, text, limit).await?;
    let mut out = io::stdout().lock();
    for person in &result.persons {
        if json {
            serde_json::to_writer(&mut out, person).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let number = person.number.as_deref().unwrap_or("-");
            let name = person.name.as_deref().unwrap_or("name not recorded");
            writeln!(out, "{}  {number:>10}  {name}", person.id)?;
        }
    }
    if result.has_more {
        eprintln!("there are more; type more of the name, or ask for more with --limit");
    } else if result.persons.is_empty() {
        eprintln!("nobody is found by `{text}`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use standing_base::Id;

    use super::*;
    use crate::{demo, place};

    #[tokio::test(flavor = "multi_thread")]
    async fn the_public_finds_exactly_those_whose_page_it_may_read() {
        let app = place::app(standing_store::testing::sqlite().await);
        demo::make(&app).await.unwrap();
        let today = app.today().await.unwrap();
        let found = async |asker, text: &str| {
            let result = app.search(asker, text, 100).await.unwrap();
            assert!(!result.has_more, "{text} finds too many for this test");
            let ids = result.persons.into_iter().map(|person| person.id);
            ids.collect::<BTreeSet<Id>>()
        };
        let mut hidden = 0;
        for text in ["ali", "s mar", "ho b"] {
            let everybody = found(&Asker::Operator, text).await;
            let public = found(&Asker::Public, text).await;
            for person in everybody {
                let page = app.person(&Asker::Public, person, today).await;
                assert_eq!(page.is_ok(), public.contains(&person), "{text}: {person}");
                hidden += usize::from(page.is_err());
            }
        }
        assert!(hidden > 0);
    }
}
