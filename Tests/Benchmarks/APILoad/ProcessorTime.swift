// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc

/// Processor time used up to one moment, in seconds (user and system; `proc(5)`), in steps of 1/100 second.
struct ProcessorTime: Codable {
  /// Of the server under test; nil when its process is not known.
  var server: Double?
  /// Of this program.
  var client: Double
  /// Of everything on the machine, without idling and waiting for devices, with what the hypervisor took away.
  var machine: Double

  /// Reads the three.
  static func now(serverProcess: Int32?) throws -> ProcessorTime {
    ProcessorTime(
      server: try serverProcess.map(process),
      client: try process(getpid()),
      machine: try machine())
  }

  private static func process(_ identifier: Int32) throws -> Double {
    let path = "/proc/\(identifier)/stat"
    // The second field is a name in parentheses, with any characters in it: utime and stime are fields 14 and 15.
    let fields = try content(path).split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      throw LoadFailure("\(path) has no processor times")
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func machine() throws -> Double {
    let fields = try content("/proc/stat").prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { throw LoadFailure("/proc/stat has no processor times") }
    let idleAndWaiting = fields[3] + fields[4]
    return (fields.prefix(8).reduce(0, +) - idleAndWaiting) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func content(_ path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw LoadFailure("cannot read \(path)")
    }
  }
}
