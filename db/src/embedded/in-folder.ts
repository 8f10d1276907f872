import type { RunAs } from './run-as.ts'

/**
 * How a process of another user works in a folder whose parents it may not enter (root's data under
 * /root): it is started inside the folder, before it gives up being root, and knows it as
 * `/proc/self/cwd`. Postgres stays in its data folder for life, so the name keeps its meaning.
 */
export function here(folder: string, runAs: RunAs): { cwd: string; path: string } {
  const linux = process.platform === 'linux'
  return { cwd: folder, path: runAs && linux ? '/proc/self/cwd' : folder }
}

/** The environment of Postgres: nothing of ours, no PG* variable, messages in English. */
export function quietEnvironment(): NodeJS.ProcessEnv {
  const keep = ['PATH', 'SystemRoot', 'TEMP', 'TMP']
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of keep) if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}
