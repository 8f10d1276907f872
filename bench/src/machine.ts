import { cpus, platform, release, totalmem } from 'node:os'

/** Where a run was made. */
export interface Machine {
  cores: number
  cpu: string
  memoryGb: number
  os: string
  node: string
}

export const thisMachine = (): Machine => ({
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  os: `${platform()} ${release()}`,
  node: process.version,
})
