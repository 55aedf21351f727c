/// What an import may cost.
public enum ImportLimits {
  /// Bytes of one file read at the command line.
  public static let file = 20_000_000
  /// Bytes of one uploaded file. It is kept, sealed, until somebody confirms the preview, and MariaDB takes no value
  /// above `max_allowed_packet`, 16 MB unless it is set otherwise. All files of an upload together: 20 MB.
  public static let upload = 15_000_000
  /// Hours after which a preview that nobody confirmed is erased.
  static let previewHours = 24
}
