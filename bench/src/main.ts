/** `npm run bench`: starts the systems, lets them do the works in turns, writes what came of it. */
import { runBench } from './bench.ts'
import { readOptions } from './options.ts'

// A client of a peer that fails beside its work must not end the run.
for (const event of ['unhandledRejection', 'uncaughtException'])
  process.on(event, (error: unknown) => console.error('beside the work:', error))

try {
  await runBench(readOptions(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  process.exit(1)
}
