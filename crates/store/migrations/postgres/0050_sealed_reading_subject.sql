CREATE INDEX IF NOT EXISTS sealed_reading_subject ON sealed_reading (subject, id)
