import Foundation
@testable import Server
import Testing
import TestSupport

@Suite struct AtomicFileTests {
  @Test(arguments: AtomicFile.Step.allCases)
  func whereverItEndsTheFileIsTheOldOneOrTheNewOneWhole(_ last: AtomicFile.Step) throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/file"
    let (old, new) = ([UInt8](repeating: 1, count: 100_000), [UInt8](repeating: 2, count: 50_000))
    try Data(old).write(to: URL(filePath: path))
    chmod(path, 0o640)
    let sentence = KeyFolder.sentence {
      try AtomicFile.replace(path, with: new) { step throws(OperatorError) in
        if step == last { throw OperatorError("stopped") }
      }
    }
    #expect(sentence == "stopped")
    let found = Array(try #require(FileManager.default.contents(atPath: path)))
    let isRenamed = last == .renamed || last == .folderSynced
    #expect(found == (isRenamed ? new : old))
    try AtomicFile.replace(path, with: [3])
    #expect(FileManager.default.contents(atPath: path) == Data([3]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
    var info = stat()
    #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o640)
  }

  @Test func whatTheOldFileHeldIsOverwritten() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/file"
    try Data("secret".utf8).write(to: URL(filePath: path))
    link(path, folder.path + "/witness")
    try AtomicFile.replace(path, with: Array("other".utf8))
    #expect(FileManager.default.contents(atPath: folder.path + "/witness") == Data(count: 6))
  }
}
