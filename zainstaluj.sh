#!/bin/sh
# Installs the bundle into this folder: sh zainstaluj.sh [PYTHON]. No network, no administrator's rights.
cd "$(dirname "$0")" || exit 2
wanted=3.11
[ ! -f wheels/target.txt ] || read -r wanted <wheels/target.txt

finish() {
  # Started by a double click the window would close with the message.
  if [ -t 0 ] && [ -t 1 ]; then
    printf '\nProszę nacisnąć Enter, aby zamknąć okno. '
    read -r _
  fi
  exit "$1"
}

for python in "$@" "python$wanted" python3 python; do
  found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  if [ "$found" = "$wanted" ]; then
    "$python" installation/install.py
    finish $?
  fi
done
echo "Nie znaleziono Pythona $wanted. Proszę go zainstalować albo wskazać: sh zainstaluj.sh /ścieżka/do/pythona" >&2
finish 3
