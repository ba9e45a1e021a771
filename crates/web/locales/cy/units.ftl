# Cyrff a changhennau.

until = Tan
no-end = dim diwedd wedi’i gofnodi
named-on = { $name } ar { $day }
part-of = Rhan o { $unit }
founded = Sefydlwyd
dissolved = Diddymwyd
seats = Seddi
seats-filled = { $seats }, gyda { $filled } ohonynt wedi’u llenwi gan bobl y mae’r tabl cyhoeddi’n eu gwneud yn gyhoeddus
members = Aelodau
members-few = heb ei ddangos: byddai rhif bach yn dweud rhywbeth am berson
parts-of-it = Ei rannau
who-sits = Pwy sy’n aelod ohono
nobody-sat = Nid oedd neb y mae’r tabl cyhoeddi’n ei wneud yn gyhoeddus yn aelod ohono ar y diwrnod hwnnw.
who-sat = Pwy fu’n aelod ohono o’r blaen
