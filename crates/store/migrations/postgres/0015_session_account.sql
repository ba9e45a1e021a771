CREATE INDEX IF NOT EXISTS ix_session__account ON session (account)
