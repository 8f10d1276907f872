import { expect, it } from 'vitest'
import { Edits, makeWorld } from './world.ts'

const world = makeWorld({ people: 3_000, lists: [1_000], empty: 1 })

it('is the same in every process', () => {
  expect(makeWorld(world.size)).toEqual(world)
  expect(new Set(world.people.map((person) => person.id)).size).toBe(3_000)
})

it('edits what can be edited, and keeps a group’s size', () => {
  const edits = new Edits(world)
  const members = new Set(world.live.memberIds)
  for (let count = 1; count <= 10_000; count++) {
    const edit = edits.next(world.live)
    expect(edit.n).toBe(count)
    expect(members.has(edit.userId)).toBe(edit.to === 'out')
    if (edit.to === 'in') members.add(edit.userId)
    else members.delete(edit.userId)
  }
  expect(members.size).toBe(world.live.memberIds.length)
})
