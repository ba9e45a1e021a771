# Y dudalen flaen.

front-title = Cofnod cyhoeddus { $name }
front-lead = Pwy sydd ym mha swydd, beth a benderfynwyd ac o dan ba gymal, ar unrhyw ddiwrnod. Gofynnwch a gaiff rhywun wneud rhywbeth, a daw’r ateb gyda’r cymalau a’r ffeithiau sy’n ei benderfynu.

front-waiting = Dan waharddiad, ac yn aros
front-waiting-lead = Gwaharddiadau cyhoeddus sy’n dal mewn grym, yr hiraf yn gyntaf.
front-waiting-days = { $count } { $days ->
    [two] ddiwrnod
   *[other] diwrnod
}
front-since = Dan waharddiad ers { $since }. Digwyddodd y cam diwethaf ar { $step }, { $days } yn ôl.
front-since-lapses = Dan waharddiad ers { $since }. Digwyddodd y cam diwethaf ar { $step }, { $days } yn ôl. Os na ddigwydd dim, daw’r gwaharddiad i ben ar { $lapses }.

front-office-holders = Deiliaid swyddi
front-nobody = Nid yw’r tabl cyhoeddi yn gwneud neb yn gyhoeddus heddiw.
front-without-office = Rhestrir y rhai sy’n aelodau o gorff heb ddal swydd ar dudalen y corff.
front-bodies = Cyrff
front-branches = Canghennau
front-branches-count = { $branches ->
    [one] { $branches } gangen i gyd.
    [two] { $branches } gangen i gyd.
    [many] { $branches } changen i gyd.
   *[other] { $branches } cangen i gyd.
}

front-about = Ynglŷn â’r cofnod hwn
front-rulebook = Llyfr rheolau
front-rulebook-is = { $rulebook }
front-rulebook-in-force = { $rulebook }, { $version }, mewn grym ers { $since }
    .version = fersiwn { $id }
front-fingerprint = Ei ôl bys
front-facts = Ffeithiau ar y cofnod
front-facts-until = { $facts }, yr olaf wedi’i chofnodi ar { $day }
front-today = Heddiw
front-today-is = { $day }, yn ôl calendr y sefydliad

front-interventions = Gwnaed gan weithredwr y system
front-interventions-lead = Mewn argyfwng mae’r llyfr rheolau yn caniatáu i bwy bynnag sy’n rhedeg y system gofnodi’r hyn na all neb arall. Rhestrir pob tro yma, gyda’r rheswm a roddwyd.
