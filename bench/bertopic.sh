#!/usr/bin/env bash
# Makes bench/.bertopic, an environment with BERTopic and nothing of ours. Run again it does nothing.
set -eu
cd "$(dirname "$0")"
stamp=.bertopic/.installed
if [ -f "$stamp" ] && cmp -s bertopic.txt "$stamp"; then
  exit 0
fi
python=../.venv/bin/python
printf 'Installing BERTopic into bench/.bertopic ...\n' >&2
"$python" -m venv .bertopic
.bertopic/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r bertopic.txt
# Compiles what it keeps compiled, so that no measured run pays for it.
.bertopic/bin/python -W ignore -c '
import numpy as np
from bertopic import BERTopic
texts = [f"word{n % 7} word{n % 5} word{n % 3}" for n in range(200)]
BERTopic().fit_transform(texts, np.random.default_rng(1).random((200, 16)))'
cp bertopic.txt "$stamp"
