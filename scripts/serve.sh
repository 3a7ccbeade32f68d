#!/usr/bin/env bash
# Starts the product at http://127.0.0.1:PORT, 5000 unless PORT says another; personal links lead
# there too unless PUBLIC_URL is set. A port that cannot be had is told in one sentence.
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-5000}

is_free() {
  .venv/bin/python - "$1" <<'END'
import socket, sys
with socket.socket() as one:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", int(sys.argv[1])))
END
}

if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  echo "PORT must be a number from 1 to 65535, not “$port”: for example  make serve PORT=5050" >&2
  exit 1
fi
if ! is_free "$port" 2>/dev/null; then
  echo "Port $port is in use or not allowed: choose another one, for example  make serve PORT=5050" >&2
  exit 1
fi
export PUBLIC_URL=${PUBLIC_URL:-http://127.0.0.1:$port}
.venv/bin/flask db upgrade
exec .venv/bin/gunicorn --bind "127.0.0.1:$port" --workers 1 --threads 8 "app:create_app()"
