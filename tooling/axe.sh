#!/bin/sh
# Fetches axe-core, which looks for barriers on the office's pages in the browser tests, into build/axe.
set -eu
. "$(dirname "$0")/machine.sh"
version=4.14.1
sum=e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
folder=$(dirname "$0")/../build/axe

[ "$(cat "$folder/version" 2>/dev/null)" = "$version" ] && exit
if ! command -v npm >/dev/null 2>&1; then
    is_root_on_debian && install_packages npm || stop \
        "การทดสอบการเข้าถึงต้องใช้ npm กรุณาติดตั้ง Node.js" "The accessibility tests need npm; please install Node.js."
fi
mkdir -p "$folder"
npm pack --silent --pack-destination "$folder" "axe-core@$version" >/dev/null
archive=$folder/axe-core-$version.tgz
if ! echo "$sum  $archive" | sha256sum --check --status; then
    rm -f "$archive"
    stop "แฟ้ม axe-core ไม่ตรงกับที่ตรึงไว้" "axe-core is not the file that was pinned."
fi
tar -xzf "$archive" -C "$folder" --strip-components=1 package/axe.min.js package/LICENSE
rm "$archive"
echo "$version" >"$folder/version"
