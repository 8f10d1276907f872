import Send from 'lucide-solid/icons/send'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { announce } from '../../ui/live-announcer.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useOpenSet } from './change-set-context.tsx'

const MAX_LENGTH = 2_000

/** What is said about the set: everybody reads it, everybody deletes only their own. */
export function CommentsPane() {
  const id = createUniqueId()
  const me = useMe()
  const open = useOpenSet()
  const [text, setText] = createSignal('')
  let field: HTMLTextAreaElement | undefined
  const comments = () => open.set()?.comments ?? []
  const names = () => comments().map(({ by }) => open.nameOf(by) ?? '')
  const who = (userId: string) => {
    if (userId === me.user.id) return 'You'
    const name = open.nameOf(userId)
    return name ? givenName(name, names()) : undefined
  }

  function send(): void {
    const written = text().trim()
    if (written === '') return
    open.set()?.comment(written)
    setText('')
    announce('Comment added')
    field?.focus()
  }

  return (
    <section aria-labelledby={id} class="px-5 py-4">
      <h2 id={id} class="mb-2.5 font-semi">
        Comments <span class="num font-regular text-text-3">{formatCount(comments().length)}</span>
      </h2>
      <Show when={comments().length === 0}>
        <p class="text-text-3">
          Say why, or ask somebody to look before it is saved. Every admin reads it here.
        </p>
      </Show>
      <ul>
        <For each={comments()}>
          {(comment) => (
            <li class="group mt-3 grid grid-cols-[24px_minmax(0,1fr)_24px] gap-x-2.5 gap-y-0.5 first:mt-0">
              <Avatar id={comment.by} name={open.nameOf(comment.by) ?? ''} size={24} />
              <p class="flex items-baseline gap-1.5">
                <Show when={who(comment.by)} fallback={<Skeleton class="h-3 w-14 self-center" />}>
                  {(name) => <b>{name()}</b>}
                </Show>
                <RelativeTime at={comment.at} class="text-small text-text-3" />
              </p>
              <Show when={comment.by === me.user.id} fallback={<span />}>
                <IconButton
                  icon={Trash}
                  name="Delete comment"
                  size={24}
                  class="opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 coarse:opacity-100"
                  onClick={() => {
                    open.set()?.deleteComment(comment.id)
                    field?.focus()
                  }}
                />
              </Show>
              <p class="col-start-2 whitespace-pre-line text-text-2 [overflow-wrap:anywhere]">
                {comment.text}
              </p>
            </li>
          )}
        </For>
      </ul>
      <form
        class="field-box mt-3.5 flex items-end gap-1 rounded-control border border-line-strong bg-surface-raised py-[5px] pr-1 pl-2.5 shadow-1"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <textarea
          ref={(area) => {
            field = area
          }}
          rows="1"
          aria-label="Comment"
          placeholder="Write a comment"
          maxLength={MAX_LENGTH}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            event.stopPropagation()
            send()
          }}
          class="field-sizing-content max-h-40 min-h-5 w-full min-w-0 resize-none bg-transparent outline-none max-rail:text-phone"
        />
        <IconButton
          icon={Send}
          name="Send comment"
          keys="Enter"
          size={24}
          type="submit"
          disabled={text().trim() === ''}
          class="-my-0.5"
        />
      </form>
    </section>
  )
}
