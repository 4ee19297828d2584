#!/bin/sh
# Runs as root inside a bare Debian: installs from the checkout in /srv/checkout, installs it once
# more (an upgrade), looks at what came of it, and has it answer.
set -eu
cd /srv/checkout
tar -xf all.tar
apt-get update -q
apt-get install -qy --no-install-recommends python3 python3-venv
scripts/install --address https://rooms.example.edu --admin you@example.edu --without-start
sleep 1
scripts/install --without-start

test "$(find /opt/roomworthy/releases -mindepth 1 -maxdepth 1 | wc -l)" = 2
test "$(stat -c %a:%U /var/lib/roomworthy)" = 700:roomworthy
test "$(stat -c %a:%G /etc/roomworthy/environment)" = 640:roomworthy
test -s /etc/systemd/system/roomworthy-worker.service
grep -q '^rooms.example.edu {' /etc/caddy/Caddyfile

set -a
. /etc/roomworthy/environment
set +a
export WEB_PROCESSES=1
cd /opt/roomworthy/current
setpriv --reuid=roomworthy --regid=roomworthy --init-groups .venv/bin/python -m scripts.web &
server=$!
asked='import urllib.request as u; u.urlopen("http://127.0.0.1:8000/readyz")'
tries=0
until .venv/bin/python -c "$asked" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 60 ] || exit 1
    sleep 1
done
kill $server
wait $server || true
