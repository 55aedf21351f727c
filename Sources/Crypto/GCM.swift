internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with one key, its schedule kept between calls. For one thread.
final class GCM {
  static let nonceBytes = 12
  static let tagBytes = 16
  private let sealing: OpaquePointer
  private let opening: OpaquePointer

  /// - Parameter key: 32 bytes.
  init(key: [UInt8]) {
    precondition(key.count == 32)
    sealing = EVP_CIPHER_CTX_new()
    opening = EVP_CIPHER_CTX_new()
    EVP_EncryptInit_ex(sealing, EVP_aes_256_gcm(), nil, key, nil)
    EVP_DecryptInit_ex(opening, EVP_aes_256_gcm(), nil, key, nil)
  }
  deinit {
    EVP_CIPHER_CTX_free(sealing)
    EVP_CIPHER_CTX_free(opening)
  }

  /// Nonce, ciphertext and tag in a row. The nonce is random: at most 2^31 messages a key.
  /// - Parameter key: 32 bytes for this message alone; nil uses the key at hand.
  func seal(_ plain: [UInt8], associated: [UInt8], key: [UInt8]? = nil) -> [UInt8] {
    let nonce = SecureRandom.bytes(Self.nonceBytes)
    var length: Int32 = 0
    if let key {
      EVP_EncryptInit_ex(sealing, nil, nil, key, nonce)
    } else {
      EVP_EncryptInit_ex(sealing, nil, nil, nil, nonce)
    }
    EVP_EncryptUpdate(sealing, nil, &length, associated, Int32(associated.count))
    return [UInt8](unsafeUninitializedCapacity: Self.nonceBytes + plain.count + Self.tagBytes) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      start.update(from: nonce, count: nonce.count)
      let body = start + nonce.count
      EVP_EncryptUpdate(sealing, body, &length, plain, Int32(plain.count))
      EVP_EncryptFinal_ex(sealing, body + plain.count, &length)
      EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), body + plain.count)
      count = Self.nonceBytes + plain.count + Self.tagBytes
    }
  }

  /// Nil when the tag does not fit: another key, other associated data, or changed bytes.
  func open(_ sealed: ArraySlice<UInt8>, associated: [UInt8], key: [UInt8]? = nil) -> [UInt8]? {
    let count = sealed.count - Self.nonceBytes - Self.tagBytes
    guard count >= 0 else { return nil }
    return sealed.withUnsafeBufferPointer { buffer -> [UInt8]? in
      guard let nonce = buffer.baseAddress else { return nil }
      let body = nonce + Self.nonceBytes
      var length: Int32 = 0
      let isReady =
        key.map { EVP_DecryptInit_ex(opening, nil, nil, $0, nonce) }
        ?? EVP_DecryptInit_ex(opening, nil, nil, nil, nonce)
      guard isReady == 1,
        EVP_DecryptUpdate(opening, nil, &length, associated, Int32(associated.count)) == 1,
        EVP_CIPHER_CTX_ctrl(
          opening, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), UnsafeMutableRawPointer(mutating: body + count)) == 1
      else { return nil }
      var isGenuine = false
      // One spare byte, since a final call wants somewhere to point even when it writes nothing.
      let plain = [UInt8](unsafeUninitializedCapacity: count + 1) { plain, initialized in
        guard let start = plain.baseAddress else { return }
        isGenuine =
          EVP_DecryptUpdate(opening, start, &length, body, Int32(count)) == 1
          && EVP_DecryptFinal_ex(opening, start + count, &length) == 1
        initialized = isGenuine ? count : 0
      }
      return isGenuine ? plain : nil
    }
  }
}
