-- Wrong passwords in a row; at a hundred the password opens nothing until it is replaced.
ALTER TABLE identity_user
  ADD COLUMN wrong_passwords INT NOT NULL DEFAULT 0 COMMENT 'in a row, over all browsers';

-- A link that lets a browser in which strangers' tries would hold up.
ALTER TABLE identity_staff_link
  MODIFY COLUMN purpose ENUM('invitation', 'factors', 'password', 'browser') NOT NULL;
