import { describe, expect, it } from 'vitest'
import { calendarDate, clockTime, exactTime, relativeTime, timeLeft } from './time-words.ts'

const zone = 'Europe/Berlin'
const now = Date.parse('2026-11-21T14:30:00.000Z')
const words = (iso: string) => relativeTime(iso, now, zone)

describe('relativeTime', () => {
  it('says just now under a minute, and for clocks that run slightly ahead', () => {
    expect(words('2026-11-21T14:29:20.000Z')).toBe('Just now')
    expect(words('2026-11-21T14:30:40.000Z')).toBe('Just now')
  })

  it('counts minutes under an hour', () => {
    expect(words('2026-11-21T14:29:00.000Z')).toBe('1 min ago')
    expect(words('2026-11-21T13:30:01.000Z')).toBe('59 min ago')
  })

  it('gives the time of today and yesterday in the zone of the reader', () => {
    expect(words('2026-11-21T10:20:00.000Z')).toBe('Today, 11:20')
    expect(words('2026-11-20T16:05:00.000Z')).toBe('Yesterday, 17:05')
    expect(words('2026-11-19T23:30:00.000Z')).toBe('Yesterday, 00:30')
  })

  it('gives the day in this year and the year before that', () => {
    expect(words('2026-11-18T12:00:00.000Z')).toBe('18 Nov')
    expect(words('2024-03-04T12:00:00.000Z')).toBe('4 Mar 2024')
    expect(words('2025-12-31T23:30:00.000Z')).toBe('1 Jan')
  })

  it('keeps days right across the end of summer time', () => {
    const after = Date.parse('2026-10-25T12:00:00.000Z')
    expect(relativeTime('2026-10-24T12:00:00.000Z', after, zone)).toBe('Yesterday, 14:00')
  })
})

describe('other times in words', () => {
  it('gives hours, dates and the exact time with its zone', () => {
    expect(clockTime('2026-11-21T13:06:00.000Z', zone)).toBe('14:06')
    expect(calendarDate('2024-02-03T12:00:00.000Z', zone)).toBe('3 Feb 2024')
    expect(exactTime('2024-03-04T10:20:05.000Z', 'UTC')).toBe('4 Mar 2024, 10:20:05 UTC')
  })

  it('rounds what is left to something that does not flicker', () => {
    expect(timeLeft(900)).toBe('almost done')
    expect(timeLeft(47_300)).toBe('about 50 s left')
    expect(timeLeft(170_000)).toBe('about 3 min left')
  })
})
