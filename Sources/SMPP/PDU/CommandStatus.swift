// SPDX-License-Identifier: Apache-2.0

/// How a request fared. SMPP 3.4 §5.1.3, SMPP 5.0 §4.7.6. Vendors add their own, so every number is one.
public struct CommandStatus: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let ok = Self(rawValue: 0)
  public static let invalidMessageLength = Self(rawValue: 0x01)
  public static let invalidCommandLength = Self(rawValue: 0x02)
  public static let invalidCommandID = Self(rawValue: 0x03)
  public static let incorrectBindStatus = Self(rawValue: 0x04)
  public static let alreadyBound = Self(rawValue: 0x05)
  public static let systemError = Self(rawValue: 0x08)
  public static let bindFailed = Self(rawValue: 0x0D)
  public static let invalidPassword = Self(rawValue: 0x0E)
  public static let invalidSystemID = Self(rawValue: 0x0F)
  public static let messageQueueFull = Self(rawValue: 0x14)
  public static let invalidSystemType = Self(rawValue: 0x53)
  public static let throttled = Self(rawValue: 0x58)
  public static let temporaryApplicationError = Self(rawValue: 0x64)
  public static let invalidOptionalParameterStream = Self(rawValue: 0xC0)
}
