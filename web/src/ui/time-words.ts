/** Times in words, by the rules of the design: pure, in the reader's zone unless told. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MINUTE = 60_000

interface Day {
  year: number
  month: number
  day: number
  time: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: number, zone: string | undefined): Day {
  const key = zone ?? ''
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(key, format)
  }
  const found: Record<string, string> = {}
  for (const part of format.formatToParts(at)) found[part.type] = part.value
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    time: `${found.hour}:${found.minute}`,
  }
}

const dayNumber = (day: Day) => Math.round(Date.UTC(day.year, day.month - 1, day.day) / 86_400_000)

/**
 * "Just now", "4 min ago" under an hour, "Today, 11:20", "Yesterday, 17:05", "18 Nov", "4 Mar 2024".
 * Slightly future times (clocks differ) are "Just now".
 */
export function relativeTime(iso: string, now: number, zone?: string): string {
  const at = Date.parse(iso)
  const age = now - at
  if (age < MINUTE && age > -5 * MINUTE) return 'Just now'
  if (age >= 0 && age < 60 * MINUTE) return `${Math.floor(age / MINUTE)} min ago`
  const then = parts(at, zone)
  const today = parts(now, zone)
  const days = dayNumber(today) - dayNumber(then)
  if (days === 0) return `Today, ${then.time}`
  if (days === 1) return `Yesterday, ${then.time}`
  if (then.year === today.year) return `${then.day} ${MONTHS[then.month - 1]}`
  return `${then.day} ${MONTHS[then.month - 1]} ${then.year}`
}

/** "14:06" in the reader's zone. */
export function clockTime(at: string | number, zone?: string): string {
  return parts(typeof at === 'number' ? at : Date.parse(at), zone).time
}

/** "3 Feb 2024". */
export function calendarDate(iso: string, zone?: string): string {
  const day = parts(Date.parse(iso), zone)
  return `${day.day} ${MONTHS[day.month - 1]} ${day.year}`
}

/** The exact time with zone, for tooltips: "4 Mar 2024, 11:20:05 CET". */
export function exactTime(iso: string, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(Date.parse(iso))
}

/** "about 50 s left", "about 3 min left". */
export function timeLeft(ms: number): string {
  if (ms < 1_500) return 'almost done'
  if (ms < 90_000) return `about ${Math.ceil(ms / 5_000) * 5} s left`
  return `about ${Math.round(ms / MINUTE)} min left`
}
