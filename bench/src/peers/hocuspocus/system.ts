import { join } from 'node:path'
import type { System } from '../../system.ts'
import { versionOf } from '../version-of.ts'
import { seedGroups } from '../yjs/seed-groups.ts'
import { startYjs } from '../yjs/start-yjs.ts'
import { openLink } from './open-link.ts'

/** Hocuspocus with its Postgres store, set up as its manual shows. */
export const hocuspocus: System = {
  name: 'Hocuspocus',
  versions: () => ({
    '@hocuspocus/server': versionOf('@hocuspocus/server'),
    '@hocuspocus/provider': versionOf('@hocuspocus/provider'),
    yjs: versionOf('yjs'),
  }),
  durable:
    'Nothing: the edit is in the memory of the server, which stores the whole document in Postgres 2 to 10 s later. No permission checks.',
  start: (world, folder) =>
    startYjs(world, join(folder, 'hocuspocus'), {
      server: new URL('server.ts', import.meta.url),
      async fill(sql) {
        await sql`create table documents (name text primary key, state bytea not null)`
        for (const { room, update } of seedGroups(world)) {
          await sql`insert into documents (name, state) values (${room}, ${Buffer.from(update)})`
        }
      },
      openLink: (url) => (room) => openLink(url, room),
    }),
}
