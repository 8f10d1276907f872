import { randomUUID } from 'node:crypto'
import type { Bulk, Edit, OpenedList, Running } from '../../system.ts'
import type { World } from '../../world.ts'
import { EditMarks } from '../edit-marks.ts'
import type { Link, OpenLink } from './link.ts'
import { applyEdit, membersOf, watchMembers } from './members-document.ts'
import { stagerOf } from './staged-document.ts'

export interface YjsServers {
  openLink: OpenLink
  processes: Running['processes']
  stop(): Promise<void>
}

/** Drives a Yjs server: a document for each group, one more for what is staged, and one admin who edits. */
export function runYjs(world: World, servers: YjsServers): Running {
  const marks = new EditMarks()
  const people = new Map(world.people.map((person) => [person.id, person]))
  const editors = new Map<string, Promise<Link>>()

  function editorOf(groupId: string): Promise<Link> {
    const editor = editors.get(groupId) ?? servers.openLink(groupId)
    editors.set(groupId, editor)
    return editor
  }
  function move(link: Link, userId: string, to: Edit['to']): void {
    const person = people.get(userId)
    if (!person) throw new Error(`nobody has the id ${userId}`)
    applyEdit(link.doc, person, to)
  }

  return {
    processes: servers.processes,
    async openConsole(groupId, options = {}) {
      const link = await servers.openLink(groupId)
      const count = watchMembers(link.doc, options.listener ?? {}, (userId, to) =>
        marks.of(groupId, userId, to),
      )
      return { count, bytesReceived: () => link.bytesReceived(), close: () => link.close() }
    },
    async edit(edit) {
      const link = await editorOf(edit.groupId)
      marks.sent(edit)
      const acknowledged = link.acknowledged()
      move(link, edit.userId, edit.to)
      await acknowledged
      return edit.n
    },
    bulks: {
      'one transaction': async (groupId, userIds): Promise<Bulk> => {
        const link = await editorOf(groupId)
        return {
          async commit() {
            const acknowledged = link.acknowledged()
            link.doc.transact(() => {
              for (const userId of userIds) move(link, userId, 'in')
            })
            await acknowledged
            return marks.newest
          },
        }
      },
    },
    lists: {
      'all rows': async (groupId): Promise<OpenedList> => {
        const link = await servers.openLink(groupId)
        return {
          rows: membersOf(link.doc).size,
          bytes: link.bytesReceived(),
          close: () => link.close(),
        }
      },
    },
    openStager: async (onPress) => stagerOf(await servers.openLink('staged'), randomUUID(), onPress),
    async stop() {
      for (const editor of editors.values()) await (await editor).close()
      await servers.stop()
    },
  }
}
