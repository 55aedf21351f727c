-- What was offered of a session that went elsewhere before the patient could answer may be offered to them again when the
-- session is back: it was no question. NULL makes the key hold that place off no longer.

ALTER TABLE scheduling_offer
  ADD COLUMN is_asked TINYINT(1) NULL DEFAULT 1 COMMENT 'NULL: its session went elsewhere before an answer'
    CHECK (is_asked = 1),
  DROP KEY once,
  ADD UNIQUE KEY once (practice_id, entry_id, practitioner_id, starts_at, is_asked);
