# Beth sydd o’i le ar yr hyn a lenwodd rhywun, a pham na allant fewngofnodi.

present-wrong = nid hwn yw eich cyfrinair presennol
app-code-wrong = nid yw’r cod hwn yn gywir; teipiwch y chwe digid y mae’r ap yn eu dangos nawr, a gwiriwch fod cloc y ffôn yn gywir
password-missing = ysgrifennwch eich cyfrinair
your-name = ysgrifennwch eich enw, mewn { $max } nod ar y mwyaf
account-exists = mae gan y person hwn gyfrif eisoes; un sydd gan bob person
email-taken = mae’r cyfeiriad e-bost hwn yn perthyn i gyfrif arall; defnyddiwch un o’ch rhai chi
several-so-called = mae gan sawl person ar y cofnod yr enw `{ $name }`; ysgrifennwch eich rhif aelodaeth
email-missing = ysgrifennwch eich cyfeiriad e-bost
email-too-long = mae’r cyfeiriad e-bost hwn yn hirach nag unrhyw un; gwiriwch ef
email-wrong = nid cyfeiriad e-bost megis `enw@example.org` yw hwn
passkeys-max = mae gan gyfrif { $max } allwedd mynediad ar y mwyaf; dilëwch un yn gyntaf
password-short = dewiswch gyfrinair o { $min } nod o leiaf; mae pedwar neu bum gair yn gwneud y tro’n dda
password-long = dewiswch gyfrinair o { $max } nod ar y mwyaf
password-easy = dewiswch gyfrinair sy’n anoddach ei ddyfalu
passwords-differ = mae’r ddau gyfrinair yn wahanol; teipiwch yr un un ddwywaith
password-unusable = ni ellir defnyddio’r cyfrinair hwn; dewiswch un arall
fill-in = llenwch hwn
no-whole-number = nid rhif cyfan yw `{ $value }`
no-yes-no = nid `yes` na `no` yw `{ $value }`
no-code = mae gan `{ $value }` nodau heblaw llythrennau, digidau a - _ . : /; rhowch eiriau yn y nodyn
no-choice = nid yw `{ $value }` yn un o’r dewisiadau
this-is-no-day = nid diwrnod yw hwn: { $error }
write-name = ysgrifennwch enw’r person, mewn { $max } nod ar y mwyaf
none-of-branches = nid yw hon yn un o’r canghennau
number-long = mae gan rif { $max } nod ar y mwyaf
number-taken = mae’r rhif hwn gan rywun arall; rhowch un arall, neu ddim
same-name = mae rhywun o’r enw hwn ar y gofrestr eisoes ({ $person }); edrychwch yno’n gyntaf, a dywedwch isod os person arall yw hwn
wrong-password = nid yw’r cyfeiriad a’r cyfrinair yn perthyn i’w gilydd; gwiriwch y ddau, neu gofynnwch am ddolen
wrong-code = nid yw’r cod hwn yn gywir; arhoswch am yr un nesaf, neu defnyddiwch god adfer
code-used = defnyddiwyd y cod hwn eisoes; arhoswch am yr un nesaf
wrong-passkey = ni ellid gwirio’r allwedd mynediad hon; rhowch gynnig arall arni, neu mewngofnodwch mewn ffordd arall
link-unknown = nid yw’r ddolen hon yn hysbys; copïwch hi’n gyfan o’r neges, neu gofynnwch am un newydd
link-used = defnyddiwyd y ddolen hon eisoes; mae’n gweithio unwaith, felly gofynnwch am un newydd
link-expired = mae’r ddolen hon wedi dod i ben; gofynnwch am un newydd
not-signed-in = nid oes neb wedi mewngofnodi yma; mewngofnodwch yn gyntaf
sign-in-again-first = mae angen mewngofnodi o’r newydd ar gyfer hyn; mewngofnodwch eto, yna ailadroddwch yr hyn yr oeddech am ei wneud
no-post = ni ellir anfon post oddi yma; gofynnwch i un o swyddogion y sefydliad
no-other-person = nid person arall ar y gofrestr y cewch ei weld yw hwn
no-letters-here = ni anfonir llythyrau oddi yma, felly gadewch ef yn wag
email-has-account = mae gan rywun gyfrif â’r cyfeiriad hwn eisoes; gadewch ef yn wag, neu rhowch un arall
other-is-closed = mae’r cofnod arall ei hun wedi’i gau; dewiswch yr un y caewyd ef er ei fwyn
too-soon-seconds = methodd gormod o ymgeisiau; arhoswch { $seconds } eiliad a rhowch gynnig arall arni
too-soon-minutes = { $minutes ->
    [two] methodd gormod o ymgeisiau; arhoswch { $minutes } funud a rhowch gynnig arall arni
   *[other] methodd gormod o ymgeisiau; arhoswch { $minutes } munud a rhowch gynnig arall arni
}
no-passkeys = mae angen cyfeiriad ag enw, nid rhif, ar allweddi mynediad; agorwch `{ $address }` yn lle hynny
server-stops = mae’r gweinydd yn stopio; rhowch gynnig arall arni ymhen munud
token-name = ysgrifennwch beth yw diben y tocyn, mewn { $max } nod ar y mwyaf
token-scope = caiff tocyn ddarllen (`read`), neu ddarllen a gweithredu (`act`)
token-days = mae tocyn yn dda am 1 i { $max } diwrnod; ysgrifennwch sawl un
tokens-max = mae { $max } o docynnau eisoes; diddymwch un ohonynt yn gyntaf
