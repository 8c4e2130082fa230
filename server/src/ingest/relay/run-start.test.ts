import { expect, test } from 'vitest'
import { writeRtpHeader } from '../rtp/rtp-header.ts'
import { RunStart, type HeldPacket } from './run-start.ts'

/** Sound of 20 ms whose first packets queued: `arrivals[i]` is when packet i came. */
function push(start: RunStart, arrivals: readonly number[]): HeldPacket[] | null {
  for (const [i, arrivalMs] of arrivals.entries()) {
    const packet = Buffer.alloc(20)
    const timestamp = (0xffffff00 + i * 960) % 2 ** 32
    writeRtpHeader(packet, { payloadType: 97, marker: false, sequence: i, timestamp, ssrc: 1 })
    const held = start.push({ kind: 'audio', packet, arrivalMs })
    if (held) return held
  }
  return null
}

const inPace = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i * 20)

test('a burst is held until arrivals keep pace, and dated by the pace', () => {
  const start = new RunStart()
  // 25 packets at once, half a second of sound; then on time.
  const held = push(start, [...Array.from({ length: 25 }, () => 1000), ...inPace(1020, 20)])
  expect(held).not.toBeNull()
  expect(held?.length).toBeLessThan(35)
  expect(start.arrivalOf('audio', 0xffffff00)).toBeCloseTo(1000 - 24 * 20)
  expect(start.arrivalOf('video', 0)).toBeNull()
})

test('a stall within the burst does not end it', () => {
  const start = new RunStart()
  const held = push(start, [1000, 1000, 1300, ...Array.from({ length: 20 }, () => 1300), ...inPace(1320, 20)])
  expect(held?.length).toBeGreaterThan(22)
  expect(start.arrivalOf('audio', 0xffffff00)).toBeCloseTo(1300 - 22 * 20)
})

test('without a burst it takes a tenth of a second', () => {
  expect(push(new RunStart(), inPace(1000, 20))?.length).toBe(6)
})

test('it ends in any case', () => {
  // Timestamps that never keep pace.
  expect(
    push(
      new RunStart(),
      Array.from({ length: 500 }, (_, i) => 1000 + i * 5),
    )?.length,
  ).toBeLessThan(250)
})
