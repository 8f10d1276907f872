/** What each view answers with, by name, as the engine's registry declares it. */
import type { ViewName, ViewRows } from '@muster/sync/views/registry.ts'

export type { ViewName }

/** An interface, because the compiler gives literals in arguments their type through it. */
interface Views extends ViewRows {}
export type ArgsOf<N extends ViewName> = Views[N]['args']
export type RowOf<N extends ViewName> = Views[N]['row']
export type MetaOf<N extends ViewName> = Views[N]['meta']

export type SummaryRow = RowOf<'organization.summary'>
export type GroupListRow = RowOf<'group.list'>
export type GroupDetailRow = RowOf<'group.detail'>
export type MemberRow = RowOf<'group.members'>
export type GroupDashboardRow = RowOf<'group.dashboards'>
export type CandidateRow = RowOf<'group.candidates'>
export type ChangeSetRow = RowOf<'changeSet.list'>
export type EntryRow = RowOf<'changeSet.entries'>
export type ImpactRow = RowOf<'changeSet.impact'>
export type ImpactMeta = MetaOf<'changeSet.impact'>
