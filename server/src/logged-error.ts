/**
 * What a log may say of an error: type, message, stack, codes, and the same of its causes. Not the fields where
 * drivers put rows and parameters: those hold names and addresses of people.
 */

/** Deeper causes say nothing new. */
const MAX_CAUSES = 3

export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : typeof error }
  const { code, constraint, label, table, severity } = error as Error & Record<string, unknown>
  const facts = { code, constraint, label, table, severity }
  const message = withoutValues(error.message)
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message,
    stack: error.stack?.replace(error.message, () => message),
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value === 'string')),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: loggedError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && {
      errors: error.errors.slice(0, MAX_CAUSES).map((one) => loggedError(one, MAX_CAUSES)),
    }),
  }
}

/** Drizzle appends the parameters to the statement; Postgres quotes the value that it could not read. */
function withoutValues(message: string): string {
  return message
    .replace(/\nparams: [\s\S]*$/, '\nparams: [not logged]')
    .replace(/(invalid input .*?: )"[\s\S]*"/, '$1[not logged]')
}
