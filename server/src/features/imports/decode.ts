import { type Problem, problem } from '@muster/sync/protocol/problem.ts'

/** The text of an uploaded file, without a byte order mark. Anything but UTF-8 is refused, never guessed. */
export function decodeText(bytes: ArrayBuffer): string | Problem {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? notText : text
  } catch {
    return notText
  }
}

const notText = problem('invalid', 'The file is not UTF-8 text', {
  detail: 'Save it again as "CSV UTF-8" and choose that file.',
})
