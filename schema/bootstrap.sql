-- Run once, as the server's administrator, before the first `praxis migrate`. The passwords are made by the installer
-- (hexadecimal digits only); production on one box uses `IDENTIFIED VIA unix_socket` instead, so that none exists.
CREATE DATABASE IF NOT EXISTS praxis_store CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE DATABASE IF NOT EXISTS praxis CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Migrations. Not used by anything that answers a request.
CREATE USER IF NOT EXISTS praxis_owner@localhost IDENTIFIED BY '@OWNER_PASSWORD@';
GRANT ALL PRIVILEGES ON praxis_store.* TO praxis_owner@localhost WITH GRANT OPTION;
GRANT ALL PRIVILEGES ON praxis.* TO praxis_owner@localhost WITH GRANT OPTION;

-- Workers. What it may do with each view is granted by `praxis migrate`; it has no right in praxis_store.
CREATE USER IF NOT EXISTS praxis_app@localhost IDENTIFIED BY '@APP_PASSWORD@';

-- Dumps.
CREATE USER IF NOT EXISTS praxis_backup@localhost IDENTIFIED BY '@BACKUP_PASSWORD@';
GRANT SELECT, LOCK TABLES, SHOW VIEW, TRIGGER ON praxis_store.* TO praxis_backup@localhost;
GRANT RELOAD, BINLOG MONITOR ON *.* TO praxis_backup@localhost;
