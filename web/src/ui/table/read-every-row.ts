/** More than this is not selected at once: a mutation takes no more. */
export const MOST_ROWS = 10_000

const PAGE = 200

/** One page of rows, and how many there are in all. */
export interface PageOfRows<R> {
  rows: readonly R[]
  total: number
}

/**
 * Every row of a list, page by page; undefined when one page did not come. Rows that moved to another page
 * meanwhile are there once.
 */
export async function readEveryRow<R extends { id: string }>(
  read: (page: number, pageSize: number) => Promise<PageOfRows<R> | undefined>,
  most: number = MOST_ROWS,
): Promise<R[] | undefined> {
  const byId = new Map<string, R>()
  for (let page = 0; byId.size < most; page++) {
    const found = await read(page, PAGE)
    if (!found) return undefined
    for (const row of found.rows) if (byId.size < most) byId.set(row.id, row)
    if (found.rows.length < PAGE || (page + 1) * PAGE >= found.total) break
  }
  return [...byId.values()]
}
