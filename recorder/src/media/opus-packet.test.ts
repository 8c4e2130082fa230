import { expect, it } from 'vitest'
import { opusDurationMs } from './opus-packet.ts'

// RFC 6716, table 2 and section 3.2.
it.each([
  { name: 'CELT 20 ms', bytes: [0xfc, 1], ms: 20 },
  { name: 'CELT 10 ms', bytes: [0xf4, 1], ms: 10 },
  { name: 'CELT 2.5 ms', bytes: [0xe0, 1], ms: 2.5 },
  { name: 'SILK 60 ms', bytes: [0x18, 1], ms: 60 },
  { name: 'hybrid 10 ms', bytes: [0x60, 1], ms: 10 },
  { name: 'hybrid 20 ms', bytes: [0x68, 1], ms: 20 },
  { name: 'two frames of one size', bytes: [0xfd, 1, 1], ms: 40 },
  { name: 'two frames of one size, odd bytes', bytes: [0xfd, 1], ms: null },
  { name: 'two frames', bytes: [0xfe, 1, 1, 1], ms: 40 },
  { name: 'three frames', bytes: [0xff, 3, 1], ms: 60 },
  { name: 'no frame at all', bytes: [0xff, 0], ms: null },
  { name: 'more than 120 ms', bytes: [0xff, 7], ms: null },
  { name: 'a count that is missing', bytes: [0xff], ms: null },
  { name: 'nothing', bytes: [], ms: null },
])('opusDurationMs() of $name is $ms', ({ bytes, ms }) => {
  expect(opusDurationMs(Buffer.from(bytes))).toBe(ms)
})
