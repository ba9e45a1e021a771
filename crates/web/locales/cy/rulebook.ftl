# Y llyfr rheolau: fersiynau, cymalau, a’r hyn a newidiodd.

rulebook-lead = Testun y sefydliad ei hun. Mae cymal sy’n penderfynu rhywbeth yn cario rheol, a chyfrifir pob ateb ar y cofnod hwn o’r rheolau hyn.
versions = Fersiynau
version-column = Fersiwn
in-force-from = Mewn grym o
adopted-by = Mabwysiadwyd gan
clauses = Cymalau
in-force-today = mewn grym heddiw
from-column = O
compare-version = Cymharu fersiwn
with-version = â fersiwn
compare = Cymharu
contents-of = Cynnwys fersiwn { $version }
fingerprint = Ôl bys
fingerprint-lead = Bydd unrhyw un sydd â’r un ffolder o destun yn cyfrifo’r un ôl bys.
counting-calendar = Cyfrifir terfynau amser mewn diwrnodau calendr: diwrnod y weithred yw diwrnod 1.
counting-clear = Cyfrifir terfynau amser mewn diwrnodau clir: nid yw diwrnod y weithred yn cyfrif, a daw’r hyn sy’n dilyn i rym ar y diwrnod ar ôl yr olaf.
counting-working = Cyfrifir terfynau amser mewn diwrnodau gwaith: fel diwrnodau clir, heb ddyddiau Sadwrn, dyddiau Sul a gwyliau.
rulebook-version = Llyfr rheolau, fersiwn { $version }
in-force-since = mewn grym o { $day }
adopted-by-whom = Mabwysiadwyd gan: { $who }
fingerprint-version = Ôl bys y fersiwn hwn
in-force-until = mewn grym o { $day } hyd { $until }
clause-version = Cymal { $clause }, fersiwn { $version }
values-set = Gwerthoedd y mae’r geiriau’n eu pennu
in-the-words = yn y geiriau
what-it-decides = Yr hyn y mae’n ei benderfynu
lifting = gan godi { $clause }
it-defines = Mae’n diffinio { $term }
readback = Yr hyn y mae’n ei wneud, wedi’i ddarllen yn ôl mewn geiriau
readback-lead = Ysgrifennwyd gan y rhaglen o’r rheolau a’r tablau, yn Saesneg. Dylai ddweud yr hyn y mae’r cymal yn ei ddweud.
rule-written = Y rheol fel y’i hysgrifennwyd
rule-tables = Yn nhablau’r llyfr rheolau:
other-versions = Mewn fersiynau eraill
the-same = yr un fath
fingerprints = Olion bysedd
of-the-words = Y geiriau
of-the-rules = Y rheolau
written-in = Ysgrifennwyd yn
file-line = { $file }, llinell { $line }
previous = Blaenorol
next = Nesaf
not-the-same = nid yr un fath; { $compare }
compare-with = cymharu â fersiwn { $version }
clause-mark-judgement = Mae’r cymal hwn yn galw am ddyfarniad gan bobl. Cofnodir y dyfarniad; ni chaiff ei gyfrifo byth.
clause-mark-procedure = Pobl, neu ran arall o’r system, sy’n gweithredu’r cymal hwn.
clause-mark-text = Mae’r cymal hwn yn diffinio neu’n cyflwyno; nid oes dim i’w gyfrifo.
decides-require = Mae’n gofyn am rywbeth cyn { $question }
decides-bar = Mae’n atal { $question }
decides-except = Mae’n gwneud eithriad ar gyfer { $question }
compared = Fersiwn { $new } wedi’i gymharu â fersiwn { $old }
what-changed = Beth newidiodd o fersiwn { $old } i fersiwn { $new }
in-force-both = mewn grym o { $old } ac o { $new }
all-the-same = Mae pob cymal yr un fath yn y ddau fersiwn.
some-differ = { $changed ->
    [one] Mae { $changed } cymal yn wahanol
    [two] Mae { $changed } gymal yn wahanol
    [few] Mae { $changed } chymal yn wahanol
    [many] Mae { $changed } chymal yn wahanol
   *[other] Mae { $changed } cymal yn wahanol
}; mae { $unchanged } yn aros yr un fath. { $gone }, { $new }.
    .gone = Mae llinell drwy’r hyn a aeth
    .new = mae llinell o dan yr hyn sy’n newydd
values = Gwerthoedd
words = Geiriau
readback-short = Yr hyn y mae’n ei wneud, wedi’i ddarllen yn ôl
changed-new = Newydd
changed-gone = Wedi mynd
changed-words-and-rule = Newidiwyd ei eiriau a’i reol
changed-is-that-meant = Newidiwyd ei eiriau, ond arhosodd ei reol: ai dyna’r bwriad?
changed-words = Newidiwyd ei eiriau
changed-corrected = Cywirwyd ei reol ac arhosodd ei eiriau: gall atebion y gorffennol newid
value-none = dim
