-- One message for all appointments of a series that were moved or cancelled in one go.
ALTER TABLE messaging_notice
  ADD COLUMN with_id BINARY(16) NULL COMMENT 'the notice whose message tells of this one as well; NULL: its own' AFTER id,
  ADD KEY told_with (practice_id, with_id);
