#!/bin/sh
# Sees to it that the tests of exported files find LibreOffice: `soffice` on the path, and the PDF tools beside it.
set -eu
. "$(dirname "$0")/machine.sh"

has_libreoffice() {
    command -v soffice >/dev/null 2>&1
}

has_libreoffice && exit
if is_root_on_debian && install_packages libreoffice-calc-nogui poppler-utils; then
    has_libreoffice && exit
fi
stop "การทดสอบแฟ้มส่งออกต้องใช้ LibreOffice Calc กรุณาติดตั้งให้มีคำสั่ง soffice" \
    "The tests of exported files need LibreOffice Calc; please install it so that soffice is on the path."
