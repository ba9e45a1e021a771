# Papurau: bwndel achos.

bundle-of-case = Bwndel achos { $case }
bundle-link = Bwndel yr achos hwn, fel PDF
bundle-foot = Achos { $case }, tudalen { $page } o { $pages }
bundle-case = Achos
bundle-organisation = Sefydliad
bundle-member = Yr aelod dan sylw
bundle-complainant = Achwynydd
bundle-panel = Panel
bundle-part = { $name }, { $part }
bundle-parts = Rhannau eraill
bundle-stage = Cam
bundle-made-on = Fel yr oedd ar
bundle-made-for = Gwnaed ar gyfer
bundle-for-subject = Mae’r bwndel hwn yn cynnwys yr hyn a ddatgelwyd i chi yn yr achos hwn, a’r hyn a anfonwyd gennych. Cewch ei ddangos i bwy bynnag sy’n eich cynghori.
bundle-for-reader = Mae’r bwndel hwn yn cynnwys tystiolaeth dan sêl. Cofnodir ei fod wedi’i wneud, a dywedir wrth yr aelod dan sylw. Cadwch ef ymhlith y rhai a gaiff ddarllen yr achos.
bundle-index = Mynegai
bundle-charges = Cyhuddiadau
bundle-charges-none = Ni ddygwyd unrhyw gyhuddiad.
bundle-charge = Cyhuddiad { $charge }
bundle-breach = Y cymal y dywedir iddo gael ei dorri
bundle-particulars = Yr hyn a honnir
bundle-finding = Dyfarniad
bundle-reasons = Rhesymau
bundle-chronology = Yr hyn a wnaed
bundle-evidence = Tystiolaeth a ddatgelwyd
bundle-evidence-none = Ni ddatgelwyd unrhyw dystiolaeth.
bundle-exhibit = { $number }. { $title }
bundle-redacted = Mae copi golygedig yma yn lle’r gwreiddiol. Yr hyn a adawyd allan, a pham: { $reason }
bundle-other-kind = Ni ellir argraffu ffeil o’r math hwn. Mae’n agor o’r dudalen gyda ffeiliau’r achos.
bundle-too-large = Mae’r ffeil hon yn rhy fawr i’w hargraffu yma. Mae’n agor o’r dudalen gyda ffeiliau’r achos.
bundle-unreadable = Ni ellir argraffu’r ffeil hon yma: mae wedi’i difrodi, neu’n gofyn am gyfrinair. Gellir ei chadw o’r dudalen gyda ffeiliau’r achos.
bundle-no-file = Nid oes ffeil o’r eitem hon yn y cofnod, neu ni all neb ei darllen mwyach.
bundle-alt = { $title }, fel yr anfonwyd
bundle-withheld = Tystiolaeth a ddaliwyd yn ôl
bundle-withheld-reason = Pam y daliwyd hi yn ôl: { $reason }
bundle-withheld-no-reason = Ni chofnodwyd rheswm.
bundle-undecided = Heb ei datgelu na’i dal yn ôl eto
bundle-failed = ni ellir gwneud y bwndel yn un PDF; gellir darllen y ffeiliau fesul un o’r dudalen gyda ffeiliau’r achos
bundle-letters = Llythyrau at yr aelod

# What is refused.

nothing-laid-ready = dim ond lle mae post ac allwedd y gell wedi’u gosod y gellir gosod llythyrau’n barod: rhowch ef â llaw neu drwy’r post
no-address-to-serve = nid oes gan yr aelod hwn gyfeiriad e-bost yma i’w gyflwyno iddo: rhowch ef â llaw neu drwy’r post, neu gwahoddwch yr aelod i agor cyfrif yn gyntaf
letter-lacks-clause = ni ellir ysgrifennu’r llythyr am y cam hwn yn achos { $case }, gan nad oes testun i gymal { $clause } ar y diwrnod hwn; gwiriwch y diwrnod, neu rhowch lyfr rheolau’r diwrnod hwnnw ar y cofnod yn gyntaf
letter-lacks-matter = ni ellir ysgrifennu’r hysbysiad o achos { $case }, gan nad yw ar y cofnod beth a honnir; llenwch hynny yn gyntaf
letter-lacks-suspension-reasons = ni ellir ysgrifennu’r hysbysiad o ataliad yn achos { $case }, gan fod ei resymau’n wag; llenwch y rhesymau yn gyntaf
letter-lacks-review = ni ellir ysgrifennu’r hysbysiad o ataliad yn achos { $case }, gan na roddwyd diwrnod adolygu ac nad oes cymal yn pennu un; llenwch y diwrnod adolygu yn gyntaf
letter-lacks-particulars = ni ellir cyflwyno’r cyhuddiadau yn achos { $case }, gan nad oes gan gyhuddiad { $charge } ei fanylion neu gymal sydd yn y llyfr rheolau; dygwch y cyhuddiad gyda’r ddau yn gyntaf
letter-lacks-answer-by = ni ellir cyflwyno’r cyhuddiadau yn achos { $case }, gan na roddwyd diwrnod ateb ac nad oes cymal yn pennu un; llenwch y diwrnod ateb yn gyntaf
letter-lacks-hearing-day = ni ellir ysgrifennu’r hysbysiad o’r gwrandawiad yn achos { $case }, gan fod diwrnod y gwrandawiad yn wag; llenwch y diwrnod yn gyntaf
letter-lacks-finding = ni ellir anfon y penderfyniad yn achos { $case }, gan nad oes dyfarniad gyda rhesymau ar gyhuddiad { $charge }; cofnodwch y dyfarniad gyda’i resymau yn gyntaf
letter-lacks-decision-reasons = ni ellir anfon y penderfyniad yn achos { $case }, gan nad yw ei ganlyniad neu ei resymau ar y cofnod; cofnodwch y penderfyniad gyda’i resymau yn gyntaf
letter-lacks-appeal-by = ni ellir anfon y penderfyniad yn achos { $case }, gan fod y diwrnod olaf ar gyfer apêl yn wag; llenwch y diwrnod hwnnw yn gyntaf
letter-lacks-appeal-route = ni ellir anfon y penderfyniad yn achos { $case }, gan nad oes cymal yn dweud at bwy y gall yr aelod apelio; rhaid i’r llyfr rheolau roi’r pŵer hwnnw yn gyntaf
letter-lacks-appeal-reasons = ni ellir ysgrifennu’r llythyr am yr apêl yn achos { $case }, gan fod ei resymau’n wag; llenwch y rhesymau yn gyntaf

# The letter of a step, before it is taken.

letter-new = Darllenwch y llythyr yn gyntaf
letter-new-lead = Nid oes dim wedi’i gofnodi eto. Darllenwch { $letter } fel y bydd yr aelod yn ei gael, ac anfonwch y ffurflen eto os yw’n gywir.
    .letter = y llythyr
letter-ahead = Y llythyr fel y bydd yn mynd allan
letter-is-ready = Fe’i gosodir yn barod i’r aelod ymhlith ffeiliau’r achos, a dywed nodyn e-bost hynny. Cofnodir ei fod yn ei agor.
letter-is-mailed = Fe’i hanfonir drwy e-bost wrth gofnodi’r cam hwn.
letter-is-given = Nid yw’n mynd drwy e-bost. Ar ôl cofnodi’r cam hwn bydd yn PDF ymhlith ffeiliau’r achos: argraffwch ef yno a rhowch ef i’r aelod yn y ffordd a gofnodwyd gennych.
letter-is-copied = Nid yw’n mynd drwy e-bost, ac nid yw’n cael ei gadw yma, gan nad oes allwedd cladd wedi’i gosod: argraffwch ef o’r dudalen hon cyn rhoi’r cam ar y cofnod, a rhowch ef i’r aelod yn y ffordd a gofnodwyd gennych.
