/**
 * The figures of one node in Prometheus' text format. Owns a registry of its own, so that several nodes may run in
 * one process; what belongs to the process (memory, event loop, garbage collection) is registered once for all.
 */
import type { Meter } from '@muster/sync/hub/meter.ts'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { figureGauges, type Gauged } from './figure-gauges.ts'
import { hubMeter } from './hub-meter.ts'
import { JobMetrics } from './job-metrics.ts'

let ofProcess: Registry | undefined

export class Metrics {
  readonly meter: Meter
  readonly jobs: JobMetrics
  readonly #registry = new Registry()
  readonly #requests: Histogram<'method' | 'route' | 'status'>
  readonly #closed: Counter<'socket' | 'code'>
  #refresh = () => {}

  constructor() {
    const registers = [this.#registry]
    this.meter = hubMeter(this.#registry)
    this.jobs = new JobMetrics(this.#registry)
    this.#requests = new Histogram({
      name: 'muster_http_request_seconds',
      help: 'HTTP requests by route, without sockets.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    })
    this.#closed = new Counter({
      name: 'muster_sockets_closed_total',
      help: 'Sockets that ended, by close code (1013: try later, 4401: sign in, 4403: not allowed, 1006: cut).',
      labelNames: ['socket', 'code'],
      registers,
    })
    const info = new Gauge({
      name: 'muster_info',
      help: 'Always 1; says what runs.',
      labelNames: ['protocol', 'node_version'],
      registers,
    })
    info.set({ protocol: String(PROTOCOL_VERSION), node_version: process.versions.node }, 1)
  }

  /** From now on the node's figures are part of what is read. */
  watch(node: Gauged): void {
    this.#refresh = figureGauges(this.#registry, node)
  }

  request(method: string, route: string, status: number, ms: number): void {
    this.#requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1_000)
  }

  socketClosed(socket: 'sync' | 'staging', code: number): void {
    this.#closed.inc({ socket, code: knownCode(code) })
  }

  /** All of it, as Prometheus reads it. */
  async read(): Promise<{ text: string; contentType: string }> {
    if (!ofProcess) {
      ofProcess = new Registry()
      collectDefaultMetrics({ register: ofProcess })
    }
    this.#refresh()
    await this.jobs.refresh()
    const [own, process] = await Promise.all([this.#registry.metrics(), ofProcess.metrics()])
    return { text: `${own}\n${process}`, contentType: this.#registry.contentType }
  }
}

/** Consoles may close with any code; only those of the contract get a name of their own. */
function knownCode(code: number): string {
  const known = [1000, 1001, 1005, 1006, 1008, 1009, 1011, 1013, 4401, 4403, 4410, 4426]
  return known.includes(code) ? String(code) : 'other'
}
