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

person-closed-for = Mae’r cofnod hwn wedi’i gau. Yr un person yw â { $entry }.
person-closed-entry = Cofnodwyd hefyd fel { $entry }; mae’r cofnod hwnnw wedi’i gau.
clause-numbered = cymal { $clause }

access-file = { $day }: gwelodd { $who } y ffeil gyfan
access-register = { $day }: gwelodd { $who } y cofnod yn y gofrestr
access-list = { $day }: gwelodd { $who } restr o aelodau a’r aelod hwn arni
access-name = { $day }: gwelodd { $who } yr enw
access-way-in = { $day }: gwnaeth { $who } ddolen i fewngofnodi fel y person hwn
