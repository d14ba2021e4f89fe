#!/usr/bin/env bash
# Installs the Debian packages that are missing for the purposes named: run, province, test.
# Says what it installs; uses sudo when it is not run by root; does nothing when all are there.
set -euo pipefail

run=(
  pkg-config make libmicrohttpd-dev libqrencode-dev libzxing-dev libpango1.0-dev libcairo2-dev
  libcups2-dev libcurl4-openssl-dev zlib1g-dev libsqlite3-dev libpng-dev libjpeg-dev
  fonts-liberation2 poppler-utils ca-certificates
)
province=(pkg-config make libmicrohttpd-dev libcurl4-openssl-dev zlib1g-dev libpq-dev
  libsqlite3-dev postgresql postgresql-common)
test=(postgresql postgresql-common chromium cups-ipp-utils zbar-tools poppler-utils
  python3 python3-venv gcc libc6-dev openssl)

wanted=()
for purpose in "$@"; do
  case "$purpose" in
    run) wanted+=("${run[@]}") ;;
    province) wanted+=("${province[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    *) echo "packages.sh: unknown purpose '$purpose': use run, province or test" >&2; exit 64 ;;
  esac
done

missing=()
for package in $(printf '%s\n' "${wanted[@]}" | sort -u); do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done

if [ "${#missing[@]}" -gt 0 ]; then
  echo "==> installing missing Debian packages: ${missing[*]}"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "packages.sh: these packages need root to install, and sudo is not here:" \
        "run 'apt-get install ${missing[*]}' as root, then try again" >&2
      exit 77
    }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

command -v swift >/dev/null || {
  echo "packages.sh: the Swift 6.3 toolchain is not on PATH: install it from swift.org," \
    "then try again" >&2
  exit 69
}
