#!/usr/bin/env bash
# Sets the project up on a fresh Debian, Ubuntu or macOS machine. Usage: scripts/setup.sh run|dev
# Makes .venv with hash-checked packages, finds or unpacks the libraries WeasyPrint needs, and
# compiles the interface's translations. Run again it does only what is missing.
set -eu
cd "$(dirname "$0")/.."
level=${1:-run}
requirements=requirements.txt
[ "$level" = dev ] && requirements=requirements-dev.txt

say() { printf '%s\n' "$*" >&2; }
is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }

find_python() {
  for name in python3.11 python3.12 python3.13 python3; do
    if has "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"
      return
    fi
  done
  say "Throughline needs Python 3.11 or newer. Debian: apt-get install python3 python3-venv. macOS: brew install python@3.11."
  exit 1
}

apt_install() {
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

make_environment() {
  [ -x .venv/bin/pip ] && return
  python=$(find_python)
  say "Making the virtual environment .venv with $python ..."
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    if has apt-get && is_root; then
      apt_install python3-venv
    fi
    "$python" -m venv .venv || {
      say "Python's venv module is missing. Debian: apt-get install python3-venv."
      exit 1
    }
  fi
}

install_packages() {
  stamp=.venv/.installed-$level
  if [ -f "$stamp" ] && cmp -s "$requirements" "$stamp"; then
    return
  fi
  say "Installing the packages of $requirements ..."
  # The pins are complete, so pip need not resolve them: a newer release can never slip in.
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$requirements"
  cp "$requirements" "$stamp"
}

draws_pdf() {
  # The product's own way of loading it, which also looks into .system.
  .venv/bin/python -c 'from foundation.children import run_in_child as run
run("foundation.machine.doctor:load_report_library", seconds=60, megabytes=4096)' >/dev/null 2>&1
}

pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

unpack_without_root() {
  mkdir -p .system/archives/partial .system/lists/partial
  private=(-o Debug::NoLocking=1 -o "Dir::Cache::archives=$PWD/.system/archives")
  if ! download_lacking 2>/dev/null; then
    # The machine's package lists are missing, as in most container images, or old.
    private+=(-o "Dir::State::lists=$PWD/.system/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
    apt-get "${private[@]}" -qq update >&2 && download_lacking || return
  fi
  for deb in .system/archives/*.deb; do
    dpkg -x "$deb" .system
  done
  rm -rf .system/archives .system/lists
}

# Pango, and those of its dependencies that this machine lacks, named as this release names them.
download_lacking() {
  # shellcheck disable=SC2086
  planned=$(apt-get "${private[@]}" -qq --simulate --no-install-recommends install $pango) || return
  wanted=$(printf '%s\n' "$planned" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
  # shellcheck disable=SC2086
  (cd .system/archives && apt-get "${private[@]}" -qq download $wanted >&2)
}

install_libraries() {
  draws_pdf && return
  if has apt-get && is_root; then
    say "Installing Pango for the PDF reports ..."
    # shellcheck disable=SC2086
    apt_install $pango
  elif has apt-get; then
    say "Unpacking Pango into .system (no root needed) ..."
    unpack_without_root || true # what is still missing is said below
  elif [ "$(uname)" = Darwin ]; then
    say "The PDF report needs Pango: run  brew install pango  and then this again."
    exit 1
  fi
  draws_pdf || {
    say "The PDF report needs Pango 1.44 or newer (libpango, libpangoft2, libharfbuzz-subset). Install it with this system's package manager and run this again."
    exit 1
  }
}

compile_translations() {
  for po in translations/*/LC_MESSAGES/messages.po; do
    [ -e "$po" ] || continue
    if [ ! -e "${po%.po}.mo" ] || [ "$po" -nt "${po%.po}.mo" ]; then
      .venv/bin/pybabel --quiet compile -i "$po" -o "${po%.po}.mo"
    fi
  done
}

make_environment
install_packages
install_libraries
compile_translations
