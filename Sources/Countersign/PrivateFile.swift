// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// Files that only their owner may read.
enum PrivateFile {
  /// Makes a new file of mode 0600; fails when there is one, so that two starts cannot overwrite each other's secrets.
  static func write(_ octets: Data, path: String, purpose: String) throws(CommandFault) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFault("\(purpose): cannot make \(path): \(String(cString: strerror(errno)))", exitCode: .configuration)
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: octets)
      try file.synchronize()
    } catch {
      throw CommandFault("\(purpose): cannot write \(path); is the disk full?", exitCode: .configuration)
    }
  }
}
