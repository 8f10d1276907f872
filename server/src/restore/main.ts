/** The command of `server/restored.mjs`: on DATABASE_URL, else on the embedded Postgres, which must not be in use. */
import { connect } from '@muster/db/connection.ts'
import { startEmbedded } from '@muster/db/embedded/start-embedded.ts'
import { readEnvironment } from '../env.ts'
import { announcedWords, announceRestore } from './announce-restore.ts'

async function main(): Promise<void> {
  const env = readEnvironment()
  const embedded = env.DATABASE_URL ? undefined : await startEmbedded({ dataDir: env.MUSTER_DATA_DIR })
  const sql = connect(env.DATABASE_URL ?? embedded?.url ?? '', { max: 1, applicationName: 'muster restored' })
  try {
    const signOut = process.argv.includes('--sign-out')
    console.log(announcedWords(await announceRestore(sql, { signOut })))
  } finally {
    await sql.end({ timeout: 5 })
    await embedded?.stop()
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
