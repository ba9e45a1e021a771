# Ffeiliau achos.

files-of-case = Ffeiliau achos { $case }
files-link = Ffeiliau’r achos hwn
files-lead = Mae pob ffeil wedi’i selio ag allwedd yr achos hwn. Nodir pwy bynnag sy’n darllen un, a dywedir wrth y person y mae’r achos amdano.
files-none = Nid oes un y cewch ei gweld.
files-no-vault = Ni ellir derbyn ffeiliau yma, am nad oes allwedd cladd wedi’i gosod; gall y sawl sy’n rhedeg y system wneud hynny.
files-gone = Dilëwyd y ffeiliau hyn ar { $day }. Ni all neb eu darllen mwyach.
files-gone-under = Dilëwyd y ffeiliau hyn ar { $day } o dan { $clause }. Ni all neb eu darllen mwyach.
file-name = Ffeil
file-sent = Anfonwyd
file-state = Cyflwr
file-size = { $size } ({ $type })
file-kib = { $count } KiB
file-mib = { $count } MiB
file-nameless = ffeil na all neb ei darllen mwyach
file-sent-by = { $day }, gan: { $role }
file-sent-by-subject = { $day }, gan y person y mae’r achos amdano
file-sent-by-you = { $day }, gennych chi
file-unlisted = heb ei rhestru’n dystiolaeth
file-listed = wedi’i rhestru’n dystiolaeth
file-disclosed = wedi’i datgelu i’r person y mae’r achos amdano
file-withheld = wedi’i dal yn ôl rhag y person y mae’r achos amdano
file-letter = llythyr at y person y mae’r achos yn ymwneud ag ef
file-sent-letter = { $day }, at y person y mae’r achos yn ymwneud ag ef
file-redacted-copy = copi wedi’i olygu: { $reason }
file-has-copy = dangosir ei chopi golygedig i eraill
file-item = eitem { $item }
file-digest = SHA-256 { $digest }
file-add = Ychwanegu ffeil
file-add-lead = PDF, JPEG, PNG, testun, DOCX, ODT, MP3, M4A, WAV neu MP4; { $max } MiB ar y mwyaf. Ei chynnwys, nid ei henw, sy’n dweud beth yw hi.
file-choose = Ffeil i’w hanfon
file-redacts = Copi golygedig o
file-redacts-none = dim ffeil arall
file-redacts-hint = Dim ond y copi hwn a ddangosir wedyn i eraill.
file-reason = Beth a adawyd allan, a pham
file-send = Anfon y ffeil
file-missing = dewiswch y ffeil i’w hanfon
upload-too-large-title = Mae hyn yn rhy fawr
upload-too-large = mae’r hyn a anfonwyd yn fwy na { $max } MiB neu’n cynnwys gormod o ffeiliau, ac ni chadwyd dim; mae gan ffeil { $each } MiB ar y mwyaf
upload-busy-title = Gormod ar unwaith
upload-busy = mae eraill yn anfon ffeiliau ar hyn o bryd, ac nid oes lle i ragor; ni chadwyd dim; rhowch gynnig arall ymhen munud

# Yr hyn a wrthodir.

no-vault = ni ellir selio nac agor dim yma, am nad oes allwedd cladd wedi’i gosod; mae’r sawl sy’n rhedeg y system yn gwneud un â `standing vault keygen`
files-erased = dilëwyd yr hyn a anfonwyd yma ar { $on }: dinistriwyd ei allwedd, ac ni all neb ei ddarllen nac ychwanegu ato
file-too-large = mae gan ffeil { $max } MiB ar y mwyaf; anfonwch un lai, neu anfonwch hi mewn rhannau
file-of-no-known-type = nid yw hon yn un o’r mathau o ffeil a dderbynnir, beth bynnag a ddywed ei henw: { $types }
file-found-harmful = cafodd y sganiwr rywbeth niweidiol yn y ffeil hon, felly ni chadwyd hi; edrychwch ar y ddyfais y daw ohoni
file-not-scanned = ni ellid sganio’r ffeil, felly ni chadwyd hi; rhowch gynnig arall yn nes ymlaen, neu rhowch wybod i’r sawl sy’n rhedeg y system
files-full = nid oes lle i ragor o ffeiliau yma: { $files } ar y mwyaf, o { $size } MiB gyda’i gilydd
no-such-file = nid oes ffeil o’r fath yma, neu ddim un y cewch ei darllen
not-yours-to-redact = y rhai sy’n rhestru’r dystiolaeth sy’n gwneud copïau wedi’u golygu; anfonwch y ffeil fel y mae
no-original = nid ffeil o’r achos hwn y gallai fod copi wedi’i olygu ohoni yw hon
redaction-unreasoned = dywedwch mewn hyd at { $max } nod beth a adawyd allan, a pham
picture-unreadable = mae’r llun hwn wedi’i ddifrodi, felly ni ellir tynnu ohono yr hyn a ysgrifennodd y camera; cadwch ef o’r newydd ac anfonwch hwnnw

# Pwy ddarllenodd yr hyn sydd dan sêl, i’r ceidwad.

readings = Pwy ddarllenodd yr hyn sydd dan sêl
readings-lead = Pob tro y darllenwyd ffeil o achos neu gŵyn gyfrinachol, y diweddaraf yn gyntaf. Ni ddangosir yma beth y maent yn ei ddweud.
readings-none = Nid oes neb wedi darllen dim.
sealed-what = Beth
sealed-when = Pryd
sealed-who = Pwy
sealed-file-of-case = ffeil o achos { $case }
sealed-file = ffeil o gŵyn gyfrinachol
sealed-intake = cwyn gyfrinachol
sealed-of-case = rhywbeth dan sêl yn achos { $case }
sealed-other = rhywbeth dan sêl
sealed-no-such = nid oes darlleniad â’r dynodydd hwn yn y rhestr hon; dechreuwch ar ei thudalen gyntaf
