/** Who or what is on the other side of each group, in the order of the facts. */
export function idsByGroup<T extends { groupId: string }>(
  facts: readonly T[],
  of: (fact: T) => string,
): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const fact of facts) {
    const known = ids.get(fact.groupId)
    if (known) known.push(of(fact))
    else ids.set(fact.groupId, [of(fact)])
  }
  return ids
}
