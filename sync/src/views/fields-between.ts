import { isSameJson } from '../protocol/same-json.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The fields that `after` has and `before` has not, or has otherwise; null when they are equal. Undefined when a
 * field is gone, which fields cannot say. A field that is undefined counts as absent.
 */
export function fieldsBetween(before: Fields, after: Fields): Record<string, unknown> | null | undefined {
  for (const name in before) if (before[name] !== undefined && after[name] === undefined) return undefined
  let fields: Record<string, unknown> | null = null
  for (const name in after) {
    const value = after[name]
    if (value === undefined || isSameJson(before[name], value)) continue
    fields ??= {}
    fields[name] = value
  }
  return fields
}
