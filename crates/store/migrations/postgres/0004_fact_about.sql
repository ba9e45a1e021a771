CREATE INDEX IF NOT EXISTS ix_fact__about_number ON fact (about, number)
