import type { JSX } from 'solid-js'
import type { Mark } from './calm-rows.ts'

/** One column of a data table. The first one is the name: its cell is the row's header. */
export interface Column<R> {
  /** Also the key that the view sorts by. */
  id: string
  label: string
  /** CSS width; the column without one takes what is left. */
  width?: string
  align?: 'left' | 'right'
  /** False for columns that cannot be sorted by. */
  sortable?: boolean
  /**
   * Where the cell goes on phones, where a row has two lines: out (`none`), or on the second line, first
   * and below the name that follows an avatar (`lead`), in order (default), or at the end (`last`).
   */
  phone?: 'none' | 'lead' | 'last'
  /** Said behind the value on phones, where no head stands above: "52 members", "1 member". */
  unit?: string | ((row: R) => string)
  /** Air before it, after a column of numbers. */
  inset?: boolean
  /** Left out between 721 and 1100 px. */
  wideOnly?: boolean
  /** `mark` says who just changed the row, for showing them beside the changed value. */
  cell(row: R, mark: () => Mark | null): JSX.Element
}

export interface Sort<By extends string = string> {
  by: By
  dir: 'asc' | 'desc'
}

/** What a click on a head does: ascending, then descending. */
export function nextSort(sort: Sort, by: string): Sort {
  return { by, dir: sort.by === by && sort.dir === 'asc' ? 'desc' : 'asc' }
}
