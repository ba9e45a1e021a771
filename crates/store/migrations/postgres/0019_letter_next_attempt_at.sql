CREATE INDEX IF NOT EXISTS ix_letter__next_attempt_at ON letter (next_attempt_at, id)
