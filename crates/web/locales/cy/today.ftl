# Beth sy’n aros heddiw, i bwy bynnag sydd wedi mewngofnodi.

today = Heddiw
today-suspended = Rydych wedi’ch gwahardd
today-suspended-since = Ers { $since }, { $days ->
    [zero] 0 diwrnod
    [one] 1 diwrnod
    [two] 2 ddiwrnod
    [few] { $days } diwrnod
    [many] { $days } diwrnod
   *[other] { $days } diwrnod
}. Bu’r cam olaf ar { $step }.
today-lapses = Os na fydd dim yn digwydd, daw’r gwaharddiad i ben ar { $day }.
today-no-end = Nid oes diwrnod wedi’i bennu pan ddaw i ben ohono’i hun.
today-standing = Eich sefyllfa
today-every-right = Mae gennych bob hawl sydd gan aelod.
today-no-rights-known = Nid yw’r llyfr rheolau yn enwi hawliau.
today-withheld = Nid oes gennych yr hawliau hyn heddiw:
today-case = Achos amdanoch: { $case }
today-case-files = Ffeiliau achos { $case } y cewch eu gweld
today-own-record = Eich cofnod eich hun: pob hawl â’i rheswm, a’r cyfan a ddigwyddodd
today-readings = Pwy ddarllenodd yr hyn sydd dan sêl
today-looked = Pwy edrychodd arno
today-waiting = Beth sy’n aros amdanoch
today-as = Fel { $roles }
today-nothing = Dim byd.
today-more = Mae rhagor.
today-register = Y gofrestr
today-admit = Derbyn aelod
today-system = Y system
today-database = Cronfa ddata
today-writable = gellir ysgrifennu iddi
today-read-only = ni ellir ysgrifennu iddi
today-letters = Llythyrau
today-letters-are = { $failed } wedi methu, { $bounced } wedi dychwelyd, { $queued } yn aros
today-no-post = Nid oes gweinydd post wedi’i osod, felly ni anfonir dim.
today-letters-list = Llythyrau
today-templates = Testunau llythyrau
signed-in-account = Eich cyfrif: sut yr ydych yn mewngofnodi, a ble yr ydych wedi mewngofnodi
today-owed = Yr hyn y mae eich rolau’n ei ddyled
today-more-owed = Mae rhagor; yr hyn sy’n ddyledus gyntaf sydd yma.
