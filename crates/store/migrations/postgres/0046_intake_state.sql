CREATE INDEX IF NOT EXISTS ix_intake__state ON intake (state, intake)
