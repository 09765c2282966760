// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files that a configuration consists of: itself, and those that it names.
enum ConfigurationFile {
  /// Why a file cannot be read, to follow its name, and what to do.
  struct Unreadable: Error, Equatable {
    var problem: String
    var remedy: String
    /// The line with the octet that is no UTF-8.
    var line: Int?
  }

  /// The text of a regular file of at most so many octets. Devices and pipes are refused: they may never end.
  static func text(of path: String, octetsMax: Int) -> Result<String, Unreadable> {
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try FileManager.default.attributesOfItem(atPath: followingLinks(path))
    } catch let error as CocoaError where error.code == .fileReadNoPermission {
      return .failure(noPermission)
    } catch {
      return .failure(Unreadable(problem: "does not exist", remedy: "create it or correct the path"))
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular?: break
    case .typeDirectory?: return .failure(Unreadable(problem: "is a folder", remedy: "name a file"))
    default: return .failure(Unreadable(problem: "is not a regular file", remedy: "name a file"))
    }
    let tooLarge = Unreadable(problem: "is larger than \(octetsMax / 1024) KiB", remedy: "name the right file")
    guard (attributes[.size] as? NSNumber)?.intValue ?? 0 <= octetsMax else { return .failure(tooLarge) }
    guard let data = FileManager.default.contents(atPath: path) else { return .failure(noPermission) }
    guard data.count <= octetsMax else { return .failure(tooLarge) }
    guard let text = String(validating: data, as: UTF8.self) else {
      let line = lineOfFirstInvalidOctet(in: data)
      return .failure(Unreadable(problem: "is not UTF-8 text (line \(line))", remedy: "save it as UTF-8", line: line))
    }
    return .success(text)
  }

  /// Whether everybody on the machine can read a file. False when that cannot be found out.
  static func isReadableByOthers(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: followingLinks(path))
    return (attributes?[.posixPermissions] as? NSNumber).map { $0.intValue & 0o004 != 0 } ?? false
  }

  /// Records the advice to shut a file that holds a secret.
  static func warnIfReadableByOthers(_ path: String, _ node: ConfigurationNode, _ reader: ConfigurationReader) {
    guard isReadableByOthers(path) else { return }
    let name = shown(path)
    reader.warn(node, "everybody on this machine can read the secret file \(name)", "chmod 0600 \(name)")
  }

  /// A path as faults show it.
  static func shown(_ path: String) -> String {
    ConfigurationFault.shown(path, limit: 1024)
  }

  /// Whether there is anything under this path.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private static let noPermission = Unreadable(
    problem: "cannot be read", remedy: "give the user that runs countersign the right to read it")

  /// Attributes are those of a link, not of the file that it leads to.
  private static func followingLinks(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func lineOfFirstInvalidOctet(in data: Data) -> Int {
    var line = 1
    var octets = data.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&octets) {
      if scalar == "\n" { line += 1 }
    }
    return line
  }
}
