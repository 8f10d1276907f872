import Ellipsis from 'lucide-solid/icons/ellipsis'
import Keyboard from 'lucide-solid/icons/keyboard'
import LogOut from 'lucide-solid/icons/log-out'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Sun from 'lucide-solid/icons/sun'
import Volume2 from 'lucide-solid/icons/volume-2'
import { Show } from 'solid-js'
import { useMe } from '../store/engine.tsx'
import { setSingleKeysOff, singleKeysOff } from '../store/keys.ts'
import { signOut } from '../store/session.ts'
import { setTheme, themeChoice } from '../store/theme.ts'
import { Avatar } from '../ui/avatar.tsx'
import { classNames } from '../ui/class-names.ts'
import { announcementsOff, setAnnouncementsOff } from '../ui/live-announcer.tsx'
import { type MenuEntry, MenuTrigger } from '../ui/menu.tsx'
import { showKeys } from './keys-dialog.tsx'

function items(): MenuEntry[] {
  return [
    { heading: 'Theme' },
    {
      label: 'Like the system',
      icon: Monitor,
      checked: themeChoice() === 'system',
      run: () => setTheme('system'),
    },
    { label: 'Light', icon: Sun, checked: themeChoice() === 'light', run: () => setTheme('light') },
    { label: 'Dark', icon: Moon, checked: themeChoice() === 'dark', run: () => setTheme('dark') },
    'line',
    { heading: 'Keyboard and screen readers' },
    { label: 'List of keys', icon: Keyboard, keys: '?', run: showKeys },
    {
      label: singleKeysOff() ? 'Turn single keys on' : 'Turn single keys off',
      icon: Keyboard,
      run: () => setSingleKeysOff(!singleKeysOff()),
    },
    {
      label: announcementsOff() ? 'Read out live changes' : 'Do not read out live changes',
      icon: Volume2,
      run: () => setAnnouncementsOff(!announcementsOff()),
    },
    'line',
    { label: 'Sign out', icon: LogOut, run: () => void signOut() },
  ]
}

/** Me, at the foot of the sidebar: theme, keys, sign out. */
export function AccountMenu(props: { rail?: boolean }) {
  const me = useMe()
  return (
    <MenuTrigger label="Account" items={items} placement="top-start">
      {(trigger) => (
        <button
          type="button"
          {...trigger}
          aria-label={props.rail ? `${me.user.name}, account` : undefined}
          data-tip={props.rail ? me.user.name : undefined}
          class={classNames(
            'flex items-center gap-[9px] rounded-control hover:bg-surface-active data-[state=open]:bg-surface-active',
            props.rail ? 'size-10 justify-center' : 'h-9 w-full px-2 text-left coarse:h-11',
          )}
        >
          <Avatar id={me.user.id} name={me.user.name} size={24} />
          <Show when={!props.rail}>
            <span class="min-w-0 flex-1 truncate font-medium">
              {me.user.name}
              <span class="sr-only">, account</span>
            </span>
            <Ellipsis class="text-text-3" aria-hidden="true" />
          </Show>
        </button>
      )}
    </MenuTrigger>
  )
}
