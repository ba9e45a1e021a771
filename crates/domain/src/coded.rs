//! Lists of which each entry has a code: stages and steps of the machines.

/// An enum with the code of each variant, both ways.
macro_rules! coded {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $entry:ident = $code:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $entry),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$entry),+];

            /// As it stands on the record, in drawings and in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$entry => $code),+ }
            }

            /// The one of this code.
            pub fn of(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$entry),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use coded;
