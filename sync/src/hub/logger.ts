/** The part of pino that the hub uses. */
export interface Logger {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export const silentLogger: Logger = { warn() {}, error() {} }
