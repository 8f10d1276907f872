import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '../../../db/src/embedded/start-embedded.ts'

export interface PeerPostgres {
  url: string
  pid: number
  stop(): Promise<void>
}

/** A Postgres of its own for one peer, as Muster's embedded one (fsync on), with these settings besides. */
export async function startPeerPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<PeerPostgres> {
  const server = await startEmbedded({ dataDir, settings })
  const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  return { url: server.url, pid: Number(pid), stop: () => server.stop() }
}
