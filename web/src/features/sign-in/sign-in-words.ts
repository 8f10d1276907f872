import type { Problem } from '@muster/sync/protocol/problem.ts'

/** Why signing in did not work, and what to do. */
export function signInWords(problem: Problem): string {
  switch (problem.kind) {
    case 'unauthenticated':
      return 'E-mail or password is wrong.'
    case 'forbidden':
      return 'Your account may not use this console. Ask an admin for the role Manager with Manage groups.'
    case 'too-many':
      return 'Too many tries. Wait a few minutes, then try again.'
    case 'unavailable':
      return 'The server cannot be reached. Look at your connection, then try again.'
    default:
      return problem.detail ? `${problem.title}. ${problem.detail}` : problem.title
  }
}
