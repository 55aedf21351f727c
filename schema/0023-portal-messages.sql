-- Messages that stand in the portal: what they say, and when they were opened there.
ALTER TABLE messaging_notice
  ADD COLUMN sealed_text BLOB NULL COMMENT 'what stands in the portal: subject, line feed, text',
  ADD COLUMN read_at DATETIME(6) NULL COMMENT 'when it was opened in the portal for the first time',
  ADD COLUMN read_by ENUM('patient', 'guardian') NULL;
