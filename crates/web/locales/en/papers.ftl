# Papers: the bundle of a case.

bundle-of-case = Bundle of case { $case }
bundle-link = Bundle of this case, as PDF
bundle-foot = Case { $case }, page { $page } of { $pages }
bundle-case = Case
bundle-organisation = Organisation
bundle-member = Member concerned
bundle-complainant = Complainant
bundle-panel = Panel
bundle-part = { $name }, { $part }
bundle-parts = Other parts
bundle-stage = Stage
bundle-made-on = As it stood on
bundle-made-for = Made for
bundle-for-subject = This bundle holds what was disclosed to you in this case, and what you sent. You may show it to whoever advises you.
bundle-for-reader = This bundle holds evidence that is sealed. That it was made is written down, and the member concerned is told. Keep it to those who may read the case.
bundle-index = Index
bundle-charges = Charges
bundle-charges-none = No charge has been brought.
bundle-charge = Charge { $charge }
bundle-breach = Clause said to be broken
bundle-particulars = What is alleged
bundle-finding = Finding
bundle-reasons = Reasons
bundle-chronology = What was done
bundle-evidence = Evidence disclosed
bundle-evidence-none = No evidence has been disclosed.
bundle-exhibit = { $number }. { $title }
bundle-redacted = A redacted copy stands here for the original. What was left out, and why: { $reason }
bundle-other-kind = A file of this type cannot be printed. It opens from the page with the files of the case.
bundle-too-large = This file is too large to be printed here. It opens from the page with the files of the case.
bundle-unreadable = This file cannot be printed here: it is damaged, or asks for a password. It can be saved from the page with the files of the case.
bundle-no-file = There is no file of this item in the record, or nobody can read it any more.
bundle-alt = { $title }, as it was sent
bundle-withheld = Evidence withheld
bundle-withheld-reason = Why it is withheld: { $reason }
bundle-withheld-no-reason = No reason is recorded.
bundle-undecided = Neither disclosed nor withheld yet
bundle-failed = the bundle cannot be made as one PDF; the files can be read one by one from the page with the files of the case
bundle-letters = Letters to the member

# What is refused.

nothing-laid-ready = letters can be laid ready only where mail and a vault key are set up: give it by hand or by post
no-address-to-serve = this member has no e-mail address here on which to serve it: give it by hand or by post, or invite them to open an account first
letter-lacks-clause = the letter about this step of case { $case } cannot be written, because clause { $clause } has no text on this day; check the day, or put the rulebook of that day on the record first
letter-lacks-matter = the notice of case { $case } cannot be written, because it is not on the record what is alleged; fill that in first
letter-lacks-suspension-reasons = the notice of suspension in case { $case } cannot be written, because its reasons are empty; fill in the reasons first
letter-lacks-review = the notice of suspension in case { $case } cannot be written, because no day of review is given and no clause says one; fill in the day of review first
letter-lacks-particulars = the charges in case { $case } cannot be served, because charge { $charge } lacks its particulars or a clause that the rulebook has; bring the charge with both first
letter-lacks-answer-by = the charges in case { $case } cannot be served, because no day is given by which to answer and no clause says one; fill in the day by which to answer first
letter-lacks-hearing-day = the notice of the hearing in case { $case } cannot be written, because the day of the hearing is empty; fill in the day first
letter-lacks-finding = the decision in case { $case } cannot be sent, because there is no finding with reasons on charge { $charge }; record the finding with its reasons first
letter-lacks-decision-reasons = the decision in case { $case } cannot be sent, because its outcome or its reasons are not on the record; record the decision with its reasons first
letter-lacks-appeal-by = the decision in case { $case } cannot be sent, because the last day for an appeal is empty; fill in that day first
letter-lacks-appeal-route = the decision in case { $case } cannot be sent, because no clause says to whom the member can appeal; the rulebook has to give that power first
letter-lacks-appeal-reasons = the letter about the appeal in case { $case } cannot be written, because its reasons are empty; fill in the reasons first

# The letter of a step, before it is taken.

letter-new = Read the letter first
letter-new-lead = Nothing is recorded yet. Read { $letter } as the member will get it, and send the form again if it is right.
    .letter = the letter
letter-ahead = The letter as it goes out
letter-is-ready = It is laid ready for the member among the files of the case, and a note by e-mail says so. That they open it is recorded.
letter-is-mailed = It is sent by e-mail with the record of this step.
letter-is-given = It goes by no mail. Once this step is recorded, it stands as a PDF with the files of the case: print it there and give it to the member in the way that you recorded.
letter-is-copied = It goes by no mail, and is kept nowhere here, because no vault is set up: print it from this page before you put the step on the record, and give it to the member in the way that you recorded.
