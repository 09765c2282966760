// SPDX-License-Identifier: Apache-2.0

/// What stands before the text in the user data when TP-UDHI is set: a length octet and information elements.
/// TS 23.040 §9.2.3.24.
public struct UserDataHeader: Sendable, Hashable {
  /// All elements in their order, those that nobody knows too. Empty when the header is ``malformed``.
  public let elements: [InformationElement]
  /// The octets after the length octet when they do not divide into elements: the standard has such a header ignored as a whole,
  /// and the text behind it shown.
  public let malformed: [UInt8]

  /// Octets of the header without its length octet.
  public var lengthOctets: Int {
    elements.reduce(malformed.count) { $0 + 2 + $1.data.count }
  }

  /// Makes a header of elements.
  public init(_ elements: [InformationElement]) {
    self.elements = elements
    malformed = []
  }

  /// Reads the octets that follow the length octet. Every sequence of octets is a header.
  public init(decoding octets: [UInt8]) {
    self.init(decoding: octets[...])
  }

  init(decoding octets: ArraySlice<UInt8>) {
    var elements: [InformationElement] = []
    var index = octets.startIndex
    while index < octets.endIndex {
      guard index + 1 < octets.endIndex, octets.endIndex - index - 2 >= Int(octets[index + 1]) else {
        self.elements = []
        malformed = Array(octets)
        return
      }
      let end = index + 2 + Int(octets[index + 1])
      elements.append(InformationElement(.init(rawValue: octets[index]), Array(octets[index + 2..<end])))
      index = end
    }
    self.elements = elements
    malformed = []
  }

  /// The header with its length octet.
  /// - Throws: when an element or the whole is longer than user data can be.
  public func encoded() throws(EncodingError) -> [UInt8] {
    var octets: [UInt8] = []
    try append(to: &octets)
    return octets
  }

  func append(to octets: inout [UInt8]) throws(EncodingError) {
    let length = lengthOctets
    guard length < MessagePart.userDataOctetsMax else {
      throw .invalidField(.userDataHeader, "\(length) octets, of which user data takes \(MessagePart.userDataOctetsMax - 1) at most")
    }
    octets.append(UInt8(truncatingIfNeeded: length))
    for element in elements {
      octets.append(element.identifier.rawValue)
      octets.append(UInt8(truncatingIfNeeded: element.data.count))
      octets.append(contentsOf: element.data)
    }
    octets.append(contentsOf: malformed)
  }
}

extension UserDataHeader {
  /// The place in a concatenated message, from the last element that gives one; nil when it is not one of several parts.
  ///
  /// An element with a total or sequence of 0, or a sequence past the total, is as good as none (§9.2.3.24.1).
  public var concatenation: Concatenation? {
    for element in elements.reversed() {
      let data = element.data
      switch (element.identifier, data.count) {
      case (.concatenation8, 3):
        if let place = Self.place(.octet, UInt16(data[0]), data[1], data[2]) { return place }
      case (.concatenation16, 4):
        if let place = Self.place(.twoOctets, UInt16(data[0]) << 8 | UInt16(data[1]), data[2], data[3]) { return place }
      default: continue
      }
    }
    return nil
  }

  /// The tables of the septets, from the last element of each kind; a language that the standard does not know counts as none.
  public var nationalTables: NationalTables {
    NationalTables(locking: language(.lockingShift), single: language(.singleShift))
  }

  /// The application ports, destination first; nil for a text to read.
  public var ports: (destination: UInt16, source: UInt16)? {
    for element in elements.reversed() {
      let data = element.data
      switch (element.identifier, data.count) {
      case (.ports8, 2): return (UInt16(data[0]), UInt16(data[1]))
      case (.ports16, 4): return (UInt16(data[0]) << 8 | UInt16(data[1]), UInt16(data[2]) << 8 | UInt16(data[3]))
      default: continue
      }
    }
    return nil
  }

  private func language(_ identifier: InformationElement.Identifier) -> NationalLanguage? {
    elements.last { $0.identifier == identifier && $0.data.count == 1 }.flatMap { NationalLanguage(rawValue: $0.data[0]) }
  }

  private static func place(
    _ width: Concatenation.ReferenceWidth, _ reference: UInt16, _ total: UInt8, _ sequence: UInt8
  ) -> Concatenation? {
    guard sequence > 0, sequence <= total else { return nil }
    return Concatenation(referenceWidth: width, reference: reference, total: total, sequence: sequence)
  }
}
