import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { ImportReport } from '@muster/sync/staging/import/import-report.ts'
import type { BatchOf } from '@muster/sync/staging/staged-change.ts'
import { request } from '../../store/session.ts'
import type { ImpactMeta } from '../../store/view-rows.ts'

export interface ImportSource {
  of: BatchOf
  changeSetId: string
  /** The file's name, or what stands for it. */
  name: string
  text: string
}

/** The report of a dry run; `impact` is null when no row touches anybody's access. */
export type DryRun = ImportReport & { impact: ImpactMeta | null }

function post<T>(path: string, { of, changeSetId, name, text }: ImportSource, signal?: AbortSignal) {
  const query = new URLSearchParams({ of, changeSetId, name: name.slice(0, 200) })
  return request<T>(`${path}?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body: text,
    ...(signal ? { signal } : {}),
  })
}

/** Checks every row, changes nothing. */
export function checkImport(source: ImportSource, signal: AbortSignal): Promise<DryRun | Problem> {
  return post<DryRun>('/api/imports/check', source, signal)
}

/** Stages the rows that are ready as one entry of the change set. */
export function stageImport(source: ImportSource): Promise<{ batchId: string; count: number } | Problem> {
  return post<{ batchId: string; count: number }>('/api/imports/stage', source)
}
