import FileUp from 'lucide-solid/icons/file-up'
import { createSignal, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { problemWords } from '../../store/use-mutation.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { importKind, importKinds } from './import-kinds.ts'
import type { Import } from './use-import.ts'

/** What to import, how the file looks, and the file itself or its rows. */
export function ChooseSource(props: { import: Import }) {
  const kind = () => importKind(props.import.of())
  const [over, setOver] = createSignal(false)
  let picker: HTMLInputElement | undefined
  const wrong = () => {
    const step = props.import.step()
    return step.at === 'choose' ? step.wrong : undefined
  }

  function take(files: FileList | null | undefined): void {
    const file = files?.[0]
    if (file) void props.import.chooseFile(file)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut, the button below does the same
    <div
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <fieldset class="grid grid-cols-3 gap-2 pt-2 max-rail:grid-cols-1">
        <legend class="sr-only">What to import</legend>
        <For each={importKinds}>
          {(one) => (
            <label class="relative flex gap-2.5 rounded-box border border-line-strong px-3 py-2.5 has-checked:border-transparent has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 has-checked:shadow-[inset_0_0_0_2px_var(--c-accent)] hover:bg-surface-hover">
              <input
                type="radio"
                name="import-kind"
                value={one.of}
                checked={one.of === props.import.of()}
                onChange={() => props.import.chooseKind(one.of)}
                class="absolute inset-0 m-0 cursor-pointer appearance-none outline-none!"
              />
              <Dynamic component={one.icon} class="mt-0.5 text-text-3" aria-hidden="true" />
              <span class="min-w-0">
                <span class="block font-medium">{one.name}</span>
                <span class="mt-0.5 block text-small text-text-3">{one.does}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>

      <h3 class="mt-5 mb-1.5 font-medium">Columns</h3>
      <ul class="flex flex-wrap gap-x-4 gap-y-1 text-text-2">
        <For each={kind().columns}>
          {(column) => (
            <li>
              <code class="rounded-key bg-neutral-soft px-1.5 py-0.5 font-mono text-small">
                {column.name}
              </code>
              <Show when={column.optional || column.hint}>
                <span class="ml-1.5 text-small text-text-3">
                  {[column.optional && 'optional', column.hint].filter(Boolean).join(', ')}
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>

      <TextArea
        label="Rows"
        class="mt-5"
        rows="6"
        value={props.import.pasted()}
        onInput={props.import.setPasted}
        placeholder={kind().example}
        spellcheck={false}
        autocomplete="off"
        hint="Paste rows here, with or without the line of column names, or drop a file. Commas, semicolons and tabs all work."
      />
      <div class="mt-3 flex items-center gap-2">
        <Button icon={FileUp} onClick={() => picker?.click()}>
          Choose file…
        </Button>
        <span class="text-small text-text-3">
          {over() ? 'Drop it to check it' : 'CSV in UTF-8, at most 32 MB and 200,000 rows'}
        </span>
        <input
          ref={(input) => {
            picker = input
          }}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          aria-label="CSV file"
          tabindex="-1"
          class="sr-only"
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </div>
      <div aria-live="assertive">
        <Show when={wrong()}>
          {(problem) => (
            <Banner
              tone="remove"
              class="mt-3"
              actions={
                <Show when={props.import.file()}>
                  {(file) => (
                    <Button size={28} onClick={() => void props.import.check(file())}>
                      Check {file().name} again
                    </Button>
                  )}
                </Show>
              }
            >
              <p>{problemWords(problem())}</p>
            </Banner>
          )}
        </Show>
      </div>
    </div>
  )
}
