struct RoutePattern: Sendable {}
