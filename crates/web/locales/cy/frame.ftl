# Yr hyn sydd o amgylch pob tudalen, ac ym mhob ffurflen.

language-name = Cymraeg

skip = Neidio i’r cynnwys
public-record = Cofnod cyhoeddus
site = Gwefan
nav-record = Cofnod
nav-today = Heddiw
nav-ask = Gofyn
nav-rulebook = Llyfr rheolau
nav-search = Chwilio
nav-what-if = Beth petai
nav-register = Cofrestr
nav-account = Cyfrif
foot-how = Cyfrifir pob ateb o’r llyfr rheolau ac o ffeithiau ar y cofnod, gan enwi’r ddau. Ychwanegir ffeithiau; ni chânt eu newid byth.
foot-kept = Cedwir gyda Standing, meddalwedd rydd.
foot-language = Iaith

error = Gwall:
optional = (dewisol)
yes = Ie
no = Na
undecided = Heb ei benderfynu

days = { $days ->
    [two] { $days } ddiwrnod
   *[other] { $days } diwrnod
}

clause-numbered = cymal { $clause }
clause-capital = Cymal { $clause }
fact = ffaith { $fact }
fact-capital = Ffaith { $fact }
version = Fersiwn { $version }
list-more = { $before }, { $last }
list-last = { $before }, { $last }
small-yes = ie
small-no = na
small-undecided = heb ei benderfynu
on-show = Fel yr oedd ar
show = Dangos
