# Signing in, and how somebody signs in.

sign-in = Sign in
error-title = Error: { $title }
not-done = This was not done
signed-in-already = You are signed in already. { $account }, or sign in as somebody else.
    .account = Go to your account
field-email = E-mail address
field-password = Password
send-link = Send me a link instead
with-passkey = With a passkey
with-passkey-lead = Your device knows you: neither address nor password is needed.
with-passkey-failed = No passkey was used. Try again, or sign in another way.
sign-in-with-passkey = Sign in with a passkey
begins-with-invitation = An account begins with an invitation: ask an officer of the organisation for one.
field-present-password = Present password
field-new-password = New password
field-again = The same password again
field-choose-password = Choose a password
field-your-name = Your name
field-code = Code
hint-password = At least 12 characters; four or five words do well.
hint-first-password = At least 12 characters; four or five words do well. A passkey can be added afterwards.
hint-your-name = Or your membership number, if you are on the record. Somebody who is not is put on it.
hint-email = You sign in with it.
hint-code = The six digits that your authenticator app shows, or one of your recovery codes.

your-account = Your account
me = { $record }: all that it says about you, with your rights and their reasons.
    .record = Your own record
how-you-sign-in = How you sign in
stale = To change any of this, { $again } first: it needs a sign-in of the last fifteen minutes.
    .again = sign in again
password-set = Set
none = None
passkeys = Passkeys
totp = Authenticator app
totp-in-use = In use: after the password a code of it is asked for
recovery-codes = Recovery codes
codes-left = { $left ->
    [0] None left
   *[other] { $left } left
}
sessions = Sessions
sign-out = Sign out
by-link = Sign in by your link
by-link-lead = Press the button to sign in. The link works once.
sessions-lead = Where you are signed in. A session ends after a day without use, and after thirty days.
this-session = This one
sign-out-here = Sign out here
sign-out-others = Sign out everywhere else
session = { $browser }, signed in by { $means } { $begun }, last seen { $seen }
sign-out-there = Sign out { $browser }
browser-on = { $browser } on { $system }
browser-unnamed = a browser that does not say its name
browser-chrome = Chrome or Chromium
system-iphone = an iPhone
system-ipad = an iPad
system-mac = a Mac
set-password = Set a password
password-lead = Wherever else you are signed in, you will be signed out.
set-it = Set it
change-password = Change your password
begin-account = Begin your account
invitation-for = This invitation is for { $person }. If that is not you, close this page.
first-account = Nobody has an account here yet. Yours is the first.
begin = Begin
totp-lead = Let the app on your phone read this picture, then type the six digits that it shows.
totp-picture = Picture for the authenticator app; the text below says the same
totp-type = Or type this into the app: { $secret }
totp-use = Use this app
totp-is-used = An app is in use: after the password, a code of it is asked for. Keep { $codes } for the day on which the phone is gone.
    .codes = recovery codes
totp-why = With an app on your phone, a password that somebody else learns is not enough to sign in as you.
totp-another = Use another app
totp-without = Do without
totp-set-up = Set up an app
enter-code = Enter a code
begin-again = Begin again
sent = Look into your mail
sent-lead = If an account has this address, a letter with a link is on its way to it. The link works once, for twenty minutes.
sent-none = If none arrives, look among unwanted mail, check the address and { $again }.
    .again = ask again
recovery-lead = A recovery code stands in for your authenticator app, once. { $left ->
    [0] You have none.
   *[other] You have { $left } left.
}
recovery-make = Make new codes
recovery-replace = New codes take the place of all that there are.
recovery-new = These are your new codes. They are shown now and never again: print this page, or write them down, and keep them where your phone is not.
passkeys-lead = A passkey is kept by your phone, your computer or a security key, which unlocks it for you alone. Nobody can be tricked into telling it.
passkeys-none = You have none yet.
added = added { $day }
remove-named = Remove { $name }
remove = Remove
add-passkey = Add a passkey
passkeys-by-name = Passkeys need an address with a name, not a number. Open this site by its name.
passkeys-stale = { $again } first: adding a passkey needs a sign-in of the last fifteen minutes.
    .again = Sign in again
passkey-name = What you call it { $optional }
passkey-name-hint = Such as the name of the phone.
passkey-failed = No passkey was added. Try again, or use another device.
passkey-needs = It needs a browser that knows passkeys and may run this site’s script. Where it cannot, there is no button.
last-used = last used { $day }

link-fails = This link does not work
sign-in-again = Sign in again
wait = Wait a little
