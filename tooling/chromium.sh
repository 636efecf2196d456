#!/bin/sh
# Sees to it that the browser tests find a Chromium: the CHROMIUM variable, else `chromium-headless-shell`, which opens a
# page in half the time, or `chromium` on the path.
set -eu
. "$(dirname "$0")/machine.sh"

has_chromium() {
    [ -x "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1
}

has_chromium && exit
if is_root_on_debian && { install_packages chromium-headless-shell || install_packages chromium; }; then
    has_chromium && exit
fi
stop "การทดสอบในเบราว์เซอร์ต้องใช้ Chromium กรุณาติดตั้ง หรือระบุที่อยู่ของโปรแกรมในตัวแปร CHROMIUM" \
    "The browser tests need Chromium; please install it, or name its program in the variable CHROMIUM."
