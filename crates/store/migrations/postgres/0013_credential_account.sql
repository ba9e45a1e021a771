CREATE INDEX IF NOT EXISTS ix_credential__account ON credential (account)
