CREATE INDEX IF NOT EXISTS ix_api_token__account ON api_token (account)
