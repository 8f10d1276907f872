import Ellipsis from 'lucide-solid/icons/ellipsis'
import { For, type JSX, Show } from 'solid-js'
import { hueColor, restingHue } from '../../store/hue.ts'
import { Avatar } from '../avatar.tsx'
import { StagedBadge } from '../badge.tsx'
import { Checkbox } from '../checkbox.tsx'
import { classNames } from '../class-names.ts'
import { IconButton } from '../icon-button.tsx'
import { type MenuEntry, MenuTrigger } from '../menu.tsx'
import type { Slot } from './calm-rows.ts'
import type { Column } from './column.ts'
import { type Holder, holderWords } from './holder.ts'
import { type ListWords, markWords } from './mark-words.ts'
import type { StagedMark } from './staged-words.ts'
import { isFading } from './use-calm-rows.ts'

export interface TableRowProps<R> {
  slot: Slot<R>
  columns: readonly Column<R>[]
  marksIn: string | undefined
  name: string
  words: ListWords
  me: string
  now: number
  rowIndex: number
  pickable: boolean
  hasPick: boolean
  hasMenu: boolean
  menuable: boolean
  selected: boolean
  cursor: boolean
  saving: boolean
  staged: StagedMark | null
  holders: readonly Holder[]
  hueOf: (userId: string) => number
  onPick(shift: boolean): void
  menu: () => readonly MenuEntry[]
}

/** A row: tinted by who changed it, outlined by who works on it, dashed by what is staged for it. */
export function TableRow<R>(props: TableRowProps<R>) {
  const mark = () => props.slot.mark
  /** Rows whose columns say who changed them need no words in the name cell. */
  const said = () => (mark()?.kind === 'changed' && props.words.changed === '' ? null : mark())
  const gone = () => mark()?.kind === 'removed'
  const holder = () => props.holders[0]
  const style = (): JSX.CSSProperties => {
    const by = mark()?.by.id
    return {
      '--hue': by ? hueColor(props.hueOf(by) || restingHue(by)) : 'var(--c-text-3)',
      '--held-hue': hueColor(holder()?.hue),
    }
  }
  const marks = (where: string) => (
    <>
      <Show when={said()}>
        {(said) => (
          <span class={`said ${where}`}>
            <Show when={said().by.id}>{(id) => <Avatar id={id()} name={said().by.name} size={16} />}</Show>
            {markWords(said(), props.words, props.me)}
          </span>
        )}
      </Show>
      <Show when={!gone() && props.staged}>
        {(staged) => {
          const op = () => (staged().op === 'conflict' ? undefined : (staged().op as 'add' | 'remove'))
          return (
            <StagedBadge op={op()} class={where}>
              {staged().words}
            </StagedBadge>
          )
        }}
      </Show>
    </>
  )
  return (
    <tr
      data-row={props.slot.id}
      data-mark={mark()?.kind}
      data-fading={isFading(props.slot, props.now) ? '' : undefined}
      data-staged={gone() ? undefined : props.staged?.op}
      data-held={holder() ? '' : undefined}
      data-saving={props.saving ? '' : undefined}
      aria-selected={props.hasPick ? props.selected : undefined}
      aria-rowindex={props.rowIndex}
      tabindex={props.cursor ? 0 : -1}
      style={style()}
    >
      <Show when={props.hasPick}>
        <td class="pick">
          <Show when={props.pickable && !gone()}>
            <Checkbox
              name={`Select ${props.name}`}
              tabindex={-1}
              checked={props.selected}
              onClick={(event) => {
                if (!event.shiftKey) return
                event.preventDefault()
                props.onPick(true)
              }}
              onChange={() => props.onPick(false)}
            />
          </Show>
        </td>
      </Show>
      <th scope="row">
        <div class="name-cell">
          {props.columns[0]?.cell(props.slot.row, mark)}
          {marks(props.marksIn ? 'rail:hidden' : '')}
        </div>
        <Show when={holder()}>
          <span class="name-tag">{holderWords(props.holders)}</span>
        </Show>
      </th>
      <For each={props.columns.slice(1)}>
        {(column) => (
          <td
            data-unit={typeof column.unit === 'function' ? column.unit(props.slot.row) : column.unit}
            class={classNames(
              column.align === 'right' && 'right',
              column.phone && `phone-${column.phone}`,
              column.wideOnly && 'wide-only',
              column.inset && 'inset',
            )}
          >
            <Show when={column.id === props.marksIn} fallback={column.cell(props.slot.row, mark)}>
              <span class="flex min-w-0 items-center gap-[9px]">
                {column.cell(props.slot.row, mark)}
                {marks('max-rail:hidden')}
              </span>
            </Show>
          </td>
        )}
      </For>
      <Show when={props.hasMenu}>
        <td class="act">
          <Show when={props.menuable && !gone() && !props.saving}>
            <MenuTrigger label={`Actions for ${props.name}`} items={props.menu}>
              {(trigger) => (
                <IconButton
                  {...trigger}
                  icon={Ellipsis}
                  name={`Actions for ${props.name}`}
                  tip="Actions"
                  keys="."
                  class="row-menu align-middle max-rail:size-10"
                  tabindex={props.cursor ? 0 : -1}
                />
              )}
            </MenuTrigger>
          </Show>
        </td>
      </Show>
    </tr>
  )
}
