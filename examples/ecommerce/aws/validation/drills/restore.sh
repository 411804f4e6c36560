#!/usr/bin/env bash
# Restore drill: how long until the service works on restored data, and how much of it is lost?
# Demanded by NFR-AVAIL-003: seconds < 3600
# Demanded by NFR-AVAIL-003: lost seconds < 900
#
#   BASE_URL=https://… bash validation/drills/restore.sh
#
# It asks before it changes anything, and writes validation/drills/restore.json, which the tests read. Keep that file as evidence.
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
read -r -p "This restores data into new stores, which cost money until they are deleted. Type the name of the environment to go on: " environment
if [[ "$environment" != "$(value var.environment)" ]]; then
  echo "that is not this state's environment ($(value var.environment)); nothing was done" >&2
  exit 1
fi

started=$(date +%s)
step "the clock runs: from now on until the service works on restored data"
step 'database postgresql: the newest moment is restored into a new instance'
source=$(value aws_db_instance.postgresql.identifier)
aws rds restore-db-instance-to-point-in-time --use-latest-restorable-time \
  --source-db-instance-identifier "$source" --target-db-instance-identifier "$source-drill" \
  --db-subnet-group-name "$(value aws_db_instance.postgresql.db_subnet_group_name)" \
  --vpc-security-group-ids "$(value aws_security_group.postgresql_database.id)" --no-publicly-accessible >/dev/null
aws rds wait db-instance-available --db-instance-identifier "$source-drill"
read -r -p "Point the service at the restored copy, see that it works, then press Enter. " _
ended=$(date +%s)
read -r -p "When was the newest record in the copy written (like 2030-01-31T12:00:00Z; empty: unknown)? " newest
lost=null
if [[ -n "$newest" ]]; then
  lost=$((started - $(date -d "$newest" +%s)))
fi
seconds=$((ended - started))
printf '{"started": %s, "seconds": %s, "lost_seconds": %s}\n' "$started" "$seconds" "$lost" >validation/drills/restore.json
step "back after $seconds s; data lost of $lost s"
step 'afterwards, by hand: aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier NAME-drill'
if ! ((seconds < 3600)); then
  echo "NFR-AVAIL-003: $seconds s; demanded: < 3600 s" >&2
  exit 1
fi
if [[ "$lost" != null ]] && ! ((lost < 900)); then
  echo "NFR-AVAIL-003: data of $lost s is lost; demanded: < 900 s" >&2
  exit 1
fi
