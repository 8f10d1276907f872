/** Arguments that views share: search text, sort and page. */
import { z } from 'zod'

export const Search = z.string().trim().max(100)
export const Page = { page: z.int().min(0), pageSize: z.int().min(1).max(200) }

/** `by` one of the given columns, ascending or descending. */
export const sortBy = <const C extends string>(columns: readonly [C, ...C[]]) =>
  z.strictObject({ by: z.enum(columns), dir: z.enum(['asc', 'desc']) })
