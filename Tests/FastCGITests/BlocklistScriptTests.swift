import Crypto
import Foundation
import Testing

@testable import Server

/// What Debian's packages bring, made into the file that workers search.
@Suite("The list of known passwords")
struct BlocklistScriptTests {
  @Test func `the script makes a list that holds what everybody tries, and the workers find it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/passwords.blocklist"
    let made = try Command.run(Site.root + "bin/blocklist", [path])
    #expect(made.status == 0, "\(made.output)")
    let list = try #require(PasswordBlocklist(path: path))
    #expect(list.count > 80_000)
    for entry in ["123456789", "password1", "qwertyuiop", "sunshine", "iloveyou", "elizabeth", "zoology"] {
      #expect(list.contains(Array(entry.utf8)), "\(entry)")
    }
    #expect(!list.contains(Array("otters juggle seven lanterns".utf8)))
    // Hashes alone: no word of the lists can be read in it.
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.range(of: Data("sunshine".utf8)) == nil)
  }

  @Test func `praxis check says when the list is missing`() throws {
    let site = try Site(workers: 1, nginx: false)
    let without = try Command.run(Site.program, ["check", "--config", site.configPath]).output
    #expect(
      without.contains(
        "--  known passwords may be chosen: there is no list at \(site.folder.path)/var/passwords.blocklist"))
    let path = site.folder.path + "/list"
    try Command.run(Site.root + "bin/blocklist", [path])
    try site.writeConfiguration(["password_blocklist = \(path)"])
    let with = try Command.run(Site.program, ["check", "--config", site.configPath]).output
    #expect(with.contains(" known passwords that nobody may choose") && !with.contains("may be chosen"))
  }
}
