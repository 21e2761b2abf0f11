#!/usr/bin/env bash
# Compares ProxyCapi's normalisation with Meta's own library (npm: capi-param-builder-nodejs) on thousands of seeded inputs per key.
# Fails if a disagreement is not one of the departures of the specification. Usage: bash tests/oracle/run.sh [inputs per key] [seed]
set -euo pipefail
cd "$(dirname "$0")"
npm install --silent
answers="$(mktemp)"
trap 'rm -f "$answers"' EXIT
node generate.js "$answers" "${1:-3000}" "${2:-20261123}"
PROXYCAPI_ORACLE="$answers" dotnet test ../ProxyCapi.Tests -v q --filter FullyQualifiedName~OracleTests --logger "console;verbosity=detailed"
