import type { RowPatch } from './mutation.ts'
import { mutationNamed } from './registry.ts'

/** What a console may show before the answer; nothing for arguments that the node would refuse anyway. */
export function optimisticPatches(name: string, input: unknown): RowPatch[] {
  const mutation = mutationNamed(name)
  if (!mutation?.optimistic) return []
  const args = mutation.args.safeParse(input)
  return args.success ? mutation.optimistic(args.data) : []
}
