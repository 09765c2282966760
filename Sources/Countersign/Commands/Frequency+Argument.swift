// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Simulators

extension Frequency: ExpressibleByArgument {
  /// Reads it as a person writes it.
  package init?(argument: String) { self.init(argument) }

  /// As a person writes it.
  package var defaultValueDescription: String { "\(self)" }
}

extension FaultProfile: ExpressibleByArgument {}
extension MessageIDForm: ExpressibleByArgument {}
extension SMSCConfiguration.Alphabet: ExpressibleByArgument {}
extension SMSCConfiguration.ReceiptBind: ExpressibleByArgument {}
