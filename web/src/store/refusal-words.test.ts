import { problem } from '@muster/sync/protocol/problem.ts'
import { expect, it } from 'vitest'
import { closedWords, refusalWords, restoredWords } from './refusal-words.ts'

it('says how much was not taken, and why', () => {
  expect(refusalWords(problem('invalid', 'The time of staging lies in the future'), 2)).toEqual({
    title: '2 staged changes could not be kept.',
    detail: 'The time of staging lies in the future.',
  })
})

it('says the way out when there is no room', () => {
  expect(refusalWords(problem('too-large', 'This is too much for one update'), 1)).toEqual({
    title: '1 staged change could not be kept.',
    detail:
      'This is too much for one update. Save or discard some of it, or import a file: a file is staged as one entry.',
  })
})

it('says that the list is fresh when nothing of mine was lost', () => {
  expect(refusalWords(problem('malformed', 'The update cannot be read'), 0).title).toBe(
    'The staged changes were loaded again',
  )
})

it('says that the server was restored, and how much of mine it lacks', () => {
  expect(restoredWords(0)).toEqual({
    title: 'Muster was restored from a backup.',
    detail: 'What was saved after it is gone. You see what is stored now.',
  })
  expect(restoredWords(2).detail).toBe(
    'What was saved after it is gone, and 2 changes you had staged are not in it. You see what is stored now.',
  )
})

it('says when a change set was closed first', () => {
  expect(closedWords(3).title).toBe('3 staged changes came too late.')
})
