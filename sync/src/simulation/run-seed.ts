import { act, someView } from './actions.ts'
import { checkWorld } from './check-world.ts'
import { SimulatedWorld } from './simulated-world.ts'

const STEPS = 40
/** Longer than every wait of console, staging provider and node together. */
const REST_MS = 70_000

/** Runs one seeded world to rest and checks it. Throws with the seed in the message. */
export async function runSeed(seed: number): Promise<void> {
  try {
    const world = new SimulatedWorld(seed)
    await live(world)
    checkWorld(world)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Seed ${seed} (replay: MUSTER_SEED=${seed}): ${reason}`, { cause: error })
  }
}

async function live(world: SimulatedWorld): Promise<void> {
  const { random, clock, network, nodes, consoles, outsiders } = world
  network.weather = { delayMs: random.pick([5, 50, 400]), silent: random.pick([0, 0.3]) }
  for (const node of nodes)
    node.faults = { latencyMs: random.pick([2, 30]), broken: random.pick([0, 0, 0.03]) }
  for (const page of [...consoles, ...outsiders]) {
    page.client.start()
    page.subscribe(...someView(world))
    page.subscribe(...someView(world))
  }
  for (const page of outsiders) {
    page.document(world.image.changeSets[0]?.id ?? '')
    page.mutate('group.create', { groupId: random.uuid(), name: 'Mine', description: '' })
  }
  for (let step = 0; step < STEPS; step++) {
    act(world)
    await clock.run(random.pick([0, 5, 100, 1_000]))
  }
  world.calm()
  for (const page of consoles) if (page.client.connection.kind === 'ended') page.client.start()
  await clock.run(REST_MS)
}
