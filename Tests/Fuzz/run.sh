#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes every decoder of SMSCodec with libFuzzer and AddressSanitizer: run.sh [SECONDS FOR EACH TARGET, default 60] [TARGET ...]
# Inputs that crash a target are kept in Tests/Fuzz/FailCases and run first the next time. Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
build=.build/fuzz
fail_cases=Tests/Fuzz/FailCases
flags=(-O -sanitize=fuzzer,address -swift-version 6 -parse-as-library -enable-upcoming-feature InternalImportsByDefault)
mkdir -p "$build" "$fail_cases"

mapfile -t sources < <(find Sources/SMSCodec -name '*.swift' | sort)
swiftc "${flags[@]}" -wmo -static -emit-library -emit-module -emit-module-path "$build/SMSCodec.swiftmodule" \
  -module-name SMSCodec -o "$build/libSMSCodec.a" "${sources[@]}"

if [ $# -eq 0 ]; then
  for target in Tests/Fuzz/Targets/*.swift; do set -- "$@" "$(basename "$target" .swift)"; done
fi

# The vectors' octets, one file for each, are where the fuzzer starts.
corpus=$build/seeds
rm -rf "$corpus"
mkdir -p "$corpus"
python3 - "$corpus" <<'PYTHON'
import glob, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for name in glob.glob("Tests/Vectors/sms/*.json"):
    for index, row in enumerate(json.load(open(name, encoding="utf-8"))["rows"]):
        for key in ("pdu", "tpdu", "octets", "septets", "packed", "text"):
            value = row.get(key)
            if not isinstance(value, str) or not value:
                continue
            stem = f"{pathlib.Path(name).stem}-{index}-{key}"
            (folder / (stem + "-digits")).write_text(value, encoding="utf-8")
            if key != "text":
                octets = bytes.fromhex(value)
                (folder / stem).write_bytes(octets[1:] if key == "pdu" else octets)
PYTHON

passed=0
failed=0
for target in "$@"; do
  swiftc "${flags[@]}" -use-ld=lld -module-name "Fuzz$target" -I "$build" "Tests/Fuzz/Targets/$target.swift" "$build/libSMSCodec.a" -o "$build/$target"
  mkdir -p "$build/corpus-$target"
  known=()
  while IFS= read -r -d '' file; do known+=("$file"); done < <(find "$fail_cases" -name "$target-*" -print0)
  result=0
  if [ ${#known[@]} -gt 0 ]; then "$build/$target" "${known[@]}" > "$build/$target.log" 2>&1 || result=$?; fi
  if [ $result -eq 0 ]; then
    "$build/$target" -max_total_time="$seconds" -max_len=512 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$fail_cases/$target-" "$build/corpus-$target" "$corpus" > "$build/$target.log" 2>&1 || result=$?
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")
  if [ $result -eq 0 ]; then
    passed=$((passed + 1))
    echo "$target: ${runs:-0} inputs in $seconds s, no crash"
  else
    failed=$((failed + 1))
    echo "$target: FAILED, the input is in $fail_cases"
    tail -n 25 "$build/$target.log"
  fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
