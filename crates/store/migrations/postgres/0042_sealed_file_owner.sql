CREATE INDEX IF NOT EXISTS ix_sealed_file__owner ON sealed_file (owner)
