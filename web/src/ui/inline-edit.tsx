/**
 * A text that is edited where it stands: click or pencil, Enter saves, Esc cancels. A draft is never
 * lost: when the value changes underneath, both are shown and the reader chooses. An editor someone else
 * has open is read-only until they leave it.
 */
import Check from 'lucide-solid/icons/check'
import Pencil from 'lucide-solid/icons/pencil'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, createUniqueId, on, Show } from 'solid-js'
import { hueColor } from '../store/hue.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { FieldError } from './field-frame.tsx'
import { IconButton } from './icon-button.tsx'
import { tooLong } from './words/too-long.ts'

export interface InlineEditProps {
  /** Accessible name of the field: "Group name". */
  label: string
  value: string
  /** Saves; answers with what is wrong, in words, or nothing. */
  onSave(next: string): Promise<string | undefined>
  /** Look of the text: `title` also makes it the page's heading. */
  look?: 'title' | 'text'
  multiline?: boolean
  placeholder?: string
  /** Longer texts are refused in words, not cut. */
  maxLength?: number
  required?: boolean
  /** Someone else has this editor open. */
  editor?: { name: string; hue: number } | undefined
  /** Who changed the value last, for the clash: "Bea changed it to …". */
  changedBy?: { name: string } | undefined
  /** Tells that the editor opens and closes, for presence. */
  onEditing?: (editing: boolean) => void
  readOnly?: boolean
}

/** Inline editor of one field. */
export function InlineEdit(props: InlineEditProps) {
  const id = createUniqueId()
  const [editing, setEditing] = createSignal(false)
  const [draft, setDraft] = createSignal('')
  const [base, setBase] = createSignal('')
  const [saving, setSaving] = createSignal<string>()
  const [error, setError] = createSignal<string>()
  let field: HTMLInputElement | HTMLTextAreaElement | undefined
  let pencil: HTMLButtonElement | undefined

  const shown = () => saving() ?? props.value
  const clash = () => editing() && props.value !== base() && props.value !== draft().trim()
  const mayEdit = () => !props.readOnly && !props.editor
  const title = () => props.look === 'title'

  createEffect(
    on(
      () => props.value,
      () => setSaving(undefined),
      { defer: true },
    ),
  )

  function open(): void {
    if (!mayEdit() || editing()) return
    setBase(props.value)
    setDraft(props.value)
    setError(undefined)
    setEditing(true)
    props.onEditing?.(true)
    queueMicrotask(() => {
      field?.focus()
      field?.select()
    })
  }

  function close(): void {
    setEditing(false)
    setError(undefined)
    props.onEditing?.(false)
    queueMicrotask(() => pencil?.focus())
  }

  async function save(): Promise<void> {
    const next = draft().trim()
    if (props.required && next === '') return void setError(`${props.label} cannot be empty`)
    if (props.maxLength !== undefined && next.length > props.maxLength)
      return void setError(tooLong(`A ${props.label.toLowerCase()}`, next.length, props.maxLength))
    if (clash()) setBase(props.value)
    if (next === props.value) return close()
    setSaving(next)
    close()
    const wrong = await props.onSave(next)
    if (wrong === undefined) return
    setSaving(undefined)
    open()
    setDraft(next)
    setError(wrong)
  }

  const textClass = () => (title() ? 'text-title' : 'text-base text-text-2')
  const inputClass = () =>
    classNames(
      'focus-inside w-full min-w-0 resize-none rounded-control border bg-surface-raised px-2 shadow-1',
      title() ? 'h-9 text-title' : 'field-sizing-content min-h-8 py-[5px] max-rail:text-phone',
      error() ? 'border-remove-mark' : 'border-line-strong',
    )

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
    if (event.key === 'Enter' && (!props.multiline || !event.shiftKey)) {
      event.preventDefault()
      event.stopPropagation()
      void save()
    }
  }

  const common = {
    get value() {
      return draft()
    },
    onKeyDown,
    get 'aria-label'() {
      return props.label
    },
    get 'aria-invalid'() {
      return error() ? ('true' as const) : undefined
    },
    get 'aria-describedby'() {
      return error() ? `${id}-error` : clash() ? `${id}-clash` : undefined
    },
    get placeholder() {
      return props.placeholder
    },
  }

  const text = () => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the pencil beside it is the button for keys
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <span
      class={classNames(
        'min-w-0 [overflow-wrap:anywhere]',
        !shown() && 'text-text-3',
        mayEdit() && 'cursor-text',
      )}
      onClick={() => open()}
    >
      {shown() || props.placeholder}
    </span>
  )

  return (
    <div class="relative min-w-0" style={{ '--hue': hueColor(props.editor?.hue) }}>
      <Show
        when={editing()}
        fallback={
          <div
            class={classNames(
              'relative inline-flex max-w-full items-center gap-1.5',
              textClass(),
              props.editor && 'rounded-control outline-[1.75px] outline-hue outline-offset-4',
            )}
          >
            <Show when={title()} fallback={<span class="min-w-0">{text()}</span>}>
              <h1 class="min-w-0 text-title" tabindex="-1" data-page-title>
                {text()}
              </h1>
            </Show>
            <Show when={mayEdit()}>
              <IconButton
                ref={(button: HTMLButtonElement) => {
                  pencil = button
                }}
                icon={Pencil}
                name={`Edit ${props.label.toLowerCase()}`}
                tip="Edit"
                size={24}
                onClick={open}
              />
            </Show>
            <Show when={props.editor}>
              {(editor) => (
                <span class="ml-1 shrink-0 whitespace-nowrap rounded-key bg-hue px-1.5 font-medium text-micro text-on-p leading-4 tracking-normal">
                  {editor().name} is editing
                </span>
              )}
            </Show>
          </div>
        }
      >
        <div class="flex max-w-[760px] items-start gap-1.5">
          <Show
            when={props.multiline}
            fallback={
              <input
                {...common}
                ref={(element) => {
                  field = element
                }}
                onInput={(event) => setDraft(event.currentTarget.value)}
                class={inputClass()}
              />
            }
          >
            <textarea
              {...common}
              rows="1"
              ref={(element) => {
                field = element
              }}
              onInput={(event) => setDraft(event.currentTarget.value)}
              class={inputClass()}
            />
          </Show>
          <IconButton
            icon={Check}
            name={`Save ${props.label.toLowerCase()}`}
            tip="Save"
            keys="Enter"
            size={32}
            bordered
            onClick={save}
          />
          <IconButton icon={X} name="Cancel" keys="Escape" size={32} onClick={close} />
        </div>
        <FieldError id={`${id}-error`} error={error()} />
        <div aria-live="assertive">
          <Show when={clash()}>
            <div id={`${id}-clash`} class="mt-1.5 text-small text-text-2">
              <p>
                <span class="font-medium">{props.changedBy?.name ?? 'Someone'}</span> changed it to “
                {props.value || 'nothing'}”
              </p>
              <div class="mt-1.5 flex gap-2">
                <Button size={28} onClick={close}>
                  {props.changedBy ? `Keep ${props.changedBy.name}’s` : 'Keep theirs'}
                </Button>
                <Button size={28} onClick={save}>
                  Use mine
                </Button>
              </div>
            </div>
          </Show>
        </div>
      </Show>
    </div>
  )
}
