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
  LD_LIBRARY_PATH="$(system_folders)${LD_LIBRARY_PATH:-}" .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1
}

system_folders() {
  for folder in .system/usr/lib/*-linux-gnu .system/usr/lib; do
    if [ -d "$folder" ]; then printf '%s:' "$PWD/$folder"; fi
  done
}

pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

unpack_without_root() {
  mkdir -p .system/debs
  # Pango's own dependencies come along where the machine lacks them.
  wanted="$pango libharfbuzz0b libfontconfig1 libfreetype6 libfribidi0 libthai0 libdatrie1 libglib2.0-0 libgraphite2-3 fontconfig-config libpng16-16 libbrotli1"
  (cd .system/debs && for package in $wanted; do apt-get download -qq "$package" >/dev/null 2>&1 || true; done)
  for deb in .system/debs/*.deb; do
    [ -e "$deb" ] && dpkg -x "$deb" .system
  done
}

install_libraries() {
  draws_pdf && return
  if has apt-get && is_root; then
    say "Installing Pango for the PDF reports ..."
    # shellcheck disable=SC2086
    apt_install $pango
  elif has apt-get; then
    say "Unpacking Pango into .system (no root needed) ..."
    unpack_without_root
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
