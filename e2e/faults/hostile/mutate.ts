/** Frames that nearly make sense: what was right, with a few seeded mistakes in it. */
import type { Random } from '@muster/sync/simulation/random.ts'

/** Values that break code which trusts its input. */
const odd: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  '',
  '\u0000',
  '\ud800',
  '💥'.repeat(50),
  '__proto__',
  'constructor',
  'x'.repeat(70_000),
  [],
  {},
  [[[[]]]],
  { toString: 1, length: -1 },
  { __proto__: null, constructor: 'x' },
]

/** Bytes with some changed, left out, doubled or moved; never the same object. */
export function mutateBytes(chance: Random, bytes: Uint8Array): Buffer {
  let out = Buffer.from(bytes)
  for (let edits = chance.between(1, 4); edits > 0; edits--) {
    const at = chance.below(Math.max(1, out.length))
    const some = chance.between(1, 8)
    switch (chance.below(6)) {
      case 0:
        if (out.length > 0) out[at] = chance.below(256)
        break
      case 1:
        if (out.length > 0) out[at] = (out[at] ?? 0) ^ (1 << chance.below(8))
        break
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + some)])
        break
      case 3:
        out = Buffer.concat([out.subarray(0, at), randomBytes(chance, some), out.subarray(at)])
        break
      case 4:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at, at + some), out.subarray(at)])
        break
      default:
        // A varint that says that very much follows.
        out = Buffer.concat([
          out.subarray(0, at),
          Buffer.from([255, 255, 255, 255, 15]),
          out.subarray(at + 1),
        ])
    }
  }
  return out
}

/** The JSON text of a value with one part of it replaced, left out or doubled, or with wrong bytes. */
export function mutateJson(chance: Random, value: object): string {
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(value))
  let part = copy
  for (;;) {
    const keys = Object.keys(part)
    const key = keys[chance.below(Math.max(1, keys.length))] ?? 'more'
    const below = part[key]
    if (typeof below === 'object' && below !== null && chance.chance(0.7)) {
      part = below as Record<string, unknown>
      continue
    }
    const what = chance.below(4)
    if (what === 0) delete part[key]
    else if (what === 1) part[`${key} `] = below
    else part[key] = chance.pick(odd)
    break
  }
  const text = JSON.stringify(copy)
  return chance.chance(0.3) ? mutateBytes(chance, Buffer.from(text)).toString() : text
}

export function randomBytes(chance: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.below(256)))
}
