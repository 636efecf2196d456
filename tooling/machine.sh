# Sourced by the other scripts here: what this machine has, and what it can be given.

say() { # Thai sentence, English sentence
    printf '%s\n%s\n' "$1" "$2" >&2
}

stop() { # Thai sentence, English sentence
    say "$1" "$2"
    exit 1
}

is_root_on_debian() {
    [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1
}

install_packages() { # Debian package...
    say "กำลังติดตั้งจากระบบ: $*" "Installing from the system's packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2 && apt-get install -q -y --no-install-recommends "$@" >&2
}

find_python() { # version...; prints the first interpreter of one of these versions that can make an environment
    for name in $(printf 'python%s ' "$@") python3; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' "$@" \
            >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

need_python() { # version...; as find_python, after installing what is missing where that is allowed
    find_python "$@" && return
    if is_root_on_debian && install_packages python3 python3-venv; then
        find_python "$@" && return
    fi
    stop "ต้องมี Python รุ่นใดรุ่นหนึ่งใน $* พร้อมโมดูล venv กรุณาติดตั้งก่อน (Debian: python3 และ python3-venv)" \
        "Python in one of the versions $* with its venv module is needed; please install it first (Debian: python3 and python3-venv)."
}
