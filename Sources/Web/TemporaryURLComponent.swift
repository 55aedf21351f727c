public struct URLComponent { public let text: String; public init(_ t: String) { text = t } }
