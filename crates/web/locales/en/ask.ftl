# Asking a question, and its answer.

ask-title = Ask a question
ask-question = Question
ask-about = About
ask-about-whom = About whom
ask-about-hint = A name or an id; for a case, { $prefix } and its reference, as in { $example }.
ask-on = On the day
ask-known = As it was known on { $optional }
ask-known-hint = Leaves out what was recorded after that day.
ask-button = Ask
