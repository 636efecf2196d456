#!/bin/sh
# Fails when a file names a package registry or a folder of one particular machine: both are the installer's own affair.
# usage: tooling/addresses.sh [FOLDER]
set -eu
. "$(dirname "$0")/machine.sh"

# The brackets keep this file from finding itself.
registry='pypi[.]org|python[h]osted|npmjs[.]org|registry[.]yarnpkg|[d]eb[.]debian[.]org'
machine='(^|[^[:alnum:]_.})/-])/([w]ork|[f]arm|[r]oot|[h]ome/[a-z]+|[t]mp)/[[:alnum:]_.]'

found=$(cd "${1:-.}" && grep -rnIE --exclude-dir=.git --exclude-dir='.venv*' --exclude-dir='.*_cache' \
    --exclude-dir=.hypothesis --exclude-dir=__pycache__ --exclude-dir='*.egg-info' --exclude-dir=build \
    --exclude-dir=dist --exclude-dir=demo-data --exclude='*.svg' "$registry|$machine" .) || exit 0
printf '%s\n' "$found" >&2
stop "ไฟล์ข้างบนระบุที่อยู่ของคลังแพ็กเกจหรือโฟลเดอร์ของเครื่องใดเครื่องหนึ่ง กรุณานำออก" \
    "These files name a package registry or a folder of one particular machine; please take that out."
