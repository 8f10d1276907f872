import type { Doc } from 'yjs'

/** One client of a Yjs server at one document: its own copy of the document, and its socket. */
export interface Link {
  doc: Doc
  /** Resolves when the server said that it has the update made last; updates before it are there then too. */
  acknowledged(): Promise<void>
  bytesReceived(): number
  close(): Promise<void>
}

/** Opens a document of this name and resolves when all that the server has of it is in the copy. */
export type OpenLink = (room: string) => Promise<Link>
