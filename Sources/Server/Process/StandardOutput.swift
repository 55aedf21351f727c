/// What a command tells its user.
public enum StandardOutput {
  public static func line(_ text: String) { LogOutput.standardOutput.write(Array((text + "\n").utf8)) }
}
