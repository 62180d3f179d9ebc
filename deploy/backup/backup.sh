#!/bin/sh
# A backup of a platform on one machine, while it runs: each store, and the keys, in a directory of its
# own, readable by this user alone. Those older than KEEP_DAYS are deleted. Needs sqlite3. Usage: backup.sh DATA_DIR BACKUP_DIR
set -eu
umask 077
data=$1
to=$2/$(date -u +%Y-%m-%dT%H%M%SZ)
[ ! -e "$to" ] || { echo "$to is there already" >&2; exit 1; }
mkdir -p "$to.part"
for name in directory access invitations notifier signin accounts console; do
  sqlite3 "$data/$name.sqlite" "PRAGMA busy_timeout = 10000" "VACUUM INTO '$to.part/$name.sqlite'" >/dev/null
done
for key in operator-secret master-key internal-key; do
  [ ! -f "$data/$key" ] || cp -p "$data/$key" "$to.part/"
done
mv "$to.part" "$to"
find "$2" -mindepth 1 -maxdepth 1 -type d -mtime "+${KEEP_DAYS:-14}" -exec rm -rf {} +
echo "$to"
