// SPDX-License-Identifier: Apache-2.0

/// TP-VP: how long the service centre may try, TS 23.040 §9.2.3.12.
public enum TPValidityPeriod: Sendable, Hashable {
  /// Since the service centre has the message, in one octet; see ``relativeDuration(of:)``. §9.2.3.12.1
  case relative(UInt8)
  /// Until a moment. §9.2.3.12.2
  case absolute(TPTimestamp)
  /// Since the service centre has the message, to the second. §9.2.3.12.3
  case enhanced(EnhancedValidity)

  /// What one octet of relative validity means: five minutes to 63 weeks.
  public static func relativeDuration(of octet: UInt8) -> Duration {
    .seconds(relativeSeconds(of: octet))
  }

  /// The longest relative validity that does not outlast a duration; nil when that is shorter than five minutes, the shortest there is.
  public static func relative(notLongerThan duration: Duration) -> TPValidityPeriod? {
    let seconds = duration.components.seconds
    return (UInt8.min...UInt8.max).last { relativeSeconds(of: $0) <= seconds }.map { .relative($0) }
  }

  /// The longest validity that does not outlast a duration, in the enhanced format: exact to the second up to 99 hours.
  ///
  /// Few service centres know this format; use it where the route is known to. Nil for less than a second.
  public static func enhanced(notLongerThan duration: Duration) -> TPValidityPeriod? {
    let seconds = duration.components.seconds
    if seconds < 1 { return nil }
    if let short = UInt8(exactly: seconds) { return .enhanced(EnhancedValidity(.seconds(short))) }
    if seconds < 100 * 3600 {
      let period = EnhancedValidity.Period.clock(hours: Int(seconds / 3600), minutes: Int(seconds / 60 % 60), seconds: Int(seconds % 60))
      return .enhanced(EnhancedValidity(period))
    }
    guard case .relative(let octet) = relative(notLongerThan: duration) else { return nil }
    return .enhanced(EnhancedValidity(.relative(octet)))
  }

  /// The two bits of TP-VPF, §9.2.3.3.
  var format: UInt8 {
    switch self {
    case .enhanced: 1
    case .relative: 2
    case .absolute: 3
    }
  }

  init?(from reader: inout OctetReader, format: UInt8) throws(DecodeFault) {
    switch format {
    case 1: self = .enhanced(EnhancedValidity(try reader.octets(EnhancedValidity.lengthOctets, .validityPeriod)))
    case 2: self = .relative(try reader.octet(.validityPeriod))
    case 3: self = .absolute(TPTimestamp(try reader.octets(TPTimestamp.lengthOctets, .validityPeriod)))
    default: return nil
    }
  }

  func append(to octets: inout [UInt8]) {
    switch self {
    case .relative(let octet): octets.append(octet)
    case .absolute(let timestamp): timestamp.append(to: &octets)
    case .enhanced(let validity): octets.append(contentsOf: validity.octets)
    }
  }

  private static func relativeSeconds(of octet: UInt8) -> Int64 {
    let value = Int64(octet)
    return switch octet {
    case 0...143: (value + 1) * 300
    case 144...167: 12 * 3600 + (value - 143) * 1800
    case 168...196: (value - 166) * 86_400
    default: (value - 192) * 604_800
    }
  }
}

/// The seven octets of TP-VP in the enhanced format, TS 23.040 §9.2.3.12.3.
public struct EnhancedValidity: Sendable, Hashable {
  static let lengthOctets = 7

  /// How long.
  public enum Period: Sendable, Hashable {
    /// Not said.
    case unlimited
    /// As one octet of relative validity.
    case relative(UInt8)
    /// In seconds; 0 is reserved.
    case seconds(UInt8)
    /// Hours 0...99, minutes and seconds 0...59.
    case clock(hours: Int, minutes: Int, seconds: Int)
    /// A format that the standard has not given out, or digits that are none.
    case unknown
  }

  /// The octets on the wire, always seven.
  public let octets: [UInt8]

  /// Makes a validity; with `singleShot` the service centre tries once only.
  public init(_ period: Period, singleShot: Bool = false) {
    let flags: UInt8 = singleShot ? 0x40 : 0
    switch period {
    case .unlimited, .unknown: self.init([flags])
    case .relative(let octet): self.init([flags | 1, octet])
    case .seconds(let seconds): self.init([flags | 2, seconds])
    case .clock(let hours, let minutes, let seconds): self.init([flags | 3] + [hours, minutes, seconds].map(SemiOctets.octet(of:)))
    }
  }

  init(_ octets: some Collection<UInt8>) {
    let first = Array(octets.prefix(Self.lengthOctets))
    self.octets = first + [UInt8](repeating: 0, count: Self.lengthOctets - first.count)
  }

  /// Whether the service centre tries once only.
  public var isSingleShot: Bool { octets[0] & 0x40 != 0 }

  /// How long; unknown when an extension octet follows, which this standard does not describe.
  public var period: Period {
    if octets[0] & 0x80 != 0 { return .unknown }
    switch octets[0] & 0x07 {
    case 0: return .unlimited
    case 1: return .relative(octets[1])
    case 2: return .seconds(octets[1])
    case 3:
      guard let hours = SemiOctets.value(of: octets[1]), let minutes = SemiOctets.value(of: octets[2]),
        let seconds = SemiOctets.value(of: octets[3]), minutes < 60, seconds < 60
      else { return .unknown }
      return .clock(hours: hours, minutes: minutes, seconds: seconds)
    default: return .unknown
    }
  }
}
