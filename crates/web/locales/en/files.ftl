# The files of a case.

files-of-case = Files of case { $case }
files-link = Files of this case
files-lead = Each file is sealed with a key of this case. Whoever reads one is written down, and the person whom the case is about is told.
files-none = There are none that you may see.
files-no-vault = No files can be taken in here, because no vault key is set up; whoever runs this system can do so.
files-gone = These files were erased on { $day }. Nobody can read them any more.
files-gone-under = These files were erased on { $day } under { $clause }. Nobody can read them any more.
file-name = File
file-sent = Sent
file-state = State
file-size = { $size } ({ $type })
file-kib = { $count } KiB
file-mib = { $count } MiB
file-nameless = a file that nobody can read any more
file-sent-by = { $day }, by the { $role }
file-sent-by-subject = { $day }, by the person whom the case is about
file-sent-by-you = { $day }, by you
file-unlisted = not listed as evidence
file-listed = listed as evidence
file-disclosed = disclosed to the person whom the case is about
file-withheld = withheld from the person whom the case is about
file-letter = letter to the person whom the case is about
file-sent-letter = { $day }, to the person whom the case is about
file-redacted-copy = a redacted copy: { $reason }
file-has-copy = others are shown its redacted copy
file-item = item { $item }
file-digest = SHA-256 { $digest }
file-add = Add a file
file-add-lead = PDF, JPEG, PNG, text, DOCX, ODT, MP3, M4A, WAV or MP4; at most { $max } MiB. What it is, is told by its content, not by its name.
file-choose = File to send
file-redacts = Redacted copy of
file-redacts-none = no other file
file-redacts-hint = Others are then shown only this copy.
file-reason = What was left out, and why
file-send = Send the file
file-missing = choose the file to send
upload-too-large-title = This is too large
upload-too-large = what was sent is larger than { $max } MiB or has too many files, and nothing was kept; a file has at most { $each } MiB
upload-busy-title = Too much at once
upload-busy = others are sending files at this moment, and there is no room for more; nothing was kept; try again in a minute

# What is refused.

no-vault = nothing can be sealed or opened here, because no vault key is set up; whoever runs this system makes one with `standing vault keygen`
files-erased = what was sent here was erased on { $on }: its key was deleted, and nobody can read it or add to it
file-too-large = a file has at most { $max } MiB; send a smaller one, or send it in parts
file-of-no-known-type = this is none of the types of file that are taken, whatever its name says: { $types }
file-found-harmful = the scanner found something harmful in this file, so it was not kept; look at the device that it comes from
file-not-scanned = the file could not be scanned, so it was not kept; try again later, or tell whoever runs this system
files-full = no more files fit in here: at most { $files } of { $size } MiB together
no-such-file = there is no such file here, or none that you may read
not-yours-to-redact = redacted copies are made by those who list the evidence; send the file as it is
no-original = this is no file of this case of which there could be a redacted copy
redaction-unreasoned = say in up to { $max } characters what was left out, and why
picture-unreadable = this picture is damaged, so what the camera wrote into it cannot be taken out; save it anew and send that

# Who read what is sealed, for the custodian.

readings = Who read what is sealed
readings-lead = Each reading of a file of a case and of a confidential complaint, the newest first. What they say is not shown here.
readings-none = Nobody has read anything.
sealed-what = What
sealed-when = When
sealed-who = Who
sealed-file-of-case = a file of case { $case }
sealed-file = a file of a confidential complaint
sealed-intake = a confidential complaint
sealed-of-case = something sealed in case { $case }
sealed-other = something sealed
sealed-no-such = no reading of this list has this id; begin at its first page
