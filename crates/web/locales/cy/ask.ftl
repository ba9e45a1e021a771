# Gofyn cwestiwn, a’i ateb.

ask-title = Gofyn cwestiwn
ask-question = Cwestiwn
ask-about = Am
ask-about-whom = Am bwy
ask-about-hint = Enw neu ddynodydd; ar gyfer achos, { $prefix } a’i gyfeirnod, fel yn { $example }.
ask-on = Ar y diwrnod
ask-known = Fel yr oedd yn hysbys ar { $optional }
ask-known-hint = Yn hepgor yr hyn a gofnodwyd ar ôl y diwrnod hwnnw.
ask-button = Gofyn
