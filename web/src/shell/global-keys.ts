import { useNavigate } from '@solidjs/router'
import { togglePalette } from '../features/palette/palette-state.ts'
import { useShortcuts } from '../store/keys.ts'
import { showKeys } from './keys-dialog.tsx'
import { navItems } from './nav-items.ts'

/** Keys that work on every page. */
export function useGlobalKeys(): void {
  const navigate = useNavigate()
  useShortcuts(
    {
      keys: 'Mod+k',
      does: 'Search or run',
      section: 'Everywhere',
      run: togglePalette,
      overDialogs: true,
    },
    { keys: '?', does: 'List of keys', section: 'Everywhere', run: showKeys },
    ...navItems.map(({ keys, label, href }) => ({
      keys,
      does: `Go to ${label}`,
      section: 'Go to',
      run: () => navigate(href),
    })),
  )
}
