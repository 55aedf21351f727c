@_spi(Bootstrap) import Database

/// What a command answers when something below it failed: one sentence for the person at the terminal.
enum Failures {
  static func asOperatorErrors<Result>(_ body: () throws -> Result) throws(OperatorError) -> Result {
    do {
      return try body()
    } catch let error as OperatorError {
      throw error
    } catch let error as DatabaseError where error.isConnectionLost {
      throw OperatorError("The database cannot be reached: \(error.serverMessage)")
    } catch let error as DatabaseError {
      throw OperatorError("The database refused: \(error.serverMessage)")
    } catch {
      throw OperatorError("\(error)")
    }
  }
}
