import Archives
import Core
import Crypto
import Foundation
import TestSupport
import Testing

/// Archives as somebody else's program reads them.
@Suite struct ZipArchiveTests {
  private struct Read: Decodable {
    struct File: Decodable, Equatable {
      let name: String
      let sha256: String
      let bytes: Int
      let date: [Int]
      let isDeflated: Bool
    }
    let broken: String?
    let files: [File]
  }

  private func read(_ archive: [UInt8]) throws -> Read {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/archive.zip"
    try Data(archive).write(to: URL(filePath: path))
    let line = try Peer.start("read_zip.py", [path]).line(withinMilliseconds: 60_000)
    return try JSONDecoder().decode(Read.self, from: Data(line.utf8))
  }

  @Test func pythonReadsWhatWasPutIn() throws {
    let moment = try #require(UTCText.parse("2026-03-12T09:30:05.000000Z"))
    let large = Array(repeating: Array("The same line again and again.\n".utf8), count: 40_000).flatMap(\.self)
    let files = [
      ZipArchive.File(name: "patient.json", bytes: large), ZipArchive.File(name: "empty", bytes: []),
      ZipArchive.File(name: "documents/ערך.txt", bytes: SecureRandom.bytes(1000)),
    ]
    let archive = try ZipArchive.make(files, at: moment)
    #expect(archive.count < 20_000)
    let read = try read(archive)
    #expect(read.broken == nil)
    #expect(read.files.map(\.name) == files.map(\.name))
    #expect(read.files.map(\.sha256) == files.map { Hex.encode(Digest.sha256($0.bytes)) })
    #expect(read.files.map(\.date) == Array(repeating: [2026, 3, 12, 9, 30, 4], count: 3))
    #expect(read.files[0].isDeflated && read.files[0].bytes == large.count)
  }

  @Test func theSameFilesMakeTheSameArchive() throws {
    let files = [ZipArchive.File(name: "a", bytes: Array("text".utf8))]
    let moment = Instant(seconds: 1_773_300_000)
    #expect(try ZipArchive.make(files, at: moment) == ZipArchive.make(files, at: moment))
    #expect(try ZipArchive.make(files, at: moment) != ZipArchive.make(files, at: moment.adding(days: 1)))
  }

  @Test func aNameTwiceIsRefused() throws {
    let file = ZipArchive.File(name: "a", bytes: [1])
    #expect(throws: ZipError.self) { try ZipArchive.make([file, file], at: .now) }
  }
}
