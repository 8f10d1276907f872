import { expect, it } from 'vitest'
import { type ProcessUse, parseSched, parseStat, sumOf, treeOf } from './processes.ts'
import { usageBetween } from './usage.ts'

const use = (pid: number, parent: number, cpu: number, rss = 0, ended = 0): [number, ProcessUse] => [
  pid,
  { pid, parent, cpu, ended, rss },
]

it('reads a line of /proc whose name has brackets and spaces', () => {
  const fields = ['S', '7', ...Array(9).fill('0'), '150', '50', '30', '20', ...Array(5).fill('0'), '9', '100']
  const line = `42 (a (b) c) ${fields.join(' ')}`
  expect(parseStat(line)).toEqual({ pid: 42, parent: 7, cpu: 2, ended: 0.5, rss: 100 * 4096 })
})

it('adds up a process with all below it', () => {
  const processes = new Map([use(1, 0, 1, 10), use(2, 1, 2, 20), use(3, 2, 4, 40), use(9, 0, 8, 80)])
  const tree = treeOf(1, processes)
  expect([...tree].sort()).toEqual([1, 2, 3])
  expect(sumOf(tree, processes)).toEqual({ cpu: 7, rss: 70 })
})

it('tells the system, the load and everybody else apart', () => {
  const before = { at: 0, processes: new Map([use(1, 0, 1), use(2, 1, 1), use(3, 2, 1), use(9, 0, 1)]) }
  const after = {
    at: 2_000,
    processes: new Map([use(1, 0, 2), use(2, 1, 1.5), use(3, 2, 1.5, 50), use(9, 0, 1.6), use(10, 9, 0.2)]),
  }
  const usage = usageBetween(before, after, [{ role: 'server', pid: 2 }], 1)
  expect(usage.cpu.server).toBeCloseTo(1)
  expect(usage.load).toBeCloseTo(0.5)
  expect(usage.others).toBeCloseTo(0.4)
  expect(usage.rss.server).toBe(50)
})

it('counts of a foreign process that ended what it used since the first look only', () => {
  const shell = (ended: number) => use(9, 0, 1, 0, ended)
  const before = { at: 0, processes: new Map([use(1, 0, 1), shell(2), use(10, 9, 100)]) }
  const after = { at: 1_000, processes: new Map([use(1, 0, 1), shell(102.05)]) }
  expect(usageBetween(before, after, [], 1).others).toBeCloseTo(0.05)
})

it('reads how long a thread ran', () => {
  expect(
    parseSched('node (1, #threads: 1)\nse.vruntime : 7.0\nse.sum_exec_runtime     :   2041.866971\n'),
  ).toBe(2.041866971)
  expect(parseSched('')).toBe(0)
})
