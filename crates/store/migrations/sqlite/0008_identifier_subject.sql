CREATE INDEX IF NOT EXISTS ix_identifier__subject ON identifier (subject)
