// SPDX-License-Identifier: Apache-2.0

/// How often something happens.
///
/// Its text is what a person writes on a command line: `5%` for a share drawn at random, `10` for every tenth time, `10x3` for three
/// times in a row from every tenth on, `1%x5` for runs of five, `0` for never.
package struct Frequency: Sendable, Hashable {
  /// What is counted or drawn.
  package enum Rule: Sendable, Hashable {
    /// Each time with this probability, 0...1.
    case share(Double)
    /// Every n-th time, counted from the first; 1 is always.
    case every(Int)
  }

  /// The longest run of one occurrence, and the rarest count.
  package static let countMax = 1_000_000_000

  /// When it happens.
  package let rule: Rule
  /// How many times in a row, 1 or more.
  package let run: Int

  /// Makes a frequency; what is out of its range counts as the nearest that is not.
  package init(_ rule: Rule, run: Int = 1) {
    self.run = min(max(run, 1), Self.countMax)
    switch rule {
    case .share(let share): self.rule = .share(share > 0 ? min(share, 1) : 0)
    case .every(let count): self.rule = .every(min(max(count, 1), Self.countMax))
    }
  }

  /// Not at all.
  package static let never = Frequency(.share(0))
  /// Each time.
  package static let always = Frequency(.every(1))

  /// Whether it is never.
  package var isNever: Bool { rule == .share(0) }

  /// Reads `5%`, `0.5%`, `10`, `10x3`, `1%x5` or `0`; nil for anything else.
  package init?(_ text: String) {
    let pieces = text.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = pieces.first, let run = pieces.count == 2 ? Self.count(pieces[1]) : 1, run > 0 else { return nil }
    if first.hasSuffix("%") {
      let number = first.dropLast()
      guard let percent = Double(number), number.first?.isNumber == true, (0...100).contains(percent) else { return nil }
      self.init(.share(percent / 100), run: run)
    } else {
      guard let count = Self.count(first) else { return nil }
      self.init(count == 0 ? .share(0) : .every(count), run: run)
    }
  }

  private static func count(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text), count <= countMax else { return nil }
    return count
  }
}

extension Frequency: CustomStringConvertible {
  /// The text that reads back as this frequency.
  package var description: String {
    let suffix = run == 1 ? "" : "x\(run)"
    return switch rule {
    case .share(0): "0"
    case .share(let share): "\(share * 100)%\(suffix)"
    case .every(let count): "\(count)\(suffix)"
    }
  }
}

/// Where a frequency stands in its count, and in chance.
struct FrequencyCounter: Sendable, Hashable {
  let frequency: Frequency
  private var random: SeededGenerator
  private var count = 0
  private var leftOfRun = 0

  /// Each counter draws from a sequence of its own, so that one fault does not move another.
  init(_ frequency: Frequency, seed: UInt64) {
    self.frequency = frequency
    random = SeededGenerator(seed: seed)
  }

  /// Counts one more time, and tells whether it happens now.
  mutating func isDue() -> Bool {
    if frequency.isNever { return false }
    if leftOfRun > 0 {
      leftOfRun -= 1
      return true
    }
    switch frequency.rule {
    case .share(let share):
      guard random.fraction() < share else { return false }
    case .every(let interval):
      count += 1
      guard count >= interval else { return false }
      count = 0
    }
    leftOfRun = frequency.run - 1
    return true
  }
}
