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
