// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody meant to write.
enum NearestWord {
  /// The candidate with the fewest differing, missing, added or swapped characters, if these are few for the length of the word. Case is ignored.
  static func of(_ word: String, among candidates: [String]) -> String? {
    let word = Array(word.lowercased().unicodeScalars)
    let allowed = max(1, min(3, word.count / 3))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars)
      guard abs(other.count - word.count) <= allowed else { continue }
      let distance = distance(word, other)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// "did you mean port?" or, when nothing is near, "use host, port or tls".
  static func advice(for word: String, among candidates: [String]) -> String {
    of(word, among: candidates).map { "did you mean \($0)?" } ?? "use \(list(candidates))"
  }

  /// "a, b or c".
  static func list(_ all: [String], conjunction: String = "or") -> String {
    var words: [String] = []
    for word in all where !words.contains(word) { words.append(word) }
    guard let last = words.last else { return "nothing" }
    return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }

  /// The optimal string alignment distance: Levenshtein's, with a swap of neighbours as one step.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var best = min(last[column] + cost, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
