#!/bin/sh
# Makes one virtual environment from a hash-pinned file, with the project itself in it, editable.
# usage: tooling/environment.sh FOLDER REQUIREMENTS PYTHON_VERSION...
set -eu
. "$(dirname "$0")/machine.sh"
folder=$1
requirements=$2
shift 2

# Only wheels: building a source archive would fetch build tools that no hash covers.
install_pinned() {
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --progress-bar off \
        --require-hashes --only-binary :all: --requirement "$requirements"
}

if ! cmp -s "$requirements" "$folder/installed-requirements.txt"; then
    python=$(need_python "$@")
    say "กำลังติดตั้ง $folder จาก $requirements (ครั้งแรกอาจใช้เวลาหลายนาที)" \
        "Installing $folder from $requirements (the first time may take minutes)"
    "$python" -m venv --clear "$folder"
    install_pinned || stop "ติดตั้งรายการใน $requirements ไม่สำเร็จ สาเหตุอยู่ในบรรทัดข้างบน" \
        "What $requirements lists could not be installed; the lines above say why."
    cp "$requirements" "$folder/installed-requirements.txt"
fi
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --no-build-isolation --editable .
touch "$folder/.installed"
