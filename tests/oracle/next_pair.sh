#!/usr/bin/env bash
# next_pair.sh FOLDER: SQLAlchemy 2 and its Alembic, as Debian's next release has them, unpacked below FOLDER.
# Prints the folder for PYTHONPATH. apt is asked with lists, caches and sources of its own: no package of this system changes.
# Where that pair is not to be had, one sentence says why, and the exit code is 1.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
packages=$folder/usr/lib/python3/dist-packages

no() { printf 'No SQLAlchemy 2 to test with: %s\n' "$*" >&2; exit 1; }

# The release after this one.
next_of() {
  case $1 in
    bookworm) echo trixie ;;
    trixie) echo forky ;;
    *) no "this is ${1:-no Debian}, and only of Debian's releases it is known which one follows." ;;
  esac
}

# The sources that this machine has for its own release, written for the next one: in both of the formats that apt reads.
sources_for() {
  local own=$1 next=$2 file
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f $file ]] || continue
    awk -v own="$own" -v next_release="$next" '
      BEGIN { RS = ""; FS = "\n"; ORS = "\n\n" }
      {
        suites = ""; types = ""; kept = ""
        for (i = 1; i <= NF; i++) {
          if ($i ~ /^#/) continue
          if ($i ~ /^Suites:/) { suites = $i " "; $i = "Suites: " next_release }
          if ($i ~ /^Types:/) { types = $i " "; $i = "Types: deb" }
          if ($i ~ /^Components:/) $i = "Components: main"
          kept = kept (kept == "" ? "" : "\n") $i
        }
        if (suites ~ "[: ]" own " " && types ~ /[: ]deb /) print kept
      }' "$file"
  done >"$folder/apt/sources.d/next.sources"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -f $file ]] || sed -nE "s/^(deb +(\[[^]]*\] +)?[^ ]+ +)$own +main.*/\1$next main/p" "$file"
  done >"$folder/apt/sources.list"
  [[ -s $folder/apt/sources.d/next.sources || -s $folder/apt/sources.list ]]
}

apt() {
  apt-get -q -o "Dir::Etc::SourceList=$folder/apt/sources.list" -o "Dir::Etc::SourceParts=$folder/apt/sources.d" \
    -o "Dir::State=$folder/apt/state" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User= -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false "$@" >>"$folder/apt/log" 2>&1
}

works() { PYTHONPATH=$packages /usr/bin/python3 -c 'import sqlalchemy, alembic; assert sqlalchemy.__version__ >= "2"' 2>/dev/null; }

if ! works; then
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || no "this system has no apt."
  own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  next=$(next_of "$own")
  rm -rf "${folder:?}/apt" "${folder:?}/usr"
  mkdir -p "$folder/apt/sources.d" "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial" "$folder/apt/packages"
  sources_for "$own" "$next" || no "this machine names no source of Debian $own that could be asked for $next."
  apt update || no "apt could not read the lists of Debian $next. The log is $folder/apt/log."
  (cd "$folder/apt/packages" && apt download python3-sqlalchemy python3-alembic python3-mako python3-typing-extensions) ||
    no "apt could not download the packages of Debian $next. The log is $folder/apt/log."
  for package in "$folder"/apt/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
  rm -rf "$folder/apt/state" "$folder/apt/cache" "$folder/apt/packages"
  works || no "the packages of Debian $next do not run under this Python."
fi
printf '%s\n' "$packages"
