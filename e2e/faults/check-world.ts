/**
 * What must hold when the faults are over and everybody rests: the database equals every console, every acknowledged
 * mutation is there exactly once, versions are gapless, staged entries are kept. Judged by the tables, by the log
 * replayed from the beginning through the engine's own replica, and by what each console holds.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@muster/sync/client/client.ts'
import type { Commit } from '@muster/sync/model/commit.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import { imageOf } from '@muster/sync/model/random-organization.ts'
import { Replica } from '@muster/sync/model/replica.ts'
import { planMutation } from '@muster/sync/mutations/plan-mutation.ts'
import { canonicalJson } from '@muster/sync/protocol/canonical-json.ts'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { readContent } from '@muster/sync/staging/document.ts'
import { viewNamed } from '@muster/sync/views/registry.ts'
import type * as Y from 'yjs'
import type { Asked, Ledger, Staged, StagedFact } from './ledger.ts'
import { readDatabase, type Stored } from './read-database.ts'

/** A console that must show what is stored. */
export interface CheckedConsole {
  name: string
  client: Client
  /** Its copies of change sets that are open in it. */
  documents: readonly { changeSetId: string; doc: Y.Doc; endedWith: number | undefined }[]
}

export interface World {
  /** URL of the database itself, past every proxy. */
  database: string
  /** The organization before anybody did anything. */
  start: OrganizationImage
  ledger: Ledger
  consoles: readonly CheckedConsole[]
}

/** What was looked at, for the report. */
export interface Counts {
  commits: number
  acknowledged: number
  /** Refused for good: nothing of them may be there. */
  refused: number
  /** Answered with "it is not known". */
  unknown: number
  staged: number
  views: number
}

/**
 * Looks until everything holds, for at most `withinMs`: consoles need a moment to come back. Throws what did not
 * hold at the last look.
 */
export async function checkWorld(world: World, withinMs = 45_000): Promise<Counts> {
  for (const end = Date.now() + withinMs; ; await sleep(200)) {
    try {
      return await look(world)
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}

async function look(world: World): Promise<Counts> {
  const stored = await readDatabase(world.database, world.start.organization.id)
  const commits = stored.commits.filter(({ version }) => version > world.start.version)
  checkLog(world, stored, commits)
  const history = new History(world, commits)
  checkTables(stored, history)
  checkAnswers(world.ledger, stored, history)
  checkStaged(world.ledger, stored, history)
  let views = 0
  for (const console of world.consoles) {
    views += checkViews(console, stored, history.state)
    checkDocuments(console, stored)
  }
  const answered = [...world.ledger.asked.values()]
  const acknowledged = world.ledger.acknowledged.length
  const unknown = world.ledger.unknown.length
  const staged = world.ledger.staged.length
  const refused = answered.length - acknowledged - unknown
  return { commits: commits.length, acknowledged, refused, unknown, staged, views }
}

/** CM1 and CM3: gapless, each mutation once, each with its kept answer. */
function checkLog({ start, ledger }: World, stored: Stored, commits: readonly Commit[]): void {
  assert.deepEqual(
    commits.map(({ version }) => version),
    commits.map((_, at) => start.version + at + 1),
    'versions have gaps',
  )
  assert.equal(stored.image.version, start.version + commits.length, 'the organization has another version')
  assert.equal(
    new Set(commits.map(({ mutationId }) => mutationId)).size,
    commits.length,
    'a mutation was applied twice',
  )
  const results = new Map(stored.results.map((result) => [result.mutationId, result]))
  assert.equal(results.size, commits.length, 'answers are kept for what is no commit, or twice')
  for (const { mutationId, version, actorId, mutation } of commits) {
    const result = results.get(mutationId)
    assert.deepEqual([result?.version, result?.actorId], [version, actorId], `the kept answer of ${mutation}`)
    const asked = ledger.asked.get(mutationId)
    assert.ok(asked || mutation === 'user.signedIn', `nobody asked for ${mutation} ${mutationId}`)
    if (asked) assert.deepEqual([mutation, actorId], [asked.name, asked.actorId], 'another mutation')
  }
}

/** The states that the log leads through. */
class History {
  readonly state: Replica
  readonly byMutation: ReadonlyMap<string, Commit>
  readonly #states: Replica[] = []
  readonly #commits: readonly Commit[]
  readonly #first: number

  constructor({ start }: World, commits: readonly Commit[]) {
    this.#commits = commits
    this.#first = start.version
    this.byMutation = new Map(commits.map((commit) => [commit.mutationId, commit]))
    this.state = Replica.from(start)
    this.#states.push(this.state.fork())
    for (const commit of commits) {
      this.state.applyCommit(commit)
      this.#states.push(this.state.fork())
    }
  }

  at(version: number): Replica {
    const state = this.#states[version - this.#first]
    assert.ok(state, `there is no version ${version}`)
    return state
  }

  /** Saves of a change set after a version, each with the state that it led to. */
  *saves(changeSetId: string, since: number): IterableIterator<Replica> {
    for (const commit of this.#commits)
      if (commit.changeSetId === changeSetId && commit.version > since) yield this.at(commit.version)
  }
}

/** The tables hold what the log says, row for row. */
function checkTables({ image }: Stored, history: History): void {
  const wanted = imageOf(history.state)
  const found = imageOf(Replica.from(image))
  for (const table of [
    'organization',
    'users',
    'groups',
    'dashboards',
    'changeSets',
    'members',
    'shares',
  ] as const)
    assert.deepEqual(found[table], wanted[table], `${table} differ from the log`)
}

/** CM2: what was acknowledged is in the log as it was told, what was refused is not. */
function checkAnswers(ledger: Ledger, stored: Stored, history: History): void {
  const results = new Map(stored.results.map(({ mutationId, result }) => [mutationId, result]))
  for (const asked of ledger.asked.values()) {
    const { mutationId, name, answer } = asked
    const commit = history.byMutation.get(mutationId)
    assert.ok(answer, `${name} ${mutationId} was never answered`)
    if (isProblem(answer)) {
      if (answer.kind !== 'unavailable')
        assert.equal(commit, undefined, `${name} was refused but saved: ${answer.title}`)
    } else if (commit) {
      assert.equal(commit.version, answer.version, `${name} was told another version`)
      assert.deepEqual(
        answer.result ?? null,
        results.get(mutationId) ?? null,
        `${name} was told another result`,
      )
      checkEffect(asked, commit)
    } else checkNothingToDo(asked, history.at(answer.version))
  }
}

/** Acknowledged without a commit: then the organization was that way already (CM10). */
function checkNothingToDo({ mutationId, actorId, name, args }: Asked, state: Replica): void {
  const planned = planMutation(state, name, args, { actorId, mutationId, now: new Date().toISOString() })
  assert.ok(!isProblem(planned), `${name} was acknowledged and is lost: ${JSON.stringify(planned)}`)
  assert.deepEqual(planned.changes, [], `${name} was acknowledged and is lost`)
}

/** A direct edit changed nothing but what it named. */
function checkEffect({ name, args }: Asked, { changes }: Commit): void {
  const { groupId, userIds, dashboardIds } = args as Record<string, unknown>
  const [entity, op] = name.split('.')
  if (entity !== 'membership' && entity !== 'share') return
  const named = new Set((entity === 'membership' ? userIds : dashboardIds) as string[])
  for (const change of changes) {
    assert.deepEqual([change.entity, change.op], [entity, op])
    if (change.entity !== 'membership' && change.entity !== 'share') continue
    assert.equal(change.groupId, groupId)
    for (const id of change.entity === 'membership' ? change.userIds : change.dashboardIds)
      assert.ok(named.has(id), `${name} touched ${id}, which it did not name`)
  }
}

/** What was staged for sure is still there, or a save took it, or somebody took it back. */
function checkStaged(ledger: Ledger, { documents }: Stored, history: History): void {
  for (const { doc } of documents.values())
    assert.equal(doc.store.pendingStructs, null, 'a stored document has holes')
  for (const staged of ledger.staged) {
    const { changeSetId, key, facts, since } = staged
    if (documents.get(changeSetId)?.content.entries.has(key)) continue
    if (ledger.takenBack.has(`${changeSetId} ${key}`)) continue
    const wasSaved = [...history.saves(changeSetId, since)].some((state) =>
      facts.every((fact) => holdsIn(state, fact)),
    )
    assert.ok(wasSaved, `a staged entry is lost: ${described(staged)}`)
  }
}

function holdsIn(state: Replica, { kind, groupId, id, to }: StagedFact): boolean {
  const relation = kind === 'membership' ? state.members : state.shares
  return relation.has(groupId, id) === (to === 'in')
}

const described = ({ changeSetId, key, since, facts }: Staged) =>
  `${key} of ${changeSetId}, staged at version ${since}, ${facts.length} facts`

/** VW5 and RC1: what a console shows is what the database says. Answers how many views it has. */
function checkViews({ name, client }: CheckedConsole, { documents }: Stored, state: Replica): number {
  assert.equal(client.connection.kind, 'live', `${name} did not come back`)
  assert.equal(client.unanswered, 0, `${name} still waits for answers`)
  let count = 0
  for (const { view: viewName, args, result } of client.confirmed()) {
    const view = viewNamed(viewName)
    assert.ok(view)
    const context = { state, contentOf: (id: string) => documents.get(id)?.content }
    const fresh = view.compute(context, view.args.parse(args))
    count += 1
    if (isProblem(fresh)) {
      assert.equal(result, undefined, `${name} shows ${viewName}, which is not there`)
      continue
    }
    assert.ok(result, `${name} has nothing of ${viewName} ${JSON.stringify(args)}`)
    const what = `${name} shows another ${viewName} ${JSON.stringify(args)}`
    assertSame(result.rows, fresh.rows, what)
    assertSame([result.meta], [fresh.meta], `${what}, in its head`)
  }
  return count
}

/** ST3 and ST10: every copy of a change set is what is stored. */
function checkDocuments({ name, documents: copies }: CheckedConsole, { documents }: Stored): void {
  for (const { changeSetId, doc, endedWith } of copies) {
    const stored = documents.get(changeSetId)
    if (endedWith !== undefined) {
      assert.equal(stored, undefined, `${name} was shut out of an open change set`)
      continue
    }
    assert.ok(stored, `a closed change set still is open for ${name}`)
    const own = readContent(doc, changeSetId, new Map())
    assertSame([...own.entries], [...stored.content.entries], `${name} has another list of staged changes`)
    assert.deepEqual(own.exclusions, stored.content.exclusions)
    assert.deepEqual(own.comments, stored.content.comments)
  }
}

/** As JSON, as it travels: absent and undefined are the same. Tells the first item that differs and not all of them. */
function assertSame(found: readonly unknown[], wanted: readonly unknown[], what: string): void {
  const [here, there] = [found, wanted].map((items) => items.map((item) => canonicalJson(item)))
  const at = Array.from({ length: Math.max(found.length, wanted.length) }, (_, index) => index).find(
    (index) => here?.[index] !== there?.[index],
  )
  if (at !== undefined)
    assert.fail(
      `${what}: ${found.length} for ${wanted.length}, and at ${at} ${here?.[at] ?? 'nothing'}\nfor ${there?.[at] ?? 'nothing'}`,
    )
}
