#!/usr/bin/env bash
# Failover drill: for how long is the service away when a part of it fails?
# Demanded by NFR-AVAIL-003: seconds < 60
#
#   BASE_URL=https://… bash validation/drills/failover.sh       (WATCH=900: for how many seconds it looks)
#
# It asks before it changes anything, and writes validation/drills/failover.json, which the tests read. Keep that file as evidence.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${BASE_URL:?set BASE_URL to an address that answers as long as the service is well}"

# A value of this module's state.
value() {
  terraform console <<<"$1" | tr -d '"'
}

answers() {
  curl --silent --fail --max-time 2 --output /dev/null "$BASE_URL"
}

step() {
  printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$1"
}

if ! answers; then
  echo "$BASE_URL does not answer: the drill begins with a service that is well" >&2
  exit 1
fi
read -r -p "This makes a part of the running service fail. Type the name of the environment to go on: " environment
if [[ "$environment" != "$(value var.environment)" ]]; then
  echo "that is not this state's environment ($(value var.environment)); nothing was done" >&2
  exit 1
fi

started=$(date +%s)
step "the clock runs: the service is asked every second"
step 'database postgresql: fails over to its standby in the other zone'
aws rds reboot-db-instance --force-failover --db-instance-identifier "$(value aws_db_instance.postgresql.identifier)" >/dev/null
first= last= good=0
while (($(date +%s) - started < ${WATCH:-900})); do
  if answers; then
    good=$((good + 1))
    # A minute without a failure, after there was one: it is over.
    if [[ -n "$last" ]] && ((good >= 60)); then
      break
    fi
  else
    good=0
    last=$(date +%s)
    first=${first:-$last}
  fi
  sleep 1
done
seconds=0
if [[ -n "$first" ]]; then
  seconds=$((last - first + 1))
fi
printf '{"started": %s, "seconds": %s}\n' "$started" "$seconds" >validation/drills/failover.json
step "the service was away for $seconds s"
if ! ((seconds < 60)); then
  echo "NFR-AVAIL-003: $seconds s; demanded: < 60 s" >&2
  exit 1
fi
