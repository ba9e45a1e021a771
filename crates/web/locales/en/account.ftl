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
