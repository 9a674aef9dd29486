internal import RealModule

/// A floating type that networks compute in: `Float` for simulations, `Double` to check gradients.
protocol NetworkScalar: BinaryFloatingPoint, Codable, ElementaryFunctions, SIMDScalar, Sendable {}

extension Float: NetworkScalar {}
extension Double: NetworkScalar {}
