# What is wrong with what somebody filled in, and why they cannot sign in. The sentences of `app`, word for word: a
# test compares them.

present-wrong = this is not your present password
app-code-wrong = this code is not right; type the six digits that the app shows now, and check that the clock of the phone is right
password-missing = write your password
your-name = write your name, in at most { $max } characters
account-exists = this person has an account already; a person has one
email-taken = this e-mail address belongs to another account; use one of your own
several-so-called = several persons on the record are called `{ $name }`; write your membership number
email-missing = write your e-mail address
email-too-long = this e-mail address is longer than any; check it
email-wrong = this is not an e-mail address such as `name@example.org`
passkeys-max = an account has at most { $max } passkeys; remove one first
password-short = choose a password of at least { $min } characters; four or five words do well
password-long = choose a password of at most { $max } characters
password-easy = choose a password that is harder to guess
passwords-differ = the two passwords differ; type the same one twice
password-unusable = this password cannot be used; choose another
fill-in = fill this in
no-whole-number = `{ $value }` is not a whole number
no-yes-no = `{ $value }` is neither yes nor no
no-code = `{ $value }` has other characters than letters, digits and - _ . : /; put words into the note
no-choice = `{ $value }` is none of the choices
this-is-no-day = this is not a day: { $error }
write-name = write the person's name, in at most { $max } characters
none-of-branches = this is none of the branches
number-long = a number has at most { $max } characters
number-taken = somebody else has this number; give another, or none
same-name = somebody of this name is on the register already ({ $person }); look there first, and say below if this is another person
wrong-password = address and password do not belong together; check both, or have a link sent to you
wrong-code = this code is not right; wait for the next one, or use a recovery code
code-used = this code was used already; wait for the next one
wrong-passkey = this passkey could not be checked; try again, or sign in another way
link-unknown = this link is not known; copy it whole from the mail, or ask for a new one
link-used = this link was used already; it works once, so ask for a new one
link-expired = this link has expired; ask for a new one
not-signed-in = nobody is signed in here; sign in first
sign-in-again-first = this needs a fresh sign-in; sign in again, then repeat what you wanted to do
no-post = no mail can be sent from here; ask an officer of the organisation
no-other-person = this is no other person on the register whom you may see
no-letters-here = no letters are sent from here, so leave it empty
email-has-account = somebody has an account with this address already; leave it empty, or give another
other-is-closed = the other entry is closed itself; choose the one that it was closed for
too-soon-seconds = { $seconds ->
    [one] too many attempts failed; wait 1 second and try again
   *[other] too many attempts failed; wait { $seconds } seconds and try again
}
too-soon-minutes = too many attempts failed; wait { $minutes } minutes and try again
no-passkeys = passkeys need an address with a name, not a number; open `{ $address }` instead
server-stops = the server is stopping; try again in a minute
email-same = this is the address that the account has already
email-gone = this e-mail address belongs to another account by now, so nothing was changed; use one of your own
no-provider = no identity provider is set up here; sign in another way
provider-down = `{ $provider }` does not answer at the moment; sign in another way, or try again in a minute
provider-refused = `{ $provider }` did not say who you are, so nothing was done; try again, or sign in another way
provider-untrue = what `{ $provider }` answered could not be trusted, so nothing was done; try again, and if it stays so tell whoever runs this site
step-unknown = this was begun in another browser or too long ago, or it is done already; begin again
identity-unknown = your account at `{ $provider }` is not yet known here; sign in another way, and add it under `Your account`. If you have no account here, ask an officer of the organisation for an invitation
identity-taken = this account at `{ $provider }` lets somebody else in already; sign in there as yourself
token-name = write what the token is for, in at most { $max } characters
token-scope = a token may `read`, or read and `act`
token-days = a token is good for 1 to { $max } days; write how many
tokens-max = there are { $max } tokens already; revoke one of them first
identities-max = an account has at most { $max } of these; remove one first
reasons-needed = this is not recorded without words; fill this in
nobody-here = this is nobody on the register whom you may see
