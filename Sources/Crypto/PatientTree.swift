internal import COpenSSL
public import Core

/// What of a patient is erased together, and by which secret it is sealed.
public enum PatientPart: UInt8, Sendable, CaseIterable {
  /// What the law may want kept for years: who they are, and what was found and done.
  case record = 0
  /// What only serves to reach and know them now: address, e-mail, telephone, remarks of the office.
  case contact = 1
}

/// The secrets of all patients of an installation, of which single ones can be destroyed for good.
///
/// A tree of pseudorandom functions (Goldreich, Goldwasser and Micali 1986): a node gives its four children by SHA-256,
/// a leaf after 32 steps is one secret, and the way to it is a hash of practice, patient and part. At first the root
/// alone is kept. Forgetting a leaf replaces the node above it by all that branches off on the way, so that every other
/// leaf is still found and that one never again (Di Crescenzo et al., "How to Forget a Secret", 1999).
public struct PatientTree: Sendable, Equatable {
  static let depth = 32

  /// The nodes that are kept: no one stands above another.
  private var nodes: [Place: [UInt8]]

  /// Where a node stands: two bits of the way for each step from the root, from the left.
  struct Place: Hashable, Sendable, Comparable {
    let way: UInt64
    let depth: UInt8
    func child(_ step: UInt64) -> Place {
      Place(way: way | step << (62 - 2 * UInt64(depth)), depth: depth + 1)
    }
    static func on(_ way: UInt64, depth: Int) -> Place {
      Place(way: depth == 0 ? 0 : way & (UInt64.max << UInt64(64 - 2 * depth)), depth: UInt8(depth))
    }
    static func < (a: Place, b: Place) -> Bool { (a.way, a.depth) < (b.way, b.depth) }
  }

  public static func make() -> PatientTree {
    PatientTree(nodes: [Place(way: 0, depth: 0): SecureRandom.bytes(32)])
  }
  private init(nodes: [Place: [UInt8]]) { self.nodes = nodes }

  /// 32 bytes, the same for ever; nil once the patient has been forgotten.
  public func secret(practice: EntityID, patient: EntityID, part: PatientPart) -> [UInt8]? {
    let way = Self.way(practice, patient, part)
    guard let start = kept(above: way) else { return nil }
    var hash = NodeHash()
    return (Int(start.depth)..<Self.depth).reduce(nodes[start] ?? []) { node, depth in
      hash.child(of: node, Self.step(way, depth))
    }
  }

  /// Whether the secret is gone.
  public func hasForgotten(practice: EntityID, patient: EntityID, part: PatientPart) -> Bool {
    kept(above: Self.way(practice, patient, part)) == nil
  }

  /// Destroys a secret of one patient; false when it was gone before.
  public mutating func forget(practice: EntityID, patient: EntityID, part: PatientPart) -> Bool {
    let way = Self.way(practice, patient, part)
    guard let start = kept(above: way), var node = nodes.removeValue(forKey: start) else { return false }
    var hash = NodeHash()
    for depth in Int(start.depth)..<Self.depth {
      let (place, mine) = (Place.on(way, depth: depth), Self.step(way, depth))
      for step in UInt64(0)..<4 where step != mine { nodes[place.child(step)] = hash.child(of: node, step) }
      node = hash.child(of: node, mine)
    }
    return true
  }

  private func kept(above way: UInt64) -> Place? {
    (0...Self.depth).lazy.map { Place.on(way, depth: $0) }.first { nodes[$0] != nil }
  }
  private static func step(_ way: UInt64, _ depth: Int) -> UInt64 { way >> (62 - 2 * UInt64(depth)) & 3 }

  /// 64 bits: two of 100 000 patients share a leaf with a chance of 3 in 10^10.
  private static func way(_ practice: EntityID, _ patient: EntityID, _ part: PatientPart) -> UInt64 {
    var bytes = Array("praxis patient".utf8) + [part.rawValue]
    for half in [practice.high, practice.low, patient.high, patient.low] {
      withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) }
    }
    return Digest.sha256(bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// For the file: 41 bytes a node, in order of their places.
  var bytes: [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(nodes.count * 41)
    for (place, secret) in nodes.sorted(by: { $0.key < $1.key }) {
      all.append(place.depth)
      withUnsafeBytes(of: place.way.bigEndian) { all.append(contentsOf: $0) }
      all += secret
    }
    return all
  }

  /// Nil for bytes that are no tree.
  init?(bytes: [UInt8]) {
    guard bytes.count.isMultiple(of: 41) else { return nil }
    var nodes: [Place: [UInt8]] = [:]
    for start in stride(from: 0, to: bytes.count, by: 41) {
      let way = bytes[start + 1..<start + 9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let place = Place(way: way, depth: bytes[start])
      guard place.depth <= Self.depth, place == .on(way, depth: Int(place.depth)) else { return nil }
      nodes[place] = Array(bytes[start + 9..<start + 41])
    }
    self.nodes = nodes
  }
}

/// SHA-256 of a fixed word, a node and a step; the context is kept from step to step.
private struct NodeHash: ~Copyable {
  private let context = EVP_MD_CTX_new()
  private let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(algorithm)
  }
  mutating func child(of node: [UInt8], _ step: UInt64) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      var step = UInt8(step)
      guard EVP_DigestInit_ex(context, algorithm, nil) == 1, EVP_DigestUpdate(context, "praxis tree", 11) == 1,
        EVP_DigestUpdate(context, node, node.count) == 1, EVP_DigestUpdate(context, &step, 1) == 1,
        EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1
      else { fatalError("libcrypto cannot hash") }
      count = 32
    }
  }
}
