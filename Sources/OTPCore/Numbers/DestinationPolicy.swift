// SPDX-License-Identifier: Apache-2.0

/// Which destinations are refused before anything is stored or sent.
///
/// Premium-rate and shared-cost numbers earn their owner money per message, which is what artificially inflated traffic
/// is after; a code sent to one has no honest reason.
package struct DestinationPolicy: Sendable {
  package var refusedTypes: Set<NumberType>

  package init(refusedTypes: Set<NumberType> = [.premiumRate, .sharedCost]) {
    self.refusedTypes = refusedTypes
  }

  /// The facts of an acceptable number, or the words that refuse it.
  package func admit(_ number: PhoneNumber) -> Result<NumberFacts, RouteRefusal> {
    guard let facts = NumberPlan.facts(of: number) else {
      return .failure(RouteRefusal("the destination is not a valid number in any country's numbering plan"))
    }
    if refusedTypes.contains(facts.type) {
      return .failure(RouteRefusal("the destination is a \(facts.type.words) number, which this gateway does not send codes to"))
    }
    return .success(facts)
  }
}
