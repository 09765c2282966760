// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

/// The alphabets against gsmcodecs, whose tables were made from TS 23.038 18.0.0 by other hands.
///
/// gsmcodecs 1.0.0 stands alone in twelve codes, each named in `disputed`: SMS Server Tools 3.1.19, warthog618/sms and the tables of
/// Android, which decode on the phone, all have what is written here. For Kannada the printed standard has a misprint (0x24 as U+0CAA in
/// 9.1.1), which those three correct.
@Suite("alphabets against gsmcodecs")
struct GSM7DifferentialTests {
  struct Request: Encodable {
    let verb: String
    let locking: UInt8
    let single: UInt8
    var text: String?
    var septets: String?
  }

  /// Whether the peers disagree about a code: the comma of the ten Indic locking tables, which gsmcodecs has as an apostrophe;
  /// ಡ of Kannada, which it has as a second ಪ; and the euro sign of the Telugu single shift, which it lacks.
  static func disputed(_ tables: NationalTables, _ septets: [UInt8]) -> Bool {
    switch (septets.first, septets.count) {
    case (0x2C, 1): tables.locking.map { $0.rawValue >= NationalLanguage.bengali.rawValue } ?? false
    case (0x24, 1): tables.locking == .kannada
    case (GSM7.escape, 2): tables.single == .telugu && septets[1] == 0x65
    default: false
    }
  }

  static func identifiers(_ tables: NationalTables) -> (locking: UInt8, single: UInt8) {
    (tables.locking?.rawValue ?? 0, tables.single?.rawValue ?? 0)
  }

  @Test("every code of every table, escaped and not")
  func everyCode() async throws {
    let tables = GSM7Tests.allTables.filter { $0.locking == nil || $0.single == nil || $0.locking == $0.single }
    var cases: [(tables: NationalTables, septets: [UInt8])] = []
    for tables in Set(tables) {
      for code in UInt8(0)..<128 where code != GSM7.escape {
        cases += [[code], [GSM7.escape, code]].filter { !Self.disputed(tables, $0) }.map { (tables, $0) }
      }
    }
    let answers = try await Peer.python(
      cases.map {
        Request(
          verb: "text", locking: Self.identifiers($0.tables).locking, single: Self.identifiers($0.tables).single,
          septets: hexadecimal($0.septets))
      }, as: String.self)
    var differences = Differences()
    var compared = 0
    for (entry, answer) in zip(cases, answers) {
      let ours = try GSM7.text(of: entry.septets, tables: entry.tables)
      if let answer {
        compared += 1
        differences.expectEqual(ours, answer, "\(entry.tables) \(hexadecimal(entry.septets))")
      } else if entry.septets.count == 2 {
        // gsmcodecs refuses an escaped code without a character; TS 23.038 §6.2.1.1 has the main table's shown.
        differences.expectEqual(
          ours, try GSM7.text(of: [entry.septets[1]], tables: entry.tables), "\(entry.tables) \(hexadecimal(entry.septets))")
      } else {
        differences.expectEqual(ours, "\u{FFFD}", "\(entry.tables) \(hexadecimal(entry.septets))")
      }
    }
    #expect(compared > 4_000)
    differences.check()
  }

  @Test("5,000 texts encode to the same septets, or to none")
  func texts() async throws {
    var generator = SeededGenerator(seed: 38)
    let cases = (0..<5_000).map { _ -> (tables: NationalTables, text: String) in
      let tables = GSM7Tests.allTables[Int(generator.next() % UInt64(GSM7Tests.allTables.count))]
      let units = (GSM7Table.locking(tables.locking).characters + GSM7Table.single(tables.single).characters).filter {
        // Apart from the disputed ones, and the apostrophe that gsmcodecs has in the place of one.
        ![0, 0x2C, 0x27, 0x0CA1, 0x0CAA, 0x20AC].contains($0)
      }
      var text = String(
        decoding: (0..<Int(generator.next() % 80)).map { _ in units[Int(generator.next() % UInt64(units.count))] }, as: UTF16.self)
      if generator.next().isMultiple(of: 10) { text += ["ж", "`", "😀", "中"][Int(generator.next() % 4)] }
      return (tables, text)
    }
    let answers = try await Peer.python(
      cases.map {
        Request(verb: "septets", locking: Self.identifiers($0.tables).locking, single: Self.identifiers($0.tables).single, text: $0.text)
      }, as: String.self)
    var differences = Differences()
    for (entry, answer) in zip(cases, answers) {
      let ours = GSM7.septets(of: entry.text, tables: entry.tables)
      let theirs = try answer.map(octets)
      // Some tables have * and ¡ under two codes: ours writes the lower, gsmcodecs another. Either reads as the same text.
      if let ours, let theirs, ours != theirs, ours.count == theirs.count {
        differences.expectEqual(entry.text, try GSM7.text(of: theirs, tables: entry.tables), "\(entry.tables)")
        let changed = Set(zip(ours, theirs).filter { $0 != $1 }.map { [$0.0, $0.1] })
        differences.expectEqual(true, changed.isSubset(of: [[0x0B, 0x18], [0x13, 0x15]]), "\(entry.tables) \(changed)")
      } else {
        differences.expectEqual(ours, theirs, "\(entry.tables) \(entry.text)")
      }
    }
    #expect(answers.count { $0 != nil } > 4_000)
    differences.check()
  }
}
