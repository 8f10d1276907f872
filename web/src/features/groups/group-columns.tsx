import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { usePresence } from '../../store/here.tsx'
import { givenName, restingHue } from '../../store/hue.ts'
import type { GroupListRow } from '../../store/view-rows.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { BuiltInBadge, StagedBadge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Mark } from '../../ui/table/calm-rows.ts'
import type { Column } from '../../ui/table/column.ts'

/** Name, description, members, dashboards, last change (V28). `staged` counts what waits for a group. */
export function groupColumns(
  staged: (groupId: string) => number,
  prefetch: (groupId: string) => void,
): readonly Column<GroupListRow>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      width: '312px',
      cell: (group) => (
        <>
          <A
            href={`/groups/${group.id}`}
            tabindex={-1}
            class="name"
            onPointerEnter={() => prefetch(group.id)}
            onFocus={() => prefetch(group.id)}
            data-tip={group.name}
            data-tip-overflow=""
          >
            {group.name}
          </A>
          <Show when={group.kind !== 'custom'}>
            <BuiltInBadge />
          </Show>
          <Show when={staged(group.id) > 0}>
            <StagedBadge>{formatCount(staged(group.id))} staged</StagedBadge>
          </Show>
        </>
      ),
    },
    {
      id: 'description',
      label: 'Description',
      wideOnly: true,
      phone: 'none',
      cell: (group) => (
        <span data-tip={group.description} data-tip-overflow="">
          {group.description || '–'}
        </span>
      ),
    },
    {
      id: 'members',
      label: 'Members',
      width: '104px',
      align: 'right',
      unit: 'members',
      cell: (group, mark) => <Count count={group.members} field="members" mark={mark()} />,
    },
    {
      id: 'dashboards',
      label: 'Dashboards',
      width: '116px',
      align: 'right',
      unit: 'dashboards',
      cell: (group, mark) => <Count count={group.dashboards} field="dashboards" mark={mark()} />,
    },
    {
      id: 'lastChange',
      label: 'Last change',
      width: '226px',
      inset: true,
      cell: (group) => <LastChange group={group} />,
    },
  ]
}

/** A number, with who changed it beside it while that is fresh. */
function Count(props: { count: number; field: string; mark: Mark | null }) {
  const presence = usePresence()
  const by = () => {
    const mark = props.mark
    return mark?.kind === 'changed' && mark.fields.includes(props.field) && mark.by.id !== null
      ? { id: mark.by.id, name: mark.by.name }
      : undefined
  }
  return (
    <span class="inline-flex items-center gap-2.5">
      <Show when={by()}>
        {(actor) => (
          <Avatar
            id={actor().id}
            name={actor().name}
            size={16}
            hue={presence.hueOf(actor().id) ?? restingHue(actor().id)}
          />
        )}
      </Show>
      {formatCount(props.count)}
    </span>
  )
}

/** "Tom, 4 min ago"; built-in groups change by themselves. */
function LastChange(props: { group: GroupListRow }) {
  const me = useMe()
  const change = () => props.group.lastChange
  const byItself = () => props.group.kind !== 'custom'
  return (
    <Show when={change()} fallback="–">
      {(last) => (
        <span class="inline-flex min-w-0 items-center gap-[7px] align-middle">
          <Show
            when={props.group.kind === 'custom' && last().byId}
            fallback={byItself() && <span>By itself,</span>}
          >
            {(byId) => (
              <>
                <Avatar id={byId()} name={last().byName ?? ''} size={16} />
                <span>{byId() === me.user.id ? 'You' : givenName(last().byName ?? '')},</span>
              </>
            )}
          </Show>
          <RelativeTime
            at={last().at}
            inline={byItself() || last().byId !== null}
            class={byItself() || last().byId !== null ? '-ml-[3px]' : ''}
          />
        </span>
      )}
    </Show>
  )
}
