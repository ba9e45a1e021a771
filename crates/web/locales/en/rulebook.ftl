# The rulebook: versions, clauses, and what changed.

rulebook-lead = The organisation’s own text. A clause that decides something carries a rule, and every answer on this record is computed from these rules.
versions = Versions
version-column = Version
in-force-from = In force from
adopted-by = Adopted by
clauses = Clauses
in-force-today = in force today
from-column = From
compare-version = Compare version
with-version = with version
compare = Compare
contents-of = Contents of version { $version }
fingerprint = Fingerprint
fingerprint-lead = Anybody who holds the same folder of text computes the same fingerprint.
counting-calendar = Time limits are counted in calendar days: the day of the act is day 1.
counting-clear = Time limits are counted in clear days: the day of the act does not count, and what follows takes effect on the day after the last.
counting-working = Time limits are counted in working days: as clear days, without Saturdays, Sundays and holidays.
rulebook-version = Rulebook, version { $version }
in-force-since = in force from { $day }
adopted-by-whom = Adopted by: { $who }
fingerprint-version = Fingerprint of this version
in-force-until = in force from { $day } to { $until }
clause-version = Clause { $clause }, version { $version }
values-set = Values that the words set
in-the-words = in the words
what-it-decides = What it decides
lifting = lifting { $clause }
it-defines = It defines { $term }
readback = What it does, read back in words
readback-lead = Written by the program from the rules and tables. It should say what the clause says.
rule-written = The rule as it is written
rule-tables = In the tables of the rulebook:
other-versions = In other versions
the-same = the same
fingerprints = Fingerprints
of-the-words = Of the words
of-the-rules = Of the rules
written-in = Written in
file-line = { $file }, line { $line }
previous = Previous
next = Next
not-the-same = not the same; { $compare }
compare-with = compare with version { $version }
clause-mark-judgement = This clause calls for a human finding. The finding is recorded; it is never computed.
clause-mark-procedure = This clause is carried out by people, or by another part of the system.
clause-mark-text = This clause defines or introduces; there is nothing to compute.
decides-require = It asks for something before { $question }
decides-bar = It stands against { $question }
decides-except = It makes an exception for { $question }
compared = Version { $new } compared with version { $old }
what-changed = What changed from version { $old } to version { $new }
in-force-both = in force from { $old } and from { $new }
all-the-same = Every clause is the same in both versions.
some-differ = { $changed ->
    [one] { $changed } clause differs
   *[other] { $changed } clauses differ
}; { $unchanged ->
    [one] { $unchanged } is
   *[other] { $unchanged } are
} the same. { $gone }, { $new }.
    .gone = What is gone is struck out
    .new = what is new is underlined
values = Values
words = Words
readback-short = What it does, read back
changed-new = New
changed-gone = Gone
changed-words-and-rule = Changed in its words and in its rule
changed-is-that-meant = Changed in its words, while its rule stayed: is that meant?
changed-words = Changed in its words
changed-corrected = Its rule was corrected and its words stayed: past answers may change
value-none = none
