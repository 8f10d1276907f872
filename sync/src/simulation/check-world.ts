/** What must hold when a simulated world has come to rest. Each check throws with what it found. */
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { holds } from '../access/rights.ts'
import type { Commit } from '../model/commit.ts'
import { Replica } from '../model/replica.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { Down } from '../protocol/down.ts'
import { parseDown } from '../protocol/parse-frame.ts'
import type { Peer } from '../protocol/presence.ts'
import { isProblem } from '../protocol/problem.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { readContent } from '../staging/document.ts'
import { viewNamed } from '../views/registry.ts'
import type { SimulatedConsole } from './simulated-console.ts'
import { OTHER_MARK, type SimulatedWorld } from './simulated-world.ts'

/** The state that the log leads to, by the log alone. */
function stateByLog(world: SimulatedWorld, commits: readonly Commit[]): Replica {
  const replica = Replica.from(world.image)
  for (const commit of commits) replica.applyCommit(commit)
  return replica
}

export function checkWorld(world: SimulatedWorld): void {
  const { database, organizationId } = world
  const commits = database.commits(organizationId)
  checkLog(world, commits)
  const state = stateByLog(world, commits)
  checkTables(world, state)
  const contents = contentsOf(world, state)
  for (const page of world.consoles) {
    checkAnswers(page, commits)
    checkForbidden(page, world, commits)
    checkViews(page, state, contents)
    checkDocuments(page, state, contents)
  }
  checkPresence(world)
  for (const page of world.outsiders) checkOutsider(page)
  assert.deepEqual(world.errors, [], 'unexpected errors were logged')
}

/** CM1, CM3: gapless, and each mutation once. */
function checkLog(world: SimulatedWorld, commits: readonly Commit[]): void {
  assert.deepEqual(
    commits.map(({ version }) => version),
    commits.map((_, at) => world.image.version + at + 1),
    'versions have gaps',
  )
  const ids = new Set(commits.map(({ mutationId }) => mutationId))
  assert.equal(ids.size, commits.length, 'a mutation was applied twice')
}

/** The log and the tables tell the same story. */
function checkTables(world: SimulatedWorld, state: Replica): void {
  const image = world.database.image(world.organizationId)
  assert.ok(image)
  assert.equal(image.version, state.version)
  const other = Replica.from(image)
  for (const table of ['users', 'groups', 'dashboards', 'changeSets'] as const)
    assert.deepEqual(
      sorted(other[table].values()),
      sorted(state[table].values()),
      `${table} differ from the log`,
    )
  for (const group of state.groups.values())
    for (const relation of ['members', 'shares'] as const)
      assert.deepEqual([...other[relation].of(group.id)].sort(), [...state[relation].of(group.id)].sort())
}

function sorted(rows: Iterable<{ id: string }>): { id: string }[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function contentsOf(world: SimulatedWorld, state: Replica): Map<string, ChangeSetContent> {
  const contents = new Map<string, ChangeSetContent>()
  for (const { id, status } of state.changeSets.values()) {
    if (status !== 'open') continue
    const doc = new Y.Doc()
    for (const { update } of world.database.stagedUpdates(world.organizationId, id))
      Y.applyUpdate(doc, update)
    contents.set(id, readContent(doc, id, new Map()))
    assert.equal(doc.store.pendingStructs, null, 'a stored document has holes')
    doc.destroy()
  }
  return contents
}

/** CM2: what was acknowledged is in the log, what was rejected is not. */
function checkAnswers(page: SimulatedConsole, commits: readonly Commit[]): void {
  const byMutation = new Map(commits.map((commit) => [commit.mutationId, commit]))
  for (const [mutationId, { name, answer }] of page.answers) {
    const commit = byMutation.get(mutationId)
    if (isProblem(answer)) {
      if (answer.kind !== 'unavailable')
        assert.equal(commit, undefined, `${name} was rejected but saved: ${answer.title}`)
    } else if (commit) assert.equal(commit.version, answer.version, `${name} was told another version`)
  }
  assert.equal(page.client.unanswered, 0, `${page.user.name} still waits for answers`)
}

/** VW5, RC1: what a console shows is what the database says. */
function checkViews(
  page: SimulatedConsole,
  state: Replica,
  contents: ReadonlyMap<string, ChangeSetContent>,
): void {
  const { connection } = page.client
  if (!holds(state.users.get(page.user.id), 'console')) {
    assert.equal(connection.kind, 'ended', `${page.user.name} has no right and is ${connection.kind}`)
    for (const { result } of page.client.confirmed()) assert.equal(result, undefined, 'rows were left behind')
    return
  }
  if (connection.kind === 'ended') return
  assert.equal(connection.kind, 'live', `${page.user.name} did not come back`)
  for (const { view: name, args, result } of page.client.confirmed()) {
    const view = viewNamed(name)
    assert.ok(view)
    const fresh = view.compute({ state, contentOf: (id) => contents.get(id) }, view.args.parse(args))
    if (isProblem(fresh)) assert.equal(result, undefined, `${name} shows what is not there`)
    else {
      assert.ok(result, `${page.user.name} has nothing of ${name} ${JSON.stringify(args)}`)
      // Through JSON, as it travels: absent and undefined are the same.
      assert.deepEqual(JSON.parse(canonicalJson(result)), JSON.parse(canonicalJson(fresh)), `${name} differs`)
    }
  }
}

/** PS5: whichever node a console is on, it sees the same list, and every live console in it. */
function checkPresence(world: SimulatedWorld): void {
  const live = world.consoles.filter(({ client }) => client.connection.kind === 'live')
  const lists = live.map(({ client }) => sortedPeers(client.peers))
  for (const list of lists) assert.deepEqual(list, lists[0], 'presence differs')
  for (const { user } of live)
    assert.ok(
      lists[0]?.some(({ userId }) => userId === user.id),
      `${user.name} is live and not listed`,
    )
  assert.equal(lists[0]?.length ?? 0, live.length, 'somebody is listed who has gone')
}

function sortedPeers(peers: readonly Peer[]): Peer[] {
  return [...peers].sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1))
}

/** ST3, ST10: every copy of a document is what is stored. */
function checkDocuments(
  page: SimulatedConsole,
  state: Replica,
  contents: ReadonlyMap<string, ChangeSetContent>,
): void {
  for (const [changeSetId, provider] of page.documents) {
    const content = contents.get(changeSetId)
    if (!holds(state.users.get(page.user.id), 'console')) continue
    if (provider.endedWith !== undefined) {
      if (page.user.roles.includes('admin')) assert.equal(content, undefined, 'an open change set was closed')
      continue
    }
    assert.ok(content, 'a closed change set still is open in a console')
    const own = readContent(provider.doc, changeSetId, new Map())
    assert.deepEqual([...own.entries], [...content.entries], `${page.user.name} has another draft`)
  }
}

/** AU4: no delta of a commit reaches somebody who had no right to see it at that version. */
function checkForbidden(page: SimulatedConsole, world: SimulatedWorld, commits: readonly Commit[]): void {
  const allowed = new Map<number, boolean>()
  const replica = Replica.from(world.image)
  for (const commit of commits) {
    replica.applyCommit(commit)
    allowed.set(commit.version, holds(replica.users.get(page.user.id), 'console'))
  }
  for (const text of page.frames) {
    assert.ok(!text.includes(OTHER_MARK), 'a row of another organization')
    // Costly, so in some worlds only: what nodes send is what the schemas say.
    if (world.seed % 20 === 0) assert.ok(!isProblem(parseDown(text)), `not a message: ${text.slice(0, 200)}`)
    const frame = JSON.parse(text) as Down
    if (frame.type !== 'delta') continue
    const last = frame.commits.at(-1)
    if (last)
      assert.ok(allowed.get(last.version), `a delta of version ${last.version} came to ${page.user.name}`)
  }
}

/** AU1: whoever has no right here gets a refusal and nothing else. */
function checkOutsider(page: SimulatedConsole): void {
  for (const text of page.frames)
    assert.equal((JSON.parse(text) as Down).type, 'fault', 'an outsider got a frame')
  for (const { doc } of page.documents.values())
    assert.equal(doc.getMap('entries').size, 0, 'an outsider sees a draft')
  for (const { answer } of page.answers.values()) assert.ok(isProblem(answer))
}
