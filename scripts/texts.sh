#!/usr/bin/env bash
# Brings the translations up to the texts in code and templates: new texts arrive empty.
set -eu
cd "$(dirname "$0")/.."
keywords="-k lazy_gettext -k Problem -k Invalid:2 -k NotFound -k Conflict -k NotAllowed -k Unavailable -k TableError -k msgid -k N_ -k _say -k NotDrawn -k Sentence -k of -k counted:1,2 -k Change:2 -k sentence -k say"
template=$(mktemp)
trap 'rm -f "$template"' EXIT
# shellcheck disable=SC2086
.venv/bin/pybabel -q extract -F pyproject.toml $keywords --no-location --sort-output --project=Throughline --version=0.1 --copyright-holder="the Throughline project" -o "$template" .
for language in th ko vi fa; do
  po=translations/$language/LC_MESSAGES/messages.po
  mkdir -p "$(dirname "$po")"
  if [ -e "$po" ]; then
    .venv/bin/pybabel -q update -i "$template" -o "$po" -l "$language" --no-fuzzy-matching --ignore-obsolete
  else
    .venv/bin/pybabel -q init -i "$template" -o "$po" -l "$language"
  fi
done
