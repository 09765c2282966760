// SPDX-License-Identifier: Apache-2.0

package import NIOCore
package import NIOHTTPTypes

/// Closes a connection whose request, once begun, is not complete in time. Without it a client that never ends its body
/// would hold a connection for ever, and the gateway's shutdown with it.
package final class RequestDeadlineHandler: ChannelInboundHandler, RemovableChannelHandler {
  package typealias InboundIn = HTTPRequestPart
  package typealias InboundOut = HTTPRequestPart

  /// Fifty times what a slow mobile link needs for 16 KiB.
  package static let limit: TimeAmount = .seconds(10)

  private var deadline: NIODeadline?
  private var timer: Scheduled<Void>?

  package init() {}

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      deadline = context.eventLoop.now + Self.limit
      // One timer a connection, set again when it goes off: a timer a request would cost more than most requests.
      if timer == nil { arm(context) }
    case .body: break
    case .end: deadline = nil
    }
    context.fireChannelRead(data)
  }

  package func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  private func arm(_ context: ChannelHandlerContext) {
    guard let deadline else { return }
    let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = loopBound.value
      handler.timerFired(context)
    }
  }

  private func timerFired(_ context: ChannelHandlerContext) {
    timer = nil
    guard let deadline else { return }
    if deadline <= context.eventLoop.now {
      context.close(promise: nil)
    } else {
      arm(context)
    }
  }
}
