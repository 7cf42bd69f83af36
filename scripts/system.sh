#!/bin/sh
# Installs, as root on Debian, the system packages that tests need and this machine lacks; otherwise says what to run.
set -eu
missing=""
need() { command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing="$missing $2"; }
need chromium chromium
ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || case "$missing" in *libatomic1*) ;; *) missing="$missing libatomic1" ;; esac
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
need pdftotext poppler-utils
need msgfmt gettext
need java openjdk-17-jre-headless
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
missing=$(printf '%s' "$missing" | sed 's/^ *//')
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "These system packages are missing. Run: sudo apt-get install --no-install-recommends $missing" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
case "$missing" in *postgresql*)
  # no permanent cluster: tests start one of their own and throw it away
  apt-get install -y -q --no-install-recommends postgresql-common >/dev/null
  conf=/etc/postgresql-common/createcluster.conf
  grep -q '^create_main_cluster = false' $conf || echo 'create_main_cluster = false' >>$conf ;;
esac
# Java's package links its manual pages into a folder that small images of Debian leave out.
mkdir -p /usr/share/man/man1
# shellcheck disable=SC2086
apt-get install -y -q --no-install-recommends $missing >/dev/null
