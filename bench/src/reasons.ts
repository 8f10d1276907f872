/** What explains a goal that was missed: the measured shares, beside those of the limit. */
type Figures = Readonly<Record<string, number>>

/** At this many cores a process of one thread has no more to give. */
export const FULL_CORE = 0.95

const shares: readonly [name: string, words: string][] = [
  ['acknowledgedMs', 'acknowledged after'],
  ['serverMsEach', 'server CPU'],
  ['postgresMsEach', 'Postgres CPU'],
  ['loadMsEach', 'load CPU'],
]

const two = (value: number) => Number(value.toPrecision(2))

/** In milliseconds for each edit, opening, press or commit; in brackets the limit's. */
export function reasonOf(figures: Figures, limit: Figures | undefined): string {
  const parts = shares.flatMap(([name, words]) => {
    const own = figures[name]
    if (own === undefined) return []
    const its = limit?.[name]
    return [`${words} ${two(own)}${its === undefined ? '' : ` (${two(its)})`}`]
  })
  const full = [
    ['load', figures.loadCores],
    ['server', figures.serverCores],
  ] as const
  const busy = full.flatMap(([who, cores]) =>
    cores !== undefined && cores >= FULL_CORE
      ? [`the ${who} process has no core left (${cores.toFixed(2)})`]
      : [],
  )
  return [parts.length > 0 ? `each: ${parts.join(', ')} ms` : '', ...busy].filter(Boolean).join('; ')
}
