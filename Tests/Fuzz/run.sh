#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes every decoder of SMSCodec and SMPP with libFuzzer and AddressSanitizer: run.sh [SECONDS FOR EACH TARGET, default 60] [TARGET ...]
# Inputs that crash a target are kept in Tests/Fuzz/FailCases and run first the next time. Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
build=.build/fuzz
fail_cases=Tests/Fuzz/FailCases
flags=(-O -sanitize=fuzzer,address -swift-version 6 -parse-as-library -enable-upcoming-feature InternalImportsByDefault)
mkdir -p "$build" "$fail_cases"

if [ $# -eq 0 ]; then
  for target in Tests/Fuzz/Targets/*.swift; do set -- "$@" "$(basename "$target" .swift)"; done
fi

mapfile -t sources < <(find Sources/SMSCodec -name '*.swift' | sort)
swiftc "${flags[@]}" -wmo -static -emit-library -emit-module -emit-module-path "$build/SMSCodec.swiftmodule" \
  -module-name SMSCodec -o "$build/libSMSCodec.a" "${sources[@]}"

# SMPP's codec stands on NIOCore: a package of its own holds it, without the rest of SMPP, and a library for each of its targets.
package=$build/smpp
smpp_targets=()
for target in "$@"; do if grep -q '^import SMPP$' "Tests/Fuzz/Targets/$target.swift"; then smpp_targets+=("$target"); fi; done
if [ ${#smpp_targets[@]} -gt 0 ]; then
  mkdir -p "$package/SMPP"
  ln -sfn "$PWD/Sources/SMPP/PDU" "$package/SMPP/PDU"
  ln -sfn "$PWD/Sources/SMPP/Receipt" "$package/SMPP/Receipt"
  {
    cat <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription
let fuzzed: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
]
let core: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let package = Package(
  name: "fuzz",
  products: [
SWIFT
    for target in "${smpp_targets[@]}"; do echo "    .library(name: \"Fuzz$target\", type: .static, targets: [\"Fuzz$target\"]),"; done
    echo '  ],'
    echo '  dependencies: ['
    grep 'apple/swift-nio"' Package.swift
    echo '  ],'
    echo '  targets: ['
    echo '    .target(name: "SMPP", dependencies: [core], path: "SMPP", swiftSettings: fuzzed),'
    for target in "${smpp_targets[@]}"; do
      mkdir -p "$package/$target"
      ln -sfn "$PWD/Tests/Fuzz/Targets/$target.swift" "$package/$target/$target.swift"
      echo "    .target(name: \"Fuzz$target\", dependencies: [\"SMPP\", core], path: \"$target\", swiftSettings: fuzzed),"
    done
    echo '  ])'
  } > "$package/Package.swift"
  swift build -c release --package-path "$package"
fi

# The vectors' octets, one file for each, are where the fuzzer starts.
corpus=$build/seeds
rm -rf "$corpus"
mkdir -p "$corpus"
python3 - "$corpus" <<'PYTHON'
import glob, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for name in glob.glob("Tests/Vectors/sms/*.json") + glob.glob("Tests/Vectors/smpp/*.json"):
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
  if [[ " ${smpp_targets[*]} " == *" $target "* ]]; then
    swiftc -sanitize=fuzzer,address -use-ld=lld "$package/.build/release/libFuzz$target.a" -o "$build/$target"
  else
    swiftc "${flags[@]}" -use-ld=lld -module-name "Fuzz$target" -I "$build" "Tests/Fuzz/Targets/$target.swift" "$build/libSMSCodec.a" \
      -o "$build/$target"
  fi
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
