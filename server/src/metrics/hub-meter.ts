/**
 * What the hub tells as it works, as Prometheus metrics. Every label comes from a closed set: names of the
 * registry of mutations, kinds of problems, outcomes. Nothing here costs more than a few additions.
 */
import type { Meter } from '@muster/sync/hub/meter.ts'
import { Counter, Histogram, type Registry } from 'prom-client'

/** Seconds. Commits and fan-out take milliseconds when all is well, seconds when not. */
const fast = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function hubMeter(registry: Registry): Meter {
  const registers = [registry]
  const mutations = new Histogram({
    name: 'muster_commit_seconds',
    help: 'From the arrival of a mutation on this node until it was durable and fanned out here, or refused.',
    labelNames: ['mutation', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const transactions = new Histogram({
    name: 'muster_commit_transaction_seconds',
    help: 'One transaction that writes a group of mutations, from sending it to the answer of Postgres.',
    labelNames: ['outcome'],
    buckets: fast,
    registers,
  })
  const groups = new Histogram({
    name: 'muster_commit_group_size',
    help: 'Mutations that were written in one transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const fanOut = new Histogram({
    name: 'muster_fan_out_seconds',
    help: 'From durable until the last frame of it was handed to the sockets of this node.',
    buckets: fast,
    registers,
  })
  const applied = new Counter({
    name: 'muster_commits_applied_total',
    help: 'Commits that this node applied to its replicas, its own and those of other nodes.',
    registers,
  })
  const followed = new Counter({
    name: 'muster_commits_followed_total',
    help: 'Commits of other nodes that were read from the log, by why it was read. Many by "poll": wake-ups get lost.',
    labelNames: ['reason'],
    registers,
  })
  const lag = new Histogram({
    name: 'muster_follow_lag_seconds',
    help: 'From the planning of a commit on another node until it was applied here, by the clocks of both nodes.',
    buckets: fast,
    registers,
  })
  const caughtUp = new Histogram({
    name: 'muster_wake_up_seconds',
    help: 'From hearing a wake-up until everything that it named was applied here.',
    buckets: fast,
    registers,
  })
  const answers = new Counter({
    name: 'muster_subscription_answers_total',
    help: 'Answers to subscriptions: of consoles that come (resumes="no") or come back with rows (resumes="yes").',
    labelNames: ['answer', 'resumes'],
    registers,
  })
  const refusals = new Counter({
    name: 'muster_refusals_total',
    help: 'Refusals told on sockets, by kind of problem. Mutations are in muster_commit_seconds_count by outcome.',
    labelNames: ['socket', 'kind'],
    registers,
  })
  return {
    now: () => performance.now(),
    mutation: (mutation, outcome, ms) => mutations.observe({ mutation, outcome }, ms / 1_000),
    group(size, outcome, ms) {
      transactions.observe({ outcome }, ms / 1_000)
      if (outcome === 'committed') groups.observe(size)
    },
    fannedOut(commits, ms) {
      applied.inc(commits)
      fanOut.observe(ms / 1_000)
    },
    followed(commits, reason, lagMs) {
      followed.inc({ reason }, commits)
      lag.observe(lagMs / 1_000)
    },
    caughtUp: (ms) => caughtUp.observe(ms / 1_000),
    answered: (answer, resumes) => answers.inc({ answer, resumes: resumes ? 'yes' : 'no' }),
    refused: (socket, kind) => refusals.inc({ socket, kind }),
  }
}
