//! The limits of a rulebook. They are far above what people write and low enough that no text,
//! however hostile, makes loading or asking slow or deep.

/// Bytes in one file.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Files in a folder.
pub const FILES_MAX: usize = 2_000;
/// Bytes in all files.
pub const FOLDER_BYTES_MAX: usize = 32 << 20;
/// Bytes in one line of a file.
pub const LINE_BYTES_MAX: usize = 20_000;
/// Versions of a rulebook.
pub const VERSIONS_MAX: usize = 200;
/// What-ifs of a rulebook.
pub const OVERLAYS_MAX: usize = 100;
/// Clauses, parameters, definitions, rules, or rows of a table in one version.
pub const CLAUSES_MAX: usize = 5_000;
/// Records, facts of a record, questions, entries, fields of an entry, enums.
pub const NAMES_MAX: usize = 1_000;
/// Values of an enum.
pub const ENUM_VALUES_MAX: usize = 256;
/// Bytes in a name, a clause number or a date.
pub const NAME_BYTES_MAX: usize = 64;
/// Bytes in a reason, or in what a table says in words.
pub const TEXT_BYTES_MAX: usize = 2_000;
/// How deep parentheses, `not` and quantifiers stand in each other.
pub const NESTING_MAX: usize = 32;
/// Statements in one rule block.
pub const STATEMENTS_MAX: usize = 500;
/// Conditions within one condition, those of the definitions it uses included.
pub const CONDITIONS_MAX: usize = 4_000;
/// How many definitions stand on each other.
pub const DEFINITION_CHAIN_MAX: usize = 32;
/// Variables of one rule or definition, the subject included.
pub const VARIABLES_MAX: usize = 16;
/// Reminders of one duty.
pub const REMINDERS_MAX: usize = 10;
/// Lengths added to or taken from one date.
pub const SUMMANDS_MAX: usize = 4;
/// Errors and notes reported at once.
pub const DIAGNOSTICS_MAX: usize = 200;
