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
