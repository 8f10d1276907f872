/**
 * Sets of ordinals as immutable ascending lists. Short ones are plain arrays (a typed array costs some
 * 100 bytes before its first element), long ones `Uint32Array`s of four bytes per element.
 */
export type Ordinals = readonly number[] | Uint32Array

export const NONE: Ordinals = []
const SHORT = 48

/** Makes a list of distinct ordinals in any order; answers the first that stands twice, if one does. */
export function ordinalsFrom(values: Uint32Array): { list: Uint32Array; twice: number | undefined } {
  let ascending = true
  for (let i = 1; i < values.length; i++) {
    if (at(values, i - 1) >= at(values, i)) {
      ascending = false
      break
    }
  }
  if (ascending) return { list: values, twice: undefined }
  const list = values.slice().sort()
  for (let i = 1; i < list.length; i++) {
    if (list[i - 1] === list[i]) return { list, twice: list[i] }
  }
  return { list, twice: undefined }
}

/** An ascending list that takes no more memory than it must, and none of that of `list`. */
export function copyOf(list: Uint32Array): Ordinals {
  if (list.length >= SHORT) return list.slice()
  const copy = new Array<number>(list.length)
  for (let i = 0; i < list.length; i++) copy[i] = at(list, i)
  return copy
}

export function includes(list: Ordinals, value: number): boolean {
  const position = lowerBound(list, value)
  return position < list.length && list[position] === value
}

/** The list with one more value, which it must not hold. */
export function withOne(list: Ordinals, value: number): Ordinals {
  const position = lowerBound(list, value)
  if (list.length >= SHORT) {
    const longer = new Uint32Array(list.length + 1)
    copyTo(longer, 0, list, 0, position)
    longer[position] = value
    copyTo(longer, position + 1, list, position, list.length)
    return longer
  }
  const longer: number[] = []
  for (let i = 0; i < position; i++) longer.push(at(list, i))
  longer.push(value)
  for (let i = position; i < list.length; i++) longer.push(at(list, i))
  return longer
}

/** The list without one value, which it must hold. */
export function withoutOne(list: Ordinals, value: number): Ordinals {
  if (list.length <= SHORT) return compact(list.filter((each) => each !== value))
  return withoutFew(list, [value])
}

/** Both lists as one; they must have nothing in common. */
export function union(a: Ordinals, b: Ordinals): Ordinals {
  if (a.length === 0) return compact(b)
  if (b.length === 0) return a
  if (isFew(a, b)) return withFew(a, b)
  if (isFew(b, a)) return withFew(b, a)
  const all = new Uint32Array(a.length + b.length)
  let i = 0
  let j = 0
  for (let k = 0; k < all.length; k++) {
    const takeA = j >= b.length || (i < a.length && at(a, i) < at(b, j))
    all[k] = takeA ? at(a, i++) : at(b, j++)
  }
  return compact(all)
}

/** The first list without the values of the second, all of which it must hold. */
export function difference(a: Ordinals, b: Ordinals): Ordinals {
  if (isFew(a, b)) return withoutFew(a, b)
  const rest = new Uint32Array(a.length - b.length)
  let j = 0
  let k = 0
  for (let i = 0; i < a.length; i++) {
    const value = at(a, i)
    if (j < b.length && value === b[j]) j++
    else rest[k++] = value
  }
  return compact(rest)
}

/** The first value of `b` that `a` holds, or that `a` lacks; undefined when there is none. */
export function firstOf(b: Ordinals, which: 'held' | 'lacking', a: Ordinals): number | undefined {
  if (isFew(a, b)) {
    for (let j = 0; j < b.length; j++) if (includes(a, at(b, j)) === (which === 'held')) return at(b, j)
    return undefined
  }
  let i = 0
  for (let j = 0; j < b.length; j++) {
    const value = at(b, j)
    while (i < a.length && at(a, i) < value) i++
    const held = i < a.length && a[i] === value
    if (held === (which === 'held')) return value
  }
  return undefined
}

/** True when the second list is so short that looking its values up in the first beats walking along it. */
function isFew(many: Ordinals, few: Ordinals): boolean {
  return many.length >= SHORT && few.length * 32 < many.length
}

/** The union with few values: what lies between them is copied in one go, at the speed of memory. */
function withFew(list: Ordinals, few: Ordinals): Uint32Array {
  const all = new Uint32Array(list.length + few.length)
  let from = 0
  for (let j = 0; j < few.length; j++) {
    const position = lowerBound(list, at(few, j), from)
    copyTo(all, from + j, list, from, position)
    all[position + j] = at(few, j)
    from = position
  }
  copyTo(all, from + few.length, list, from, list.length)
  return all
}

/** The difference by few values, all of which the list holds. */
function withoutFew(list: Ordinals, few: Ordinals): Ordinals {
  const rest = new Uint32Array(list.length - few.length)
  let from = 0
  for (let j = 0; j < few.length; j++) {
    const position = lowerBound(list, at(few, j), from)
    copyTo(rest, from - j, list, from, position)
    from = position + 1
  }
  copyTo(rest, from - few.length, list, from, list.length)
  return compact(rest)
}

/** Copies `list[from…until]` to `target` at `offset`. */
function copyTo(target: Uint32Array, offset: number, list: Ordinals, from: number, until: number): void {
  if (list instanceof Uint32Array) target.set(list.subarray(from, until), offset)
  else for (let i = from; i < until; i++) target[offset + i - from] = at(list, i)
}

function compact(list: Ordinals): Ordinals {
  if (list.length === 0) return NONE
  const isTyped = list instanceof Uint32Array
  if (list.length < SHORT) return isTyped ? Array.from(list) : list
  return isTyped ? list : Uint32Array.from(list)
}

function lowerBound(list: Ordinals, value: number, from = 0): number {
  let low = from
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(list, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Element at an index known to be within the list. */
function at(list: Ordinals, index: number): number {
  return list[index] as number
}
