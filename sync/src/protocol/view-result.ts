import { z } from 'zod'

/** A row of a view: flat JSON with a stable `id` within the view. */
export const Row = z.looseObject({ id: z.string() })
export type Row = z.infer<typeof Row>

/** What a view shows: facts about the whole (`meta`, e.g. total) and the rows in order. */
export const ViewResult = z.object({ meta: z.looseObject({}), rows: z.array(Row) })
export type ViewResult = z.infer<typeof ViewResult>
