// SPDX-License-Identifier: Apache-2.0

/// A time as PDUs carry it: 16 characters. SMPP 3.4 §7.1.
public enum SMPPTime: Sendable, Hashable {
  /// So long after the SMSC took the message; whole seconds.
  case relative(seconds: Int)
  /// A moment, to a tenth of a second, with the offset of the zone that it is written in, in quarters of an hour.
  case absolute(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, tenths: Int, quarterHoursFromUTC: Int)
}
