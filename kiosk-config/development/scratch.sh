#!/usr/bin/env bash
# Runs a command whose temporary files all go into one folder, and removes the folder when the command
# is over, however it ended: a run of the tests makes thousands of small data directories.
# KEEP=1 leaves the folder there to look at.
# Usage: scratch.sh COMMAND [ARGUMENT ...]
set -euo pipefail

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-scratch-XXXXXX")
# PostgreSQL runs as a user of its own and must reach its cluster in here.
chmod 755 "$folder"

remove() {
  if [ -n "${KEEP:-}" ]; then
    echo "==> temporary files are left in $folder" >&2
    return
  fi
  # A cluster of the tests ends within a second after them and may still be writing.
  for _ in 1 2 3 4 5; do
    rm -rf "$folder" 2>/dev/null && return
    sleep 1
  done
  echo "==> $folder could not be removed" >&2
}
trap remove EXIT

TMPDIR=$folder "$@"
