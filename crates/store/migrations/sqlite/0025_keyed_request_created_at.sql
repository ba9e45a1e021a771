CREATE INDEX IF NOT EXISTS ix_keyed_request__created_at ON keyed_request (created_at)
