# What stands around every page, and what every form has.

language-name = English

skip = Skip to the content
public-record = Public record
site = Site
nav-record = Record
nav-today = Today
nav-ask = Ask
nav-rulebook = Rulebook
nav-search = Find
nav-what-if = What if
nav-register = Register
nav-account = Account
foot-how = Every answer is computed from the rulebook and from facts on the record, and names both. Facts are added, never changed.
foot-kept = Kept with Standing, free software.
foot-language = Language

error = Error:
optional = (optional)
yes = Yes
no = No
undecided = Undecided

# A length of time. $days (number)
days = { $days ->
    [one] 1 day
   *[other] { $days } days
}

clause-numbered = clause { $clause }
clause-capital = Clause { $clause }
fact = fact { $fact }
fact-capital = Fact { $fact }
version = Version { $version }
list-more = { $before }, { $last }
list-last = { $before } and { $last }
small-yes = yes
small-no = no
small-undecided = undecided
on-show = As it stood on
show = Show
