//! How ids and days are written in JSON, for the description of the API.

use std::borrow::Cow;

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::{Date, Id, PartialDate};

fn text(describe: impl FnOnce(ObjectBuilder) -> ObjectBuilder) -> RefOr<Schema> {
    describe(ObjectBuilder::new().schema_type(Type::String)).into()
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        text(|object| {
            object
                .pattern(Some("^[a-z]{3}_[0-9a-f]{32}$"))
                .description(Some("A kind of three letters and 32 hexadecimal digits"))
                .examples(["per_0190163d8694739db7a1c1d3f4e5a6b7"])
        })
    }
}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        text(|object| object.format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))))
    }
}

impl PartialSchema for PartialDate {
    fn schema() -> RefOr<Schema> {
        text(|object| {
            object
                .pattern(Some("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))
                .description(Some(
                    "A day, or the month or year of it where no more is known",
                ))
                .examples(["2019-11-06", "2019-11", "2019"])
        })
    }
}

macro_rules! named {
    ($($of:ty = $name:literal),+ $(,)?) => {
        $(impl ToSchema for $of {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        })+
    };
}

named! {
    Id = "Id",
    Date = "Day",
    PartialDate = "PartialDay",
}
