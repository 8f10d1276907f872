import type { Icon } from '../icon.ts'

/** One item of a row's menu, the same in the context menu. */
export interface RowAction {
  id: string
  label: string
  icon?: Icon
  /** The removing verb: red, last, after a line. */
  danger?: boolean
  /** A line above it. */
  separated?: boolean
  run(): void
}
