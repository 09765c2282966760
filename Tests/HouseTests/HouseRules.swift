// SPDX-License-Identifier: Apache-2.0

/// The architecture, as rules that the code is held to. docs/architecture.md gives the reasons.
enum HouseRules {
  /// What the files of a folder may import; the longest folder that matches a file counts.
  static let imports: [String: Set<String>] = [
    "Countersign": [
      "ArgumentParser", "AsyncHTTPClient", "Crypto", "Foundation", "Glibc", "HTTPAPI", "Hummingbird", "HummingbirdCore", "HummingbirdTLS",
      "Logging", "Metrics", "NIOCore", "NIOFoundationCompat", "NIOHTTP1", "NIOPosix", "NIOSSL", "OTPCore", "SMPP", "SMSCodec",
      "SQLiteStore",
      "ServiceLifecycle", "Simulators", "Synchronization", "Transports", "UnixSignals",
    ],
    "Countersign/Configuration": ["Foundation", "FoundationEssentials", "Glibc", "Yams"],
    "HTTPAPI": [
      "CoreMetrics", "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "Logging", "Metrics", "NIOCore", "NIOHTTPTypes", "OTPCore",
      "Synchronization",
    ],
    // Pure: they know neither a web framework nor the gateway.
    "HTTPAPI/SigV4": ["Crypto", "Foundation", "FoundationEssentials", "HTTPTypes", "Synchronization"],
    "HTTPAPI/Metrics": ["CoreMetrics", "Synchronization"],
    "Transports/Loopback": ["OTPCore", "Synchronization"],
    "Transports/SMPP": ["Crypto", "NIOCore", "OTPCore", "SMPP", "SMSCodec", "Synchronization"],
    "SQLiteStore": ["CoreMetrics", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "Metrics", "OTPCore", "Synchronization"],
    "OTPCore": ["CPhoneNumber", "CoreMetrics", "Crypto", "Foundation", "Logging", "SMSCodec", "Synchronization"],
    // Rules alone: what verifies, what is routed where. Nothing here can wait, log or count.
    "OTPCore/Challenge": ["Crypto", "Foundation"],
    "OTPCore/Routing": [],
    "OTPCore/Templates": [],
    "OTPCore/Message": ["Foundation"],
    "Simulators/Faults": ["SMPP"],
    // A machine without network, clock or chance; its server is a folder of its own.
    "Simulators/SMSC": ["NIOCore", "SMPP", "SMSCodec"],
    "Simulators/SMSC/Server": ["Glibc", "NIOCore", "NIOPosix", "NIOSSL", "SMPP"],
    "SMPP": ["Logging", "NIOCore", "NIOPosix", "NIOSSL", "Synchronization"],
    // Codecs and state machines: no I/O, no clock, no logger.
    "SMPP/PDU": ["NIOCore"],
    "SMPP/Receipt": [],
    "SMPP/Session": ["NIOCore"],
    "SMSCodec": [],
  ]

  /// Words that need a proof: a comment with `Safe:` on the line or the line above.
  static let unsafeWords = [
    "try!", "as!", "@unchecked Sendable", "nonisolated(unsafe)", "fatalError(", "preconditionFailure(", "Task.detached", "Bundle.module",
  ]

  static let linesMax = 400
  static let functionLinesMax = 70

  /// Longer files, each with its reason.
  static let longFiles: [String: String] = [:]

  /// Files that may write to standard output and error.
  static let speakers: Set<String> = ["Countersign/Console.swift"]
}
