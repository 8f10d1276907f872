import { createMemo, createSignal, For } from 'solid-js'
import { setSingleKeysOff, shortcuts, singleKeysOff } from '../store/keys.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

const [open, setOpen] = createSignal(false)

/** Opens the list of keys. */
export function showKeys(): void {
  setOpen(true)
}

const ORDER = ['Everywhere', 'Go to', 'This page', 'Lists']
const placeOf = (section: string) => (ORDER.indexOf(section) + ORDER.length + 1) % (ORDER.length + 1)

/** What the keys do here, from the registry: only what is in force now. */
export function KeysDialog() {
  const sections = createMemo(() => {
    const bySection = new Map<string, Map<string, string>>()
    for (const { keys, does, section = 'This page', when } of shortcuts()) {
      if (when && !when()) continue
      const listed = bySection.get(section) ?? new Map<string, string>()
      listed.set(keys, does)
      bySection.set(section, listed)
    }
    return [...bySection]
      .sort(([a], [b]) => placeOf(a) - placeOf(b))
      .map(([name, keys]) => ({ name, keys: [...keys] }))
  })
  return (
    <Dialog open={open()} onClose={() => setOpen(false)} title="Keys" size="medium" closeButton>
      <div class="columns-2 gap-8 max-rail:columns-1">
        <For each={sections()}>
          {(section) => (
            <section class="mb-4 break-inside-avoid">
              <h3 class="mb-1 font-medium text-small text-text-3">{section.name}</h3>
              <dl>
                <For each={section.keys}>
                  {([keys, does]) => (
                    <div class="flex items-center justify-between gap-4 py-1">
                      <dt>{does}</dt>
                      <dd>
                        <span class="sr-only">{keys}</span>
                        <Kbd keys={keys} />
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
      <Checkbox
        class="mt-2"
        checked={!singleKeysOff()}
        onChange={(on) => setSingleKeysOff(!on)}
        label="Use single keys (letters without ⌘ or Ctrl)"
      />
    </Dialog>
  )
}
