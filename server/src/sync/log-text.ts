/** The log's rows as one JSON text. A long commit is written in slices, so that others run in between. */
import type { PlannedCommit } from '@muster/sync/hub/ports.ts'
import type { Change } from '@muster/sync/model/change.ts'

/** Ids written between two chances for others to run. */
const SLICE = 10_000

/** The same text as `JSON.stringify` gives for rows of commit and result, but for the order of fields. */
export async function logText(batch: readonly PlannedCommit[]): Promise<string> {
  const rows: string[] = []
  for (const { commit, result } of batch) {
    const { changes, ...head } = commit
    const start = JSON.stringify({ ...head, result: result ?? null }).slice(0, -1)
    rows.push(`${start},"changes":${await changesText(changes)}}`)
  }
  return `[${rows.join()}]`
}

/** The same text as `JSON.stringify` gives. */
export async function changesText(changes: readonly Change[]): Promise<string> {
  let text = '['
  let written = 0
  for (const [index, change] of changes.entries()) {
    if (index > 0) text += ','
    for (const [piece, ids] of piecesOf(change)) {
      text += piece
      written += ids
      if (written < SLICE) continue
      written = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return `${text}]`
}

function* piecesOf(change: Change): Generator<[text: string, ids: number]> {
  if (change.entity !== 'membership' || change.userIds.length <= SLICE) {
    yield [JSON.stringify(change), change.entity === 'membership' ? change.userIds.length : 1]
    return
  }
  const { userIds, ...head } = change
  yield [`${JSON.stringify(head).slice(0, -1)},"userIds":[`, 0]
  for (let at = 0; at < userIds.length; at += SLICE) {
    const ids = userIds.slice(at, at + SLICE)
    yield [`${at > 0 ? ',' : ''}${JSON.stringify(ids).slice(1, -1)}`, ids.length]
  }
  yield [']}', 0]
}
