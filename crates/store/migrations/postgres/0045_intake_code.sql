CREATE UNIQUE INDEX IF NOT EXISTS ix_intake__code ON intake (code)
