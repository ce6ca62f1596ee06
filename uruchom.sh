#!/bin/sh
# Starts the coordinator's page: annual-report serve. It builds nothing and repairs nothing.
cd "$(dirname "$0")" || exit 2

if [ -f .venv/.stamps/command ]; then
  .venv/bin/python -m flows serve "$@"
  code=$?
else
  echo "Program nie jest jeszcze zainstalowany. Proszę najpierw uruchomić zainstaluj.sh." >&2
  code=3
fi
if [ "$code" -ne 0 ] && [ -t 0 ] && [ -t 1 ]; then
  # Started by a double click the window would close with the message.
  printf '\nProszę nacisnąć Enter, aby zamknąć okno. '
  read -r _
fi
exit "$code"
