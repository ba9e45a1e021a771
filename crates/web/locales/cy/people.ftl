# Pobl, seddi, cyrff a changhennau.

name = Enw
office = Swydd
body = Corff
since = Ers
member = Aelod
seat-office = { $office }
seat-office-for = { $office }, dros { $label }
seat-office-area = { $office }, { $area }
seat-office-for-area = { $office }, dros { $label }, { $area }
