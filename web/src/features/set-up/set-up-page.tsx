import type { Problem } from '@muster/sync/protocol/problem.ts'
import { useNavigate } from '@solidjs/router'
import { createEffect, createResource, createSignal, onMount, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { GatePage } from '../../shell/gate-page.tsx'
import { type SetUp, session, setUp, setUpNeeded } from '../../store/session.ts'
import { problemWords } from '../../store/use-mutation.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

const FIELDS = ['organizationName', 'name', 'email', 'password'] as const
type Field = (typeof FIELDS)[number]
type Errors = { [F in Field]?: string }

function missing(input: SetUp): Errors {
  const errors: Errors = {}
  if (input.organizationName.trim() === '') errors.organizationName = 'Name your organization.'
  if (input.name.trim() === '') errors.name = 'Enter your name.'
  if (!/^\S+@\S+\.\S+$/.test(input.email.trim())) errors.email = 'Enter your e-mail address.'
  if (input.password.length < 12) errors.password = 'Use 12 characters or more.'
  return errors
}

function errorsOf(problem: Problem): Errors {
  const errors: Errors = {}
  for (const { pointer, detail } of problem.errors ?? []) {
    const field = FIELDS.find((name) => pointer === `/${name}`)
    if (field) errors[field] = detail
  }
  return errors
}

/** The first thing on an empty server: the organization and its first admin. */
export default function SetUpPage() {
  const navigate = useNavigate()
  const [input, setInput] = createStore<SetUp>({ organizationName: '', name: '', email: '', password: '' })
  const [errors, setErrors] = createSignal<Errors>({})
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const [needed] = createResource(setUpNeeded)
  let form: HTMLFormElement | undefined

  onMount(() => {
    document.title = 'Set up – Muster'
  })
  createEffect(() => {
    if (session().kind === 'signed-in') navigate('/groups', { replace: true })
    else if (needed() === false && !busy()) navigate('/sign-in', { replace: true })
  })

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setFailure()
    const wrong = missing(input)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return focusWrong()
    setBusy(true)
    const refused = await setUp({ ...input, email: input.email.trim() })
    setBusy(false)
    if (!refused) return
    setErrors(errorsOf(refused))
    if (Object.keys(errors()).length === 0) setFailure(problemWords(refused))
    focusWrong()
  }

  const focusWrong = () =>
    queueMicrotask(() => form?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus())

  const field = (name: Field) => ({
    name,
    size: 40 as const,
    required: true,
    get value() {
      return input[name]
    },
    onInput: (value: string) => setInput(name, value),
    get error() {
      return errors()[name]
    },
  })

  return (
    <GatePage>
      <h1 class="text-title">Set up Muster</h1>
      <p class="mt-1 text-text-2">Name your organization and make yourself its first admin.</p>
      <form
        ref={(element) => {
          form = element
        }}
        class="mt-6 flex flex-col gap-4"
        novalidate
        onSubmit={submit}
      >
        <div role="alert" class="empty:hidden">
          <Show when={failure()}>{(words) => <Banner tone="remove">{words()}</Banner>}</Show>
        </div>
        <TextField
          label="Organization"
          autocomplete="organization"
          autofocus
          {...field('organizationName')}
        />
        <TextField label="Your name" autocomplete="name" {...field('name')} />
        <TextField label="E-mail" type="email" autocomplete="username" {...field('email')} />
        <TextField
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="12 characters or more"
          {...field('password')}
        />
        <Button type="submit" variant="primary" size={40} full disabled={busy()}>
          {busy() ? 'Setting up…' : 'Set up Muster'}
        </Button>
      </form>
    </GatePage>
  )
}
