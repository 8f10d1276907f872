import { useNavigate, useSearchParams } from '@solidjs/router'
import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { createEffect, createResource, createSignal, onMount, Show } from 'solid-js'
import { GatePage } from '../../shell/gate-page.tsx'
import { session, setUpNeeded, signIn } from '../../store/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { landingOf } from './landing.ts'
import { signInWords } from './sign-in-words.ts'

/** E-mail and password. Wrong entries are said in words, above the fields. */
export default function SignInPage() {
  const navigate = useNavigate()
  const [params] = useSearchParams<{ to?: string }>()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [shown, setShown] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string>()
  const [emailError, setEmailError] = createSignal<string>()
  const [needsSetUp] = createResource(setUpNeeded)
  let emailInput: HTMLInputElement | undefined
  let passwordInput: HTMLInputElement | undefined

  onMount(() => {
    document.title = 'Sign in – Muster'
  })
  createEffect(() => {
    if (session().kind === 'signed-in') navigate(landingOf(params.to), { replace: true })
    else if (needsSetUp()) navigate('/set-up', { replace: true })
  })

  const ended = () => {
    const now = session()
    if (now.kind !== 'signed-out') return undefined
    if (now.reason === 'forbidden')
      return 'You may no longer use this console. An admin can give you the right back.'
    return now.reason === 'ended' ? 'Your session has ended. Your staged changes are kept.' : undefined
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setError()
    setEmailError()
    if (!/^\S+@\S+$/.test(email().trim())) {
      setEmailError('Enter your e-mail address.')
      return emailInput?.focus()
    }
    if (password() === '') {
      setError('Enter your password.')
      return passwordInput?.focus()
    }
    setBusy(true)
    const refused = await signIn(email().trim(), password())
    setBusy(false)
    if (!refused) return
    setError(signInWords(refused))
    if (refused.kind !== 'unauthenticated') return
    passwordInput?.focus()
    passwordInput?.select()
  }

  return (
    <GatePage>
      <h1 class="text-title">Sign in</h1>
      <p class="mt-1 text-text-2">to your organization’s console</p>
      <form class="mt-6 flex flex-col gap-4" novalidate onSubmit={submit}>
        <div role="alert" class="empty:hidden">
          <Show when={error() ?? (email() === '' ? ended() : undefined)}>
            {(words) => <Banner tone={error() ? 'remove' : 'warn'}>{words()}</Banner>}
          </Show>
        </div>
        <TextField
          label="E-mail"
          size={40}
          type="email"
          name="email"
          autocomplete="username"
          autofocus
          required
          value={email()}
          onInput={setEmail}
          error={emailError()}
          inputRef={(input) => {
            emailInput = input
          }}
        />
        <TextField
          label="Password"
          size={40}
          type={shown() ? 'text' : 'password'}
          name="password"
          autocomplete="current-password"
          required
          value={password()}
          onInput={setPassword}
          inputRef={(input) => {
            passwordInput = input
          }}
          end={
            <IconButton
              icon={shown() ? EyeOff : Eye}
              name={shown() ? 'Hide what I type' : 'Show what I type'}
              aria-pressed={shown()}
              class="-mr-1.5"
              onClick={() => setShown(!shown())}
            />
          }
        />
        <Button type="submit" variant="primary" size={40} full disabled={busy()}>
          {busy() ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </GatePage>
  )
}
