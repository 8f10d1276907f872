/** Time and chance, passed in so that the simulation can own them. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number
  /** Answers a function that cancels it. */
  setTimeout(callback: () => void, ms: number): () => void
  /** A fresh UUID. */
  id(): string
  /** Evenly spread from 0 to below 1. */
  random(): number
}
