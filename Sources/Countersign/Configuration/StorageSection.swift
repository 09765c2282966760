// SPDX-License-Identifier: Apache-2.0

/// `storage`: where challenges and messages are kept.
struct StorageSection: Sendable, Equatable {
  /// `url`: `sqlite:PATH` or `sqlite::memory:`, default `sqlite:countersign.sqlite`.
  var store: Store

  /// The stores of this build, each with its scheme.
  enum Store: Sendable, Equatable {
    /// `sqlite::memory:`: SQLite in memory, gone when the process ends.
    case sqliteInMemory
    /// `sqlite:PATH`: a SQLite file; relative paths start at the folder of the configuration file.
    case sqlite(path: String)
  }

  enum Key: String, ConfigurationKey {
    case url
    static let section = "storage"
  }

  init(store: Store = .sqlite(path: "countersign.sqlite")) {
    self.store = store
  }
}

extension StorageSection {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      return StorageSection(store: fields.value(.url, as: url, default: .sqlite(path: reader.resolve(path: "countersign.sqlite"))))
    }
  }

  private static var url: ConfigurationValue<Store> {
    .section("sqlite:PATH or sqlite::memory:") { node, reader in
      let expected = "sqlite:PATH or sqlite::memory:"
      guard case .text(let text, _) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      guard let colon = text.firstIndex(of: ":") else {
        reader.fault(node, "\(ConfigurationFault.quote(text)) has no scheme", "write \(expected)")
        return nil
      }
      let rest = text[text.index(after: colon)...]
      switch text[..<colon] {
      case "sqlite" where rest == ":memory:": return .sqliteInMemory
      case "sqlite" where rest.hasPrefix("//") && !rest.hasPrefix("///"):
        reader.fault(node, "has // after sqlite:, which would begin a host", "write sqlite:PATH")
      case "sqlite" where rest.isEmpty || rest.hasPrefix(":"):
        reader.fault(node, "names no file", "write \(expected)")
      case "sqlite": return .sqlite(path: reader.resolve(path: String(rest)))
      case "postgresql", "postgres":
        // The rest of such a URL may hold a password: it is not repeated.
        reader.fault(node, "this build has no PostgreSQL store yet", "use sqlite:PATH")
      case let scheme:
        reader.fault(node, "\(ConfigurationFault.quote(String(scheme))) is not a kind of store", "write \(expected)")
      }
      return nil
    }
  }
}
