/**
 * Who may import whom (docs/decisions/0001-rooms.md). A room is a folder or a file; the first one that fits a
 * file is its room. `may` lists rooms whose code it may run, `mayType` those whose types it may name.
 */
export interface Room {
  room: string
  may: string[]
  mayType?: string[]
}

export const rooms: Room[] = [
  { room: 'sync/src/world.ts', may: [] },
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
    may: ['sync/src/views', 'sync/src/mutations', 'sync/src/model', 'sync/src/protocol', 'sync/src/world.ts'],
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
      'sync/src/world.ts',
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
      'sync/src/world.ts',
    ],
    mayType: ['server/src'],
  },
]

/** Files of a feature that another feature may open: its doors. */
export const doors: string[] = [
  'web/src/features/imports/import-dialog.tsx',
  'web/src/features/palette/palette-state.ts',
]

/** What only tests run: it may use test libraries and the process. */
export function isTestSupport(file: string): boolean {
  return (
    /\.(test|contract)\.tsx?$/.test(file) ||
    /^sync\/src\/(simulation\/|model\/random-)/.test(file) ||
    /^(db\/src\/test-|server\/src\/testing\/)/.test(file)
  )
}

/** True when the file is the place or stands in it. */
export function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`)
}

export function roomOf(file: string): Room | undefined {
  return rooms.find(({ room }) => isIn(file, room))
}
