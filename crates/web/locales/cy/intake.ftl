# Y derbyn cyfrinachol.

complain = Cwyno’n gyfrinachol
complain-lead = Nid oes angen cyfrif ar gyfer y ffurflen hon. Mae’r sawl sy’n derbyn cwynion yma yn darllen yr hyn a ysgrifennwch, a gallwch ddod yn ôl am yr ateb.
complain-closed = Ni dderbynnir cwynion yma: naill ai nid oes allwedd cladd wedi’i gosod, neu nid yw’r llyfr rheolau’n gadael i neb eu derbyn. Ysgrifennwch at y sefydliad ar bapur.
complain-kept = Amgryptir yr hyn a ysgrifennwch. Cedwir gydag ef: y diwrnod. Ni chedwir: eich cyfeiriad ar y rhwydwaith, eich porwr, yr amser, enwau eich ffeiliau. Os na chaiff hyd yn oed rhywun sy’n gwylio’ch rhwydwaith wybod ichi fod yma, defnyddiwch gysylltiad nad yw’n eiddo i chi, megis Tor.
complain-signed-in = Rydych wedi mewngofnodi. Ni chlymir yr hyn a anfonwch yma wrth eich cyfrif, ond allgofnodwch yn gyntaf os ydych am fod yn siŵr.
complain-come-back = Dod yn ôl â chod derbynneb
complain-about = Am bwy y mae
complain-about-hint = Enw, swydd, corff: fel yr ydych yn eu hadnabod.
complain-when = Pryd y bu
complain-when-hint = Diwrnod, rhai wythnosau, neu ers pryd.
complain-text = Beth a wnaed
complain-text-hint = Yr hyn a welsoch, a glywsoch neu sydd gennych ar bapur, a phwy arall sy’n gwybod. Gadewch allan yr hyn sy’n dweud pwy ydych, os mynnwch.
complain-files = Ffeiliau
complain-files-hint = { $files } ar y mwyaf, pob un hyd at { $each } MiB, { $together } MiB gyda’i gilydd: PDF, JPEG, PNG, testun, DOCX, ODT, MP3, M4A, WAV neu MP4.
complain-stripped = O luniau JPEG a PNG tynnwn yr hyn a ysgrifennodd y camera neu’r rhaglen ynddynt: lle, amser, dyfais, awdur. Gall ffotograff orwedd ar ei ochr wedyn. Erys yr hyn a ddengys y llun ei hun.
complain-not-stripped = O bob math arall ni allwn: gall PDF, dogfen swyddfa, sain neu ffilm gynnwys eich enw. Cadwch ffeil o’r fath o’r newydd hebddo, neu anfonwch lun ohoni.
complain-send = Anfon y gŵyn
receipt = Derbyniwyd eich cwyn
receipt-lead = Ysgrifennwch y cod isod. Dyma’r unig ffordd at yr ateb.
receipt-code = Cod derbynneb
receipt-once = Dim ond nawr y’i dangosir. Mae’r sawl sydd ganddo’n darllen yr hyn a ysgrifennoch; ni all neb ei roi ichi eto.
receipt-files = Ffeiliau
receipt-stripped = ffeil { $number } ({ $type }): tynnwyd ohoni yr hyn a ysgrifennodd y camera neu’r rhaglen
receipt-not-stripped = ffeil { $number } ({ $type }): cadwyd fel y mae; gall gynnwys eich enw, lle neu amser
receipt-text = ffeil { $number } ({ $type }): cadwyd fel y mae; nid oes ynddi ond yr hyn a welwch
letterbox = Atebion i’ch cwyn
letterbox-lead = Teipiwch y cod derbynneb i ddarllen yr ateb ac i ysgrifennu rhagor.
letterbox-code-hint = Deuddeg grŵp o dri digid; nid oes ots am gysylltnodau a bylchau.
letterbox-open = Agor
letterbox-received = Derbyniwyd ar { $day }.
letterbox-closed = Ymdriniwyd â hi. Gallwch ysgrifennu er hynny.
letterbox-erased = Dilëwyd yr hyn a anfonasoch a’r hyn a atebwyd ar { $day }, o dan { $clause }.
letterbox-gone = Dilëwyd yr hyn a anfonasoch a’r hyn a atebwyd ar { $day }.
letterbox-anew = Ni all neb ei ddarllen mwyach. Os oes rhywbeth newydd, anfonwch gŵyn newydd.
letterbox-write = Ysgrifennu rhagor
letterbox-text = Neges
letterbox-send = Anfon y neges
intakes = Cwynion cyfrinachol
intakes-lead = Nodir pwy sy’n darllen un.
intakes-none = Nid oes yr un.
intake-state = Cyflwr
intake-open = agored
intake-entered = ar y cofnod
intake-dismissed = gwrthodwyd
intake-no-state = mae cwyn yn agored, ar y cofnod neu wedi’i gwrthod; dewiswch un o’r rhain
intake-of = Cwyn { $day }
intake-awaits = yn aros am ateb
intake-from-officer = { $day }: ateb
intake-from-sender = { $day }: gan yr anfonwr
intake-keeps-traces = (gall gynnwys enw ei hanfonwr)
intake-answer = Ateb
intake-answer-hint = Mae’r anfonwr yn ei ddarllen pan ddaw’n ôl â’i god.
intake-close = Beth a ddaw ohoni
intake-case = Achos
intake-case-hint = Y cyfeirnod y’i rhoddwyd ar y cofnod odano.
intake-enter = Nodi ei bod ar y cofnod
intake-reason = Pam nad cwyn yw hi
intake-reason-hint = Fe’i selir gyda’r gŵyn.
intake-dismiss = Gwrthod
intake-keeping = Am ba hyd y’i cedwir
intake-kept = Cedwir tan { $day } ({ $clause }), os na wneir dim rhagor yn ei chylch.
intake-erased-after = Dileir ar ôl { $day } ({ $clause }), oni ddywedwch fod ei hangen o hyd.
intake-held = Cedwir tan { $day }, am fod ei hangen o hyd ({ $clause }).
intake-erased = Dilëwyd ar { $day } o dan { $clause }.
intake-hold-until = Ei hangen o hyd tan
intake-hold-why = Pam y mae ei hangen o hyd
intake-hold = Ei chadw’n hirach
today-intakes-leaving = { $count ->
    [one] Dileir un gŵyn gyfrinachol cyn hir, oni ddywedwch fod ei hangen o hyd.
   *[other] Dileir { $count } o gwynion cyfrinachol cyn hir, oni ddywedwch fod eu hangen o hyd.
}
intake-readers = Darllenwyd gan
today-intakes = { $count ->
    [one] Mae un gŵyn gyfrinachol yn aros am ateb.
   *[other] Mae { $count } o gwynion cyfrinachol yn aros am ateb.
}
today-intakes-link = Cwynion cyfrinachol
front-complain = Cwyno’n gyfrinachol, heb gyfrif

# Yr hyn a wrthodir.

no-intake = ni dderbynnir cwynion yma, am nad yw’r llyfr rheolau’n gadael i neb eu derbyn; ysgrifennwch at y sefydliad ar bapur
intake-text-missing = ysgrifennwch rywbeth yma
intake-text-too-long = ysgrifennwch { $max } nod ar y mwyaf
intake-full = nid oes lle i ragor yma ar hyn o bryd, ac ni chadwyd dim; rhowch gynnig arall yfory, neu ysgrifennwch at y sefydliad ar bapur
intake-too-often = rhoddwyd cynnig ar hyn yn rhy aml o’r lle yr ydych; arhoswch { $seconds } eiliad a rhowch gynnig arall
intake-hold-too-short = enwch ddiwrnod nad yw ar ben, y mae ei hangen tan hynny
intake-no-such-case = nid oes achos ar y cofnod â’r cyfeirnod hwn; rhowch y gŵyn ar y cofnod yn gyntaf
receipt-code-unreadable = mae gan god derbynneb { $groups } grŵp o { $digits } digid; teipiwch ef fel y’i dangoswyd
receipt-code-unknown = nid anfonwyd dim o dan y cod hwn; edrychwch arno eto, grŵp wrth grŵp
intake-put = Ei rhoi ar y cofnod
intake-put-about = Ynghylch pwy
intake-put-about-hint = Enw, rhif aelodaeth neu ddynodydd yr aelod fel y mae ar y gofrestr.
intake-put-ref = Y cyfeirnod a gaiff yr achos
intake-put-button = At y ffurflen
several-here = mae sawl un o’r enw hwn; rhowch y rhif aelodaeth yn lle hynny
