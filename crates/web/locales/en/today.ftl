# What waits today, for whoever signed in.

today = Today
today-suspended = You are suspended
today-suspended-since = Since { $since }, { $days ->
    [one] 1 day
   *[other] { $days } days
}. The last step was on { $step }.
today-lapses = If nothing happens, the suspension lapses on { $day }.
today-no-end = No day is set on which it ends by itself.
today-standing = How you stand
today-every-right = You have every right of a member.
today-no-rights-known = The rulebook names no rights.
today-withheld = You do not have these rights today:
today-case = A case about you: { $case }
today-case-files = Files of case { $case } that you may see
today-own-record = Your own record: every right with its reason, and all that happened
today-readings = Who read what is sealed
today-looked = Who looked at it
today-waiting = What waits for you
today-as = As { $roles }
today-nothing = Nothing does.
today-more = There are more.
today-register = The register
today-admit = Admit a member
today-system = The system
today-database = Database
today-writable = can be written
today-read-only = cannot be written
today-letters = Letters
today-letters-are = { $failed } failed, { $bounced } came back, { $queued } wait
today-no-post = No mail server is set up, so none are sent.
today-letters-list = Letters
today-templates = Texts of letters
signed-in-account = Your account: how you sign in, and where you are signed in
today-owed = What your roles owe
today-more-owed = There is more; what is due first stands here.
