/** `npm run bench`: starts the systems, lets them do the works in turns, writes what came of it. */
import { runBench } from './bench.ts'
import { readOptions } from './options.ts'

try {
  await runBench(readOptions(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  process.exit(1)
}
