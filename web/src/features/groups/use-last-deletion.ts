import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { useClient } from '../../store/engine.tsx'

/** Who deleted a group most recently while this page was open, from the stamps that come with every count. */
export function useLastDeletion(): Accessor<{ id: string | null; name: string } | undefined> {
  const [by, setBy] = createSignal<{ id: string | null; name: string }>()
  const subscription = useClient().subscribe(
    'organization.summary',
    {},
    {
      onResult(_, { delta }) {
        const deletion = delta?.commits.findLast((commit) => commit.mutation === 'group.delete')
        if (deletion) setBy({ id: deletion.actorId, name: deletion.actorName ?? '' })
      },
    },
  )
  onCleanup(() => subscription.close())
  return by
}
