/** Structured logs: JSON lines for machines, short lines for a person at a terminal. */
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }

export interface LoggerOptions {
  level: string
  /** Short lines with colours instead of JSON. */
  pretty: boolean
}

/** Passwords, cookies and session ids never reach a log: nothing here logs bodies or headers. */
export function createLogger(options: LoggerOptions, out: NodeJS.WritableStream = process.stdout): Logger {
  const destination = options.pretty ? shortLines(out) : out
  return pino({ level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** For tests and tools that start a node in-process. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' })
}

const signs: Record<number, string> = { 30: ' ', 40: '!', 50: '✗', 60: '✗' }

function shortLines(out: NodeJS.WritableStream): DestinationStream {
  return {
    write(line) {
      out.write(shorten(line))
    },
  }
}

/** `{"level":30,"time":…,"msg":"GET /","status":200}` → `12:30:01   GET / status=200`. */
function shorten(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line)
  const clock = String(time).slice(11, 19)
  const facts = Object.entries(rest).map(([key, value]) => ` ${key}=${plain(value)}`)
  const stack = err ? `\n${err.stack ?? err.message ?? plain(err)}` : ''
  return `${clock} ${signs[level] ?? '·'} ${msg ?? ''}${facts.join('')}${stack}\n`
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
