import type { JSX, ParentProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { MusterMark } from './muster-mark.tsx'

/** A page that is only a message: crashed, outdated, unreachable. */
export function FullPageMessage(
  props: ParentProps<{ title: string; actions?: JSX.Element; inPanel?: boolean }>,
) {
  return (
    <Dynamic component={props.inPanel ? 'div' : 'main'} class="grid min-h-full flex-1 place-items-center p-6">
      <div class="flex max-w-96 flex-col items-center text-center">
        <MusterMark class="mb-5 size-10" />
        <h1 class="text-title">{props.title}</h1>
        <div class="mt-2 text-text-2">{props.children}</div>
        <div class="mt-5 flex gap-2">{props.actions}</div>
      </div>
    </Dynamic>
  )
}
