/** The environment, parsed once. Nobody else reads `process.env`. */
import { z } from 'zod'

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** An empty value means the same as none: `PORT= npm start`. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema)

const flag = (otherwise: '0' | '1') =>
  optional(
    z
      .enum(['0', '1', 'false', 'true'], { error: 'must be 1 or 0' })
      .default(otherwise)
      .transform((value) => value === '1' || value === 'true'),
  )

const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      z
        .string()
        .refine(isOrigin, { error: 'must be one or more origins like https://muster.example, with commas' })
        .transform((text) => new URL(text).origin),
    ),
  )

const Environment = z.object({
  /** TCP port of HTTP and WebSockets; 0 takes any free one. */
  PORT: optional(
    z.coerce
      .number({ error: 'must be a number from 0 to 65535' })
      .int('must be a number from 0 to 65535')
      .min(0, 'must be a number from 0 to 65535')
      .max(65_535, 'must be a number from 0 to 65535')
      .default(3000),
  ),
  /** Address to listen on. */
  HOST: optional(z.string().default('127.0.0.1')),
  /** Folder of the embedded Postgres. Unused with DATABASE_URL. */
  MUSTER_DATA_DIR: optional(z.string().default('.muster')),
  /** A Postgres of version 15 or newer. Absent: an embedded one is started. */
  DATABASE_URL: optional(
    z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must look like postgres://user:password@host:5432/database',
      })
      .optional(),
  ),
  /** Wake-ups between nodes go through it. Absent: through Postgres. */
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional()),
  /** Seeds the demo organization into an empty database. */
  MUSTER_DEMO: flag('1'),
  /** Public origins behind a proxy, e.g. `https://muster.example`. Requests from other sites are refused. */
  MUSTER_ORIGIN: optional(origins.default([])),
  /** Milliseconds from SIGTERM, when `/readyz` begins to say no, to the farewell: as long as load balancers take to notice. */
  MUSTER_STOP_NOTICE_MS: optional(
    z.coerce
      .number({ error: 'must be a number of milliseconds up to 600000' })
      .int('must be a number of milliseconds up to 600000')
      .min(0, 'must be a number of milliseconds up to 600000')
      .max(600_000, 'must be a number of milliseconds up to 600000')
      .default(500),
  ),
  /** Bearer token for `/metrics`. Absent: only a node that is local to its machine answers there. */
  METRICS_TOKEN: optional(z.string().min(16, 'must have at least 16 characters').optional()),
  LOG_LEVEL: optional(z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info')),
  /** Believe X-Forwarded-For, -Proto and -Host: only with a proxy in front that sets them. */
  TRUST_PROXY: flag('0'),
})

export type Environment = z.infer<typeof Environment>

/** The environment is wrong. The message lists every wrong variable, one a line. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Reads and checks all variables at once. Throws `EnvironmentError`. */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const parsed = Environment.safeParse(source)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `  ${name} ${issue.message} (it is ${show(name, source[name])})`
  })
  throw new EnvironmentError(`The environment is not valid:\n${[...new Set(lines)].join('\n')}`)
}

/** The environment of this process. Throws `EnvironmentError`. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env)
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
}

/** URLs may hold passwords and are not repeated. */
function show(name: string, value: string | undefined): string {
  return /_(URL|TOKEN)$/.test(name) ? 'not shown here' : JSON.stringify(value ?? '')
}
