# Mewngofnodi, a sut mae rhywun yn mewngofnodi.

sign-in = Mewngofnodi
error-title = Gwall: { $title }
not-done = Ni wnaethpwyd hyn
signed-in-already = Rydych wedi mewngofnodi eisoes. { $account }, neu mewngofnodwch fel rhywun arall.
    .account = Ewch i’ch cyfrif
field-email = Cyfeiriad e-bost
field-password = Cyfrinair
send-link = Anfon dolen ataf yn lle hynny
with-passkey = Gydag allwedd mynediad
with-passkey-lead = Mae’ch dyfais yn eich adnabod: nid oes angen cyfeiriad na chyfrinair.
with-passkey-failed = Ni ddefnyddiwyd allwedd mynediad. Rhowch gynnig arall arni, neu mewngofnodwch mewn ffordd arall.
sign-in-with-passkey = Mewngofnodi ag allwedd mynediad
begins-with-invitation = Mae cyfrif yn dechrau gyda gwahoddiad: gofynnwch i un o swyddogion y sefydliad am un.
field-present-password = Cyfrinair presennol
field-new-password = Cyfrinair newydd
field-again = Yr un cyfrinair eto
field-choose-password = Dewiswch gyfrinair
field-your-name = Eich enw
field-code = Cod
hint-password = O leiaf 12 nod; mae pedwar neu bum gair yn gwneud y tro’n dda.
hint-first-password = O leiaf 12 nod; mae pedwar neu bum gair yn gwneud y tro’n dda. Gellir ychwanegu allwedd mynediad wedyn.
hint-your-name = Neu eich rhif aelodaeth, os ydych ar y cofnod. Rhoddir ar y cofnod rywun nad yw arno.
hint-email = Byddwch yn mewngofnodi ag ef.
hint-code = Y chwe digid y mae eich ap dilysu’n eu dangos, neu un o’ch codau adfer.

your-account = Eich cyfrif
me = { $record }: popeth y mae’n ei ddweud amdanoch, gyda’ch hawliau a’r rhesymau drostynt.
    .record = Eich cofnod chi
how-you-sign-in = Sut rydych yn mewngofnodi
stale = I newid unrhyw un o’r rhain, { $again } yn gyntaf: mae angen eich bod wedi mewngofnodi o fewn y pymtheg munud diwethaf.
    .again = mewngofnodwch eto
password-set = Wedi’i osod
none = Dim
passkeys = Allweddi mynediad
totp = Ap dilysu
totp-in-use = Ar waith: ar ôl y cyfrinair gofynnir am god ohono
recovery-codes = Codau adfer
codes-left = { $left ->
    [0] Dim ar ôl
   *[other] { $left } ar ôl
}
sessions = Sesiynau
sign-out = Allgofnodi
by-link = Mewngofnodi drwy’ch dolen
by-link-lead = Pwyswch y botwm i fewngofnodi. Mae’r ddolen yn gweithio unwaith.
sessions-lead = Lle rydych wedi mewngofnodi. Daw sesiwn i ben ar ôl diwrnod heb ei defnyddio, ac ar ôl tri deg diwrnod.
this-session = Hon
sign-out-here = Allgofnodi yma
sign-out-others = Allgofnodi ym mhob man arall
session = { $browser }, mewngofnodwyd drwy { $means } { $begun }, gwelwyd ddiwethaf { $seen }
sign-out-there = Allgofnodi { $browser }
browser-on = { $browser } ar { $system }
browser-unnamed = porwr nad yw’n dweud ei enw
browser-chrome = Chrome neu Chromium
system-iphone = iPhone
system-ipad = iPad
system-mac = Mac
set-password = Gosod cyfrinair
password-lead = Lle bynnag arall rydych wedi mewngofnodi, cewch eich allgofnodi.
set-it = Ei osod
change-password = Newid eich cyfrinair
begin-account = Dechrau’ch cyfrif
invitation-for = Mae’r gwahoddiad hwn ar gyfer { $person }. Os nad chi yw hwnnw neu honno, caewch y dudalen hon.
first-account = Nid oes gan neb gyfrif yma eto. Eich cyfrif chi yw’r cyntaf.
begin = Dechrau
totp-lead = Gadewch i’r ap ar eich ffôn ddarllen y llun hwn, yna teipiwch y chwe digid y mae’n eu dangos.
totp-picture = Llun ar gyfer yr ap dilysu; mae’r testun isod yn dweud yr un peth
totp-type = Neu deipiwch hwn i’r ap: { $secret }
totp-use = Defnyddio’r ap hwn
totp-is-used = Mae ap ar waith: ar ôl y cyfrinair, gofynnir am god ohono. Cadwch { $codes } ar gyfer y diwrnod pan fydd y ffôn wedi mynd.
    .codes = godau adfer
totp-why = Gydag ap ar eich ffôn, ni fydd cyfrinair y daw rhywun arall i’w wybod yn ddigon i fewngofnodi fel chi.
totp-another = Defnyddio ap arall
totp-without = Gwneud hebddo
totp-set-up = Gosod ap
enter-code = Rhoi cod
begin-again = Dechrau eto
sent = Edrychwch yn eich post
sent-lead = Os oes gan gyfrif y cyfeiriad hwn, mae llythyr gyda dolen ar ei ffordd iddo. Mae’r ddolen yn gweithio unwaith, am ugain munud.
sent-none = Os na ddaw’r un, edrychwch ymhlith y post sothach, gwiriwch y cyfeiriad a { $again }.
    .again = gofynnwch eto
recovery-lead = Mae cod adfer yn cymryd lle’ch ap dilysu, unwaith. { $left ->
    [0] Nid oes gennych yr un.
   *[other] Mae gennych { $left } ar ôl.
}
recovery-make = Gwneud codau newydd
recovery-replace = Bydd codau newydd yn cymryd lle pob un sydd.
recovery-new = Dyma’ch codau newydd. Fe’u dangosir nawr a byth eto: argraffwch y dudalen hon, neu ysgrifennwch nhw, a’u cadw lle nad yw’ch ffôn.
passkeys-lead = Cedwir allwedd mynediad gan eich ffôn, eich cyfrifiadur neu allwedd ddiogelwch, sy’n ei datgloi i chi’n unig. Ni ellir twyllo neb i’w datgelu.
passkeys-none = Nid oes gennych yr un eto.
added = ychwanegwyd { $day }
remove-named = Dileu { $name }
remove = Dileu
add-passkey = Ychwanegu allwedd mynediad
passkeys-by-name = Mae angen cyfeiriad ag enw, nid rhif, ar allweddi mynediad. Agorwch y wefan hon wrth ei henw.
passkeys-stale = { $again } yn gyntaf: i ychwanegu allwedd mynediad rhaid eich bod wedi mewngofnodi o fewn y pymtheg munud diwethaf.
    .again = Mewngofnodwch eto
passkey-name = Eich enw arni { $optional }
passkey-name-hint = Megis enw’r ffôn.
passkey-failed = Nid ychwanegwyd allwedd mynediad. Rhowch gynnig arall arni, neu defnyddiwch ddyfais arall.
passkey-needs = Mae angen porwr sy’n adnabod allweddi mynediad ac sy’n cael rhedeg sgript y wefan hon. Lle na all, nid oes botwm.
last-used = defnyddiwyd ddiwethaf { $day }

link-fails = Nid yw’r ddolen hon yn gweithio
sign-in-again = Mewngofnodwch eto
wait = Arhoswch ychydig
