/**
 * Where a scenario takes place: nodes with a cable of their own to Postgres, and one to the consoles. Whatever is
 * begun here ends with the test that began it, the last first.
 */
import type { TestContext } from 'vitest'
import { Node } from '../harness/node.ts'
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts'

export interface PlacedNode {
  node: Node
  /** What the node has to Postgres. */
  toPostgres: TcpProxy
  /** What consoles have to the node; `way` is its address. */
  toConsoles: TcpProxy
  way: string
}

/** Ends this thing with the test. */
export function during<T extends { stop(): unknown }>({ onTestFinished }: TestContext, thing: T): T {
  onTestFinished(async () => void (await thing.stop()))
  return thing
}

/** Starts a node on this database. */
export async function placeNode(
  test: TestContext,
  database: string,
  env: Record<string, string> = {},
): Promise<PlacedNode> {
  const target = new URL(database)
  const toPostgres = during(test, await startTcpProxy(() => ({ port: Number(target.port) })))
  const node = await Node.start({ DATABASE_URL: toPostgres.through(database), MUSTER_DEMO: '0', ...env })
  during(test, node)
  const toConsoles = during(test, await startTcpProxy(() => ({ port: Number(new URL(node.url).port) })))
  return { node, toPostgres, toConsoles, way: toConsoles.through(node.url) }
}
