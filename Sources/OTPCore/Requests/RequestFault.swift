// SPDX-License-Identifier: Apache-2.0

/// Why a request is not one: every fault, in words for the caller, who is told nothing else.
package struct RequestFault: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// Collects the faults of one request.
struct FieldCheck {
  private(set) var faults: [String] = []

  var fault: RequestFault { RequestFault(faults.joined(separator: "; ")) }

  mutating func require(_ condition: Bool, _ otherwise: @autoclosure () -> String) {
    if !condition { faults.append(otherwise()) }
  }

  mutating func text(_ name: String, _ value: String?, charactersMax: Int) -> String {
    guard let value, !value.isEmpty else {
      faults.append("\(name) is required")
      return ""
    }
    // A character can be many scalars; four octets each is what the longest honest text needs.
    let isShort = value.count <= charactersMax && value.unicodeScalars.count <= 4 * charactersMax
    require(isShort, "\(name) must not be longer than \(charactersMax) characters")
    require(!value.unicodeScalars.contains(where: Self.isControl), "\(name) must not contain control characters")
    return value
  }

  /// Unicode's category Cc, which these two ranges are.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }

  mutating func destination(_ value: String?) -> PhoneNumber? {
    guard let value, !value.isEmpty else {
      faults.append("DestinationIdentity is required")
      return nil
    }
    let number = PhoneNumber(value)
    require(number != nil, "DestinationIdentity must be a telephone number in E.164 format, such as +14255550142")
    return number
  }

  mutating func number(_ name: String, _ value: Int?, in range: ClosedRange<Int>, otherwise: Int) -> Int {
    let value = value ?? otherwise
    require(range.contains(value), "\(name) must be from \(range.lowerBound) to \(range.upperBound)")
    // Refused, and still fit to calculate with until the other fields have been looked at.
    return min(max(value, range.lowerBound), range.upperBound)
  }

  mutating func digits(_ name: String, _ value: String?) {
    guard let value else { return }
    let isDigits = value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    require(isDigits && (1...30).contains(value.utf8.count), "\(name) must be 1 to 30 digits, as India's DLT registry gives them")
  }
}
