# People, seats, bodies and branches.

name = Name
office = Office
body = Body
since = Since
member = Member
# The office of a seat, with the group and the area it stands for.
seat-office = { $office }
seat-office-for = { $office }, for { $label }
seat-office-area = { $office }, { $area }
seat-office-for-area = { $office }, for { $label }, { $area }

recorded-as = Recorded as { $fact }.
own-record = This is your own record: all that it says about you. { $looked }. Take it away { $read } or { $json }.
    .looked = Who has looked at it
    .read = to read
    .json = as JSON
suspended = Suspended
suspended-days = suspended
since-last-step = since the last step
limbo = Suspended since { $since }; the last step was on { $step }. No day is set on which it lapses by itself.
rights = Rights
answer = Answer
why = Why
offices = Offices and seats
offices-none = None is on the public record.
seat-for = for { $label }
what-happened = What happened
of-no-effect = { $mark }, by { $fact }.
    .mark = Of no effect
by = By { $who }.
no-fact = No fact: it follows from the rulebook
imported = imported
source = Source:
may-record = What you may put on this record
ask-about-person = Ask about { $name }
or-ask-about = Or ask about { $cases }.
limbo-lapses = Suspended since { $since }; the last step was on { $step }. If nothing happens, the suspension lapses on { $lapses }.
from = from { $begin }
from-to = from { $begin } to { $end }
find = Find a person
found = Found
found-nobody = Nobody whom you may know of has such a name or number.
found-more = There are more. Type more of the name.
find-hint = Parts of a name in any order, with or without accents, or the beginning of a membership number.

# An entry that was closed as a second one of the same person.
person-closed-for = This entry is closed. It is the same person as { $entry }.
person-closed-entry = Also entered as { $entry }; that entry is closed.

# Who looked at a record. $who is a name with a role, or a role.
access-file = { $day }: { $who } saw the whole file
access-register = { $day }: { $who } saw the entry in the register
access-list = { $day }: { $who } saw a list of members with this one on it
access-papers = { $day }: { $who } read the papers of a case
access-evidence = { $day }: { $who } read a file of a case
access-identity = { $day }: { $who } saw who somebody is whom a case names by a number
access-name = { $day }: { $who } saw the name
access-way-in = { $day }: { $who } made a link by which to sign in as this person

duty-what = What is to be done
duty-who = By whom
duty-when = By when
duty-about = About
duty-own = The member
duty-no-day = no day is set
duty-in-case = in case { $case }
duty-late = { $days ->
    [one] 1 day late
   *[other] { $days } days late
}
duty-escalated = looked into since { $since } by: { $who }
what-next = What happens next
