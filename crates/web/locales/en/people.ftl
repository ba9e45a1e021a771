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

# An entry that was closed as a second one of the same person.
person-closed-for = This entry is closed. It is the same person as { $entry }.
person-closed-entry = Also entered as { $entry }; that entry is closed.
clause-numbered = clause { $clause }

# Who looked at a record. $who is a name with a role, or a role.
access-file = { $day }: { $who } saw the whole file
access-register = { $day }: { $who } saw the entry in the register
access-list = { $day }: { $who } saw a list of members with this one on it
access-name = { $day }: { $who } saw the name
access-way-in = { $day }: { $who } made a link by which to sign in as this person
