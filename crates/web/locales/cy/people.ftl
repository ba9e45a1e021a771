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

recorded-as = Cofnodwyd fel { $fact }.
own-record = Dyma’ch cofnod chi: popeth y mae’n ei ddweud amdanoch. { $looked }. Ewch ag ef gyda chi { $read } neu { $json }.
    .looked = Pwy sydd wedi edrych arno
    .read = i’w ddarllen
    .json = fel JSON
suspended = Dan waharddiad
suspended-days = dan waharddiad
since-last-step = ers y cam diwethaf
limbo = Dan waharddiad ers { $since }; digwyddodd y cam diwethaf ar { $step }. Nid oes diwrnod wedi’i bennu pan ddaw i ben ohono’i hun.
rights = Hawliau
answer = Ateb
why = Pam
offices = Swyddi a seddi
offices-none = Nid oes yr un ar y cofnod cyhoeddus.
seat-for = dros { $label }
what-happened = Beth ddigwyddodd
of-no-effect = { $mark }, oherwydd { $fact }.
    .mark = Heb effaith
by = Gan { $who }.
no-fact = Dim ffaith: mae’n dilyn o’r llyfr rheolau
imported = mewnforiwyd
source = Ffynhonnell:
may-record = Yr hyn y cewch ei roi ar y cofnod hwn
ask-about-person = Gofyn am { $name }
or-ask-about = Neu gofynnwch am { $cases }.
limbo-lapses = Dan waharddiad ers { $since }; digwyddodd y cam diwethaf ar { $step }. Os na ddigwydd dim, daw’r gwaharddiad i ben ar { $lapses }.
from = o { $begin }
from-to = o { $begin } hyd { $end }
find = Chwilio am berson
found = Wedi’u canfod
found-nobody = Nid oes gan neb y cewch wybod amdano enw na rhif o’r fath.
found-more = Mae rhagor. Teipiwch fwy o’r enw.
find-hint = Rhannau o enw mewn unrhyw drefn, gydag acenion neu hebddynt, neu ddechrau rhif aelodaeth.

person-closed-for = Mae’r cofnod hwn wedi’i gau. Yr un person yw â { $entry }.
person-closed-entry = Cofnodwyd hefyd fel { $entry }; mae’r cofnod hwnnw wedi’i gau.

access-file = { $day }: gwelodd { $who } y ffeil gyfan
access-register = { $day }: gwelodd { $who } y cofnod yn y gofrestr
access-list = { $day }: gwelodd { $who } restr o aelodau a’r aelod hwn arni
access-papers = { $day }: darllenodd { $who } bapurau achos
access-evidence = { $day }: darllenodd { $who } ffeil o achos
access-identity = { $day }: gwelodd { $who } pwy yw rhywun y mae achos yn ei enwi â rhif
access-name = { $day }: gwelodd { $who } yr enw
access-way-in = { $day }: gwnaeth { $who } ddolen i fewngofnodi fel y person hwn

duty-what = Beth sydd i’w wneud
duty-who = Gan bwy
duty-when = Erbyn pryd
duty-about = Ynghylch
duty-own = Yr aelod
duty-no-day = nid oes diwrnod wedi’i bennu
duty-in-case = yn achos { $case }
duty-late = { $days ->
    [one] { $days } diwrnod yn hwyr
    [two] { $days } ddiwrnod yn hwyr
   *[other] { $days } diwrnod yn hwyr
}
duty-escalated = edrychir iddo ers { $since } gan: { $who }
what-next = Beth sy’n digwydd nesaf
