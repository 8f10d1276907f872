/**
 * What the parts of a group's page share: the slice of the working change set that concerns the group, and
 * the verbs that stage. Owns no rows; the slice is derived from the local document and the entries view.
 */
import { STAGING_LIMITS } from '@muster/sync/staging/limits.ts'
import { type Accessor, createContext, createMemo, type ParentProps, useContext } from 'solid-js'
import { useConnection } from '../../store/connection.tsx'
import { useMe } from '../../store/engine.tsx'
import { usePresence } from '../../store/here.tsx'
import { useView } from '../../store/use-view.ts'
import type { GroupDetailRow } from '../../store/view-rows.ts'
import { useWorkingChangeSet, type WorkingChangeSet } from '../../store/working-change-set.tsx'
import { createDirectory, type Directory } from './directory.ts'
import { type SliceEntry, sliceOf } from './slice.ts'

export type Of = 'members' | 'dashboards'

export interface GroupContext {
  group: Accessor<GroupDetailRow>
  builtIn: Accessor<boolean>
  working: WorkingChangeSet
  slice: Accessor<readonly SliceEntry[]>
  entryFor(of: Of, subjectId: string): SliceEntry | undefined
  directory: Record<Of, Directory>
  /** Stages that these come in or go out; answers how many were new. */
  stage(of: Of, to: 'in' | 'out', subjectIds: readonly string[]): number
  /** Whether the change set has room for so many more entries: what needs more is removed at once, or imported. */
  hasRoomFor(count: number): boolean
  live: Accessor<boolean>
}

const Context = createContext<GroupContext>()

export function GroupProvider(props: ParentProps<{ group: GroupDetailRow }>) {
  const me = useMe()
  const working = useWorkingChangeSet()
  const presence = usePresence()
  const connection = useConnection()
  const groupId = () => props.group.id
  const known = useView('changeSet.entries', () => {
    const changeSetId = working.id()
    return changeSetId === undefined ? undefined : { changeSetId, scope: { of: 'group', groupId: groupId() } }
  })
  const directory = {
    members: createDirectory('members', groupId),
    dashboards: createDirectory('dashboards', groupId),
  }
  const names = {
    subject: (id: string) => directory.members.get(id) ?? directory.dashboards.get(id),
    person: (id: string) =>
      id === me.user.id
        ? me.user.name
        : (presence.elsewhere().find((one) => one.userId === id)?.name ??
          known.meta?.people.find((one) => one.id === id)?.name),
  }
  const slice = createMemo(() => sliceOf(groupId(), working.set()?.entries ?? [], known.rows, names))
  const bySubject = createMemo(
    () => new Map(slice().map((entry) => [`${entry.kind} ${entry.subject.id}`, entry])),
  )

  const context: GroupContext = {
    group: () => props.group,
    builtIn: () => props.group.kind !== 'custom',
    working,
    slice,
    entryFor: (of, id) => bySubject().get(`${of === 'members' ? 'membership' : 'share'} ${id}`),
    directory,
    stage(of, to, subjectIds) {
      const keys = working
        .set()
        ?.stage(
          subjectIds.map((id) =>
            of === 'members'
              ? { kind: 'membership', groupId: groupId(), userId: id, to }
              : { kind: 'share', groupId: groupId(), dashboardId: id, to },
          ),
        )
      return keys?.length ?? 0
    },
    hasRoomFor: (count) => (working.set()?.entries.length ?? 0) + count <= STAGING_LIMITS.entries,
    live: () => connection.word() === 'Live',
  }
  return <Context.Provider value={context}>{props.children}</Context.Provider>
}

export function useGroup(): GroupContext {
  const context = useContext(Context)
  if (!context) throw new Error('Used outside of GroupProvider')
  return context
}
