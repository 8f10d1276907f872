/**
 * A message for one console or many, made once: the text, and what a socket made of it. A socket that serves many
 * consoles puts its bytes here, so that all of them get the very same (FN1).
 */
export class Frame {
  readonly text: string
  /** The text as it goes over the wire, once a socket has made it. */
  wire: Uint8Array | undefined

  constructor(text: string) {
    this.text = text
  }
}
