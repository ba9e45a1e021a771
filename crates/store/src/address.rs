//! Where a record is kept: a folder with an SQLite file, or a PostgreSQL database.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// The file in the folder.
const FILE: &str = "standing.sqlite";

#[derive(Clone)]
pub enum Address {
    /// The folder of `--dir`; the record is its file `standing.sqlite`.
    Folder(PathBuf),
    /// An SQLite file of any name.
    File(PathBuf),
    /// The address of `--database`: it may hold a password, so it is never printed whole.
    Postgres(Box<PgConnectOptions>),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Says nothing of the text: it may hold a password.
    #[error(
        "the address of the database is not one of PostgreSQL; write it like `postgres://user@host:5432/name`"
    )]
    Form,
}

impl Address {
    /// What `--database` says: `postgres://…`, or the path of an SQLite file.
    pub fn database(text: &str) -> Result<Self, AddressError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::File(path.strip_prefix("//").unwrap_or(path).into()));
        }
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(text).map_err(|_| AddressError::Form)?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        if text.contains("://") {
            return Err(AddressError::Form);
        }
        Ok(Self::File(text.into()))
    }

    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.join(FILE)),
            Self::File(path) => Some(path.clone()),
            Self::Postgres(_) => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = self.path() {
            return path.display().fmt(f);
        }
        let Self::Postgres(options) = self else {
            return Ok(());
        };
        write!(f, "postgres://{}@", options.get_username())?;
        match options.get_socket() {
            Some(socket) => socket.display().fmt(f)?,
            None => f.write_str(options.get_host())?,
        }
        write!(f, ":{}", options.get_port())?;
        let name = options
            .get_database()
            .unwrap_or_else(|| options.get_username());
        write!(f, "/{name}")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_printed_without_its_password() {
        for (text, printed) in [
            (
                "postgres://clerk:secret@db.example.org/party",
                "postgres://clerk@db.example.org:5432/party",
            ),
            (
                "postgresql://clerk@[::1]:6000/party?password=secret",
                "postgres://clerk@[::1]:6000/party",
            ),
            ("sqlite:///var/lib/x.sqlite", "/var/lib/x.sqlite"),
            ("x.sqlite", "x.sqlite"),
        ] {
            let address = Address::database(text).unwrap();
            assert_eq!(address.to_string(), printed);
            assert_eq!(format!("{address:?}"), printed);
        }
        for text in [
            "mysql://clerk:secret@host/x",
            "postgres://clerk:secret@host:port/x",
        ] {
            let error = Address::database(text).unwrap_err();
            assert!(!error.to_string().contains("secret"));
        }
    }
}
