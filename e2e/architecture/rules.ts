/**
 * Who may import whom (docs/decisions/0001-rooms.md). A room is a folder; the first one that fits a
 * file is its room. `may` lists rooms whose code it may run, `mayType` those whose types it may name.
 */
export interface Room {
  room: string
  may: string[]
  mayType?: string[]
}

export const rooms: Room[] = [
  { room: 'sync/src/protocol', may: [] },
  { room: 'sync/src/model', may: ['sync/src/protocol'] },
  { room: 'sync/src/access', may: ['sync/src/model', 'sync/src/protocol'] },
  { room: 'sync/src/staging', may: ['sync/src/access', 'sync/src/model', 'sync/src/protocol'] },
  {
    room: 'sync/src/mutations',
    may: ['sync/src/staging', 'sync/src/access', 'sync/src/model', 'sync/src/protocol'],
  },
  {
    room: 'sync/src/views',
    may: ['sync/src/mutations', 'sync/src/staging', 'sync/src/access', 'sync/src/model', 'sync/src/protocol'],
  },
  {
    room: 'sync/src/client',
    may: ['sync/src/views', 'sync/src/mutations', 'sync/src/model', 'sync/src/protocol'],
  },
  {
    room: 'sync/src/hub',
    may: [
      'sync/src/views',
      'sync/src/mutations',
      'sync/src/staging',
      'sync/src/access',
      'sync/src/model',
      'sync/src/protocol',
    ],
  },
  { room: 'sync/src', may: ['sync/src'] },
  { room: 'db/src', may: [], mayType: [] },
  { room: 'server/src', may: ['sync/src', 'db/src'] },
  {
    room: 'web/src',
    may: [
      'sync/src/client',
      'sync/src/protocol',
      'sync/src/model',
      'sync/src/access',
      'sync/src/staging',
      'sync/src/mutations',
      'sync/src/views',
    ],
    mayType: ['server/src'],
  },
]

/** Files of a feature that another feature may open: its doors. */
export const doors: string[] = ['web/src/features/imports/import-dialog.tsx']

export function roomOf(file: string): Room | undefined {
  return rooms.find(({ room }) => file.startsWith(`${room}/`))
}
