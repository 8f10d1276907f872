/**
 * Chance and ids that are equal at every seeding. Each draw hashes a name of its own, so that a new row
 * never shifts what the others drew.
 */
import { createHash } from 'node:crypto'

/** Namespace of all ids of the demo. */
const namespace = Buffer.from('6d757374657240808064656d6f000001', 'hex')

/** The id of a named thing: a UUID of version 5 (RFC 9562 §5.5). */
export function demoId(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A number in [0, 1) for a name. */
export function chance(name: string): number {
  return createHash('sha1').update(name).digest().readUInt32BE(0) / 2 ** 32
}

/** `count` distinct items of a list, for a name, in the order of the list. */
export function draw<T>(name: string, items: readonly T[], count: number): T[] {
  return items
    .map((item, index) => ({ item, index, at: chance(`${name} ${index}`) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item)
}
