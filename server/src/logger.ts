/** Structured logs: JSON lines for machines, short lines for a person at a terminal. */
import { type DestinationStream, type Logger, pino } from 'pino'
import { loggedError } from './logged-error.ts'

export type { Logger }

export interface LoggerOptions {
  level: string
  /** Short lines with colours instead of JSON. */
  pretty: boolean
}

/**
 * Names under which a secret or a person would stand. Nothing here logs bodies, headers or rows; should somebody
 * begin to, these stay out.
 */
const secrets = [
  'password',
  'passwordHash',
  'cookie',
  'authorization',
  'token',
  'secret',
  'sessionId',
  'email',
]

/** Passwords, cookies, session ids and names of people never reach a log (OP6). */
export function createLogger(options: LoggerOptions, out?: NodeJS.WritableStream): Logger {
  const { level, pretty } = options
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...secrets, ...secrets.map((name) => `*.${name}`)], censor: '[not logged]' },
      serializers: { err: loggedError },
    },
    // Without a stream of the caller's own, lines are written beside the work, and in one go when it ends.
    pretty ? shortLines(out ?? process.stdout) : (out ?? pino.destination({ dest: 1, sync: false })),
  )
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
