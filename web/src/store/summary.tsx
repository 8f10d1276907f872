import { type Accessor, createContext, createEffect, type ParentProps, useContext } from 'solid-js'
import { useConnection } from './connection.tsx'
import { useView } from './use-view.ts'
import type { SummaryRow } from './view-rows.ts'

const Context = createContext<Accessor<SummaryRow | undefined>>()

/** Counts and name of the organization, live, for the sidebar and everyone else. */
export function SummaryProvider(props: ParentProps) {
  const connection = useConnection()
  const view = useView('organization.summary', () => ({}))
  const summary = () => view.rows[0]
  createEffect(() => connection.sawVersion(summary()?.version ?? 0))
  return <Context.Provider value={summary}>{props.children}</Context.Provider>
}

/** The organization's live summary; undefined until it is here. */
export function useSummary(): Accessor<SummaryRow | undefined> {
  const summary = useContext(Context)
  if (!summary) throw new Error('Used outside of SummaryProvider')
  return summary
}
