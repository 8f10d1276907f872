import { type Problem, problem } from '@muster/sync/protocol/problem.ts'

/** The server takes no more. */
export const MAX_BYTES = 32 * 1024 * 1024

const tooLarge = problem('too-large', 'The file is larger than 32 MB', {
  detail: 'Split it into several files.',
})
const notText = problem('invalid', 'The file is not UTF-8 text', {
  detail: 'Save it again as “CSV UTF-8” and choose that file.',
})
const workbook = problem('invalid', 'This is a spreadsheet, not a CSV file', {
  detail: 'Save it as “CSV UTF-8” and choose that file.',
})
const empty = problem('invalid', 'The file is empty')
const unreadable = problem('unavailable', 'The file could not be read', {
  detail: 'It may have been moved or changed. Choose it again.',
})

/** Signatures of xlsx and of older Excel files. */
const workbookSignatures = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
]

/**
 * The text of a file that somebody chose. Tells how many bytes are read while it reads. Anything but UTF-8
 * is refused, never guessed. Rejects only when aborted.
 */
export async function readFile(
  file: Blob,
  { onProgress, signal }: { onProgress(bytes: number): void; signal: AbortSignal },
): Promise<string | Problem> {
  if (file.size > MAX_BYTES) return tooLarge
  if (file.size === 0) return empty
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (workbookSignatures.some((signature) => signature.every((byte, at) => head[at] === byte)))
    return workbook
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = file.stream().getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    signal.throwIfAborted()
    const piece = await reader.read().catch(() => undefined)
    if (piece === undefined) return unreadable
    try {
      text += piece.done ? decoder.decode() : decoder.decode(piece.value, { stream: true })
    } catch {
      void reader.cancel()
      return notText
    }
    if (piece.done) break
    bytes += piece.value.byteLength
    onProgress(bytes)
  }
  return text.includes('\0') ? notText : text
}
