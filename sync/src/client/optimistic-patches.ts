import type { RowPatch } from '../mutations/mutation.ts'
import { mutationNamed } from '../mutations/registry.ts'

/** What a mutation surely does to rows on show; nothing for arguments that it would refuse. */
export function optimisticPatches(name: string, args: unknown): readonly RowPatch[] {
  const mutation = mutationNamed(name)
  if (!mutation?.optimistic) return []
  const parsed = mutation.args.safeParse(args)
  return parsed.success ? mutation.optimistic(parsed.data) : []
}
