# Bodies and branches.

until = Until
no-end = no end recorded
named-on = { $name } on { $day }
part-of = Part of { $unit }
founded = Founded
dissolved = Dissolved
seats = Seats
seats-filled = { $seats }, { $filled } of them filled by people whom the publication table makes public
members = Members
members-few = not shown: a small number would tell about a person
parts-of-it = Parts of it
who-sits = Who sits in it
nobody-sat = Nobody whom the publication table makes public sat in it on that day.
who-sat = Who sat in it before
