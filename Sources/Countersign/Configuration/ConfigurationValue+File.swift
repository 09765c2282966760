// SPDX-License-Identifier: Apache-2.0

extension ConfigurationValue where Value == String {
  /// The path of a text file that is there and can be read, such as a certificate in PEM.
  static var textFile: Self {
    .path.checked { path, node, reader in
      guard case .failure(let unreadable) = ConfigurationFile.text(of: path, octetsMax: 1_048_576) else { return }
      reader.fault(node, "the file \(ConfigurationFile.shown(path)) \(unreadable.problem)", unreadable.remedy)
    }
  }

  /// The same for a file that holds a secret: a warning when everybody can read it.
  static var secretTextFile: Self {
    .textFile.checked(ConfigurationFile.warnIfReadableByOthers)
  }
}
