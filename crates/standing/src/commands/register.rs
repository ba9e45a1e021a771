use crate::args::RegisterCommand;
use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(_place: &Place, _command: RegisterCommand) -> Outcome {
    Ok(())
}
