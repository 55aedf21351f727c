internal import CZip
public import Core

/// An archive that every computer opens (PKWARE APPNOTE 6.3), made by libzip in memory: nothing of it touches a disk.
public enum ZipArchive {
  /// One file of an archive.
  public struct File: Sendable {
    /// With slashes between folders; UTF-8.
    public let name: String
    public let bytes: [UInt8]
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// - Parameter moment: what the files' own time says, in UTC; years before 1980 and after 2107 have no place there.
  /// - Throws: ``ZipError`` when libzip refuses.
  public static func make(_ files: [File], at moment: Instant) throws(ZipError) -> [UInt8] {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw ZipError(zip_error_code_zip(&error)) }
    guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
      zip_source_free(target)
      throw ZipError(zip_error_code_zip(&error))
    }
    // The archive lets go of its source when it is closed; the bytes are read afterwards.
    zip_source_keep(target)
    defer { zip_source_free(target) }
    guard add(files[...], to: archive, DOSTime(moment)) else {
      let code = zip_error_code_zip(zip_get_error(archive))
      zip_discard(archive)
      throw ZipError(code)
    }
    return try bytes(of: target)
  }

  /// libzip reads the files when the archive is closed, so that happens inside of all the loans of their bytes.
  private static func add(_ files: ArraySlice<File>, to archive: OpaquePointer, _ time: DOSTime) -> Bool {
    guard let file = files.first else { return zip_close(archive) == 0 }
    return file.bytes.withUnsafeBytes { bytes in
      guard let source = zip_source_buffer(archive, bytes.baseAddress, UInt64(bytes.count), 0) else { return false }
      let index = zip_file_add(archive, file.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else {
        zip_source_free(source)
        return false
      }
      guard zip_file_set_dostime(archive, UInt64(index), time.time, time.date, 0) == 0 else { return false }
      return add(files.dropFirst(), to: archive, time)
    }
  }

  private static func bytes(of source: OpaquePointer) throws(ZipError) -> [UInt8] {
    guard zip_source_open(source) == 0 else { throw ZipError(zip_error_code_zip(zip_source_error(source))) }
    defer { zip_source_close(source) }
    guard zip_source_seek(source, 0, SEEK_END) == 0 else { throw ZipError(ZIP_ER_SEEK) }
    let size = Int(zip_source_tell(source))
    guard size >= 0, zip_source_seek(source, 0, SEEK_SET) == 0 else { throw ZipError(ZIP_ER_TELL) }
    var read = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      read = Int(zip_source_read(source, buffer.baseAddress, UInt64(size)))
      count = max(read, 0)
    }
    guard read == size else { throw ZipError(ZIP_ER_READ) }
    return bytes
  }
}

/// libzip's code of what went wrong (zip.h, `ZIP_ER_…`).
public struct ZipError: Error, Sendable, Equatable, CustomStringConvertible {
  public let code: Int32
  init(_ code: Int32) { self.code = code }
  public var description: String { "libzip \(code)" }
}
