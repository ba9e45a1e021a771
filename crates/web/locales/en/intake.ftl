# The confidential intake.

complain = Complain in confidence
complain-lead = This form needs no account. Whoever receives complaints here reads what you write, and you can come back for the answer.
complain-closed = Complaints are not taken in here: either no vault key is set up, or the rulebook lets nobody receive them. Write to the organisation on paper.
complain-kept = What you write is encrypted. Kept beside it: the day. Not kept: your address on the network, your browser, the time, the names of your files. If even somebody who looks at your network must not know that you were here, use a connection that is not yours, such as Tor.
complain-signed-in = You are signed in. What you send here is not tied to your account, but sign out first if you want to be sure.
complain-come-back = Come back with a receipt code
complain-about = Whom it is about
complain-about-hint = A name, an office, a body: as you know them.
complain-when = When it was
complain-when-hint = A day, some weeks, or since when.
complain-text = What was done
complain-text-hint = What you saw, heard or have in writing, and who else knows. What tells who you are, leave out if you want to.
complain-files = Files
complain-files-hint = At most { $files }, each of at most { $each } MiB, together { $together } MiB: PDF, JPEG, PNG, text, DOCX, ODT, MP3, M4A, WAV or MP4.
complain-stripped = Of JPEG and PNG pictures we take out what the camera or the program wrote into them: place, time, device, author. A photograph may then lie on its side. What the picture itself shows stays.
complain-not-stripped = Of all other types we cannot: a PDF, an office document, sound or film may hold your name. Save such a file anew without it, or send a picture of it.
complain-send = Send the complaint
receipt = Your complaint was received
receipt-lead = Write down the code below. It is the only way to the answer.
receipt-code = Receipt code
receipt-once = It is shown only now. Whoever has it reads what you wrote; nobody can give it to you again.
receipt-files = Files
receipt-stripped = file { $number } ({ $type }): what the camera or the program wrote into it was taken out
receipt-not-stripped = file { $number } ({ $type }): kept as it is; it may hold your name, a place or a time
receipt-text = file { $number } ({ $type }): kept as it is; it holds what you see in it and nothing else
letterbox = Answers to your complaint
letterbox-lead = Type the receipt code to read the answer and to write more.
letterbox-code-hint = Twelve groups of three digits; hyphens and spaces do not matter.
letterbox-open = Open
letterbox-received = Received on { $day }.
letterbox-closed = It was dealt with. You can write all the same.
letterbox-erased = What you sent and what was answered was erased on { $day }, under { $clause }.
letterbox-gone = What you sent and what was answered was erased on { $day }.
letterbox-anew = Nobody can read it any more. If there is something new, send a new complaint.
letterbox-write = Write more
letterbox-text = Message
letterbox-send = Send the message
intakes = Confidential complaints
intakes-lead = Who reads one is written down.
intakes-none = There are none.
intake-state = State
intake-open = open
intake-entered = entered on the record
intake-dismissed = dismissed
intake-no-state = a complaint is open, entered or dismissed; choose one of these
intake-of = Complaint of { $day }
intake-awaits = waits for an answer
intake-from-officer = { $day }: answer
intake-from-sender = { $day }: from the sender
intake-keeps-traces = (may hold the name of its sender)
intake-answer = Answer
intake-answer-hint = The sender reads it when they come back with their code.
intake-close = What becomes of it
intake-case = Case
intake-case-hint = The reference under which it was put on the record.
intake-enter = Mark as entered
intake-reason = Why it is no complaint
intake-reason-hint = It is sealed with the complaint.
intake-dismiss = Dismiss
intake-keeping = How long it is kept
intake-kept = Kept until { $day } ({ $clause }), if nothing more is done about it.
intake-erased-after = Erased after { $day } ({ $clause }), unless you say that it is still needed.
intake-held = Kept until { $day }, because it is still needed ({ $clause }).
intake-erased = Erased on { $day } under { $clause }.
intake-hold-until = Still needed until
intake-hold-why = Why it is still needed
intake-hold = Keep it longer
today-intakes-leaving = { $count ->
    [one] One confidential complaint is erased soon, unless you say that it is still needed.
   *[other] { $count } confidential complaints are erased soon, unless you say that they are still needed.
}
intake-readers = Read by
today-intakes = { $count ->
    [one] One confidential complaint waits for an answer.
   *[other] { $count } confidential complaints wait for an answer.
}
today-intakes-link = Confidential complaints
front-complain = Complain in confidence, without an account

# What is refused.

no-intake = complaints are not taken in here, because the rulebook lets nobody receive them; write to the organisation on paper
intake-text-missing = write something here
intake-text-too-long = write at most { $max } characters
intake-full = nothing more fits in here at this moment, and nothing was kept; try again tomorrow, or write to the organisation on paper
intake-too-often = this was tried too often from where you are; wait { $seconds } seconds and try again
intake-hold-too-short = name a day that is not over, until which it is needed
intake-no-such-case = no case on the record has this reference; put the complaint on the record first
receipt-code-unreadable = a receipt code has { $groups } groups of { $digits } digits; type it as it was shown
receipt-code-unknown = nothing was sent under this code; look at it again, group by group
intake-put = Put it on the record
intake-put-about = About whom
intake-put-about-hint = Name, membership number or id of the member as the register has it.
intake-put-ref = Reference that the case gets
intake-put-button = To the form
several-here = several people are called so; give the membership number instead
