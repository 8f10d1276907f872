import { isProblem } from '@muster/sync/protocol/problem.ts'
import { describe, expect, it } from 'vitest'
import { MAX_BYTES, readFile } from './read-file.ts'

const read = (...parts: BlobPart[]) => {
  const seen: number[] = []
  const signal = new AbortController().signal
  return readFile(new Blob(parts), { onProgress: (bytes) => seen.push(bytes), signal }).then((text) => ({
    text,
    seen,
  }))
}

describe('reading a chosen file', () => {
  it('answers its text and tells how far it is', async () => {
    const long = 'é,group\n'.repeat(100_000)
    const { text, seen } = await read(long)
    expect(text).toBe(long)
    expect(seen.at(-1)).toBe(900_000)
  })

  it('says in words what it cannot take', async () => {
    const title = async (...parts: BlobPart[]) => {
      const { text } = await read(...parts)
      return isProblem(text) ? text.title : text
    }
    expect(await title('')).toBe('The file is empty')
    expect(await title(new Uint8Array([0x4d, 0xfc, 0x6c]))).toBe('The file is not UTF-8 text')
    expect(await title(new Uint8Array([0x61, 0, 0x62, 0]))).toBe('The file is not UTF-8 text')
    expect(await title(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))).toBe(
      'This is a spreadsheet, not a CSV file',
    )
    expect(await title(new Uint8Array(MAX_BYTES + 1))).toBe('The file is larger than 32 MB')
  })
})
