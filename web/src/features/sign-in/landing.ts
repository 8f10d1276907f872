/** Where to go after signing in: a path of this console and nothing else. */
export function landingOf(to: string | undefined): string {
  if (!to?.startsWith('/') || to.startsWith('//') || to.startsWith('/\\')) return '/groups'
  return to.startsWith('/sign-in') || to.startsWith('/set-up') ? '/groups' : to
}
