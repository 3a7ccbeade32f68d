#!/usr/bin/env bash
# Brings the translations up to the texts in code (scripts/texts.py) and templates: new texts
# arrive empty.
set -eu
cd "$(dirname "$0")/.."
template=$(mktemp)
trap 'rm -f "$template"' EXIT
PYTHONPATH=. .venv/bin/pybabel -q extract -F pyproject.toml -k sentence --no-location --sort-output --project=Throughline --version=0.1 --copyright-holder="the Throughline project" -o "$template" .
for language in th ko vi fa; do
  po=translations/$language/LC_MESSAGES/messages.po
  mkdir -p "$(dirname "$po")"
  if [ -e "$po" ]; then
    .venv/bin/pybabel -q update -i "$template" -o "$po" -l "$language" --no-fuzzy-matching --ignore-obsolete
  else
    .venv/bin/pybabel -q init -i "$template" -o "$po" -l "$language"
  fi
done
