final class PreparedResponse: Sendable {}
