// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `timers`: how long what may take. SMPP 3.4 §2.9.
  struct Timers: Sendable, Equatable {
    /// `connect`: default 10s: until TCP and TLS are up.
    var connect = Duration.seconds(10)
    /// `bind`: default 30s: until a bind is answered.
    var bind = Duration.seconds(30)
    /// `response`: default 30s: until a request is answered; its outcome is unknown after that.
    var response = Duration.seconds(30)
    /// `enquireLink`: default 30s: silence after which the link is tested.
    var enquireLink = Duration.seconds(30)
    /// `enquireLinkResponse`: default 10s: until a test is answered. The second that is not ends the link.
    var enquireLinkResponse = Duration.seconds(10)

    enum Key: String, ConfigurationKey {
      case connect, bind, response, enquireLink, enquireLinkResponse
      static let section = "transports[].timers"
    }
  }

  /// `reconnect`: the pause before a session is tried again; it doubles from `least` to `most`, and a random part of it is taken.
  struct Reconnect: Sendable, Equatable {
    /// `least`: default 1s.
    var least = Duration.seconds(1)
    /// `most`: default 60s.
    var most = Duration.seconds(60)

    enum Key: String, ConfigurationKey {
      case least, most
      static let section = "transports[].reconnect"
    }
  }
}

extension SMPPSection.Timers {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let time = ConfigurationValue.duration(in: .milliseconds(100)...(.seconds(600)))
      var timers = Self()
      timers.connect = fields.value(.connect, as: time, default: timers.connect)
      timers.bind = fields.value(.bind, as: time, default: timers.bind)
      timers.response = fields.value(.response, as: time, default: timers.response)
      timers.enquireLink = fields.value(.enquireLink, as: .duration(in: .milliseconds(100)...(.seconds(3600))), default: timers.enquireLink)
      timers.enquireLinkResponse = fields.value(.enquireLinkResponse, as: time, default: timers.enquireLinkResponse)
      return timers
    }
  }
}

extension SMPPSection.Reconnect {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let pause = ConfigurationValue.duration(in: .milliseconds(100)...(.seconds(3600)))
      let defaults = Self()
      let least = fields.value(.least, as: pause, default: defaults.least)
      let most = fields.value(.most, as: pause, default: max(least, defaults.most))
      if least > most, let node = fields[.least] ?? fields[.most] {
        reader.fault(
          node, "least (\(least.configurationText)) is longer than most (\(most.configurationText))", "make least the shorter of the two")
      }
      return Self(least: least, most: most)
    }
  }
}
