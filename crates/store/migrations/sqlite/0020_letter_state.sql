CREATE INDEX IF NOT EXISTS ix_letter__state ON letter (state, id)
