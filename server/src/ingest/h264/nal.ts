/** ITU-T H.264, table 7-1. */
export const nalType = {
  slice: 1,
  partitionA: 2,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
  filler: 12,
} as const

/** RFC 6184, table 1. */
export const packetType = { stapA: 24, fuA: 28 } as const

export function nalTypeOf(nal: Buffer): number {
  return (nal[0] ?? 0) & 0x1f
}

/** The NAL units in the payload of a STAP-A (RFC 6184, 5.7.1), up to the first whose length is wrong. */
export function unitsOfStapA(payload: Buffer): Buffer[] {
  const units: Buffer[] = []
  let at = 1
  while (at + 2 < payload.length) {
    const length = payload.readUInt16BE(at)
    const end = at + 2 + length
    if (length === 0 || end > payload.length) break
    units.push(payload.subarray(at + 2, end))
    at = end
  }
  return units
}

/** One STAP-A of several NAL units, each below 64 KB. */
export function joinStapA(units: readonly Buffer[]): Buffer {
  const importance = Math.max(...units.map((unit) => (unit[0] ?? 0) & 0x60))
  const parts: Buffer[] = [Buffer.from([importance | packetType.stapA])]
  for (const unit of units) parts.push(Buffer.from([unit.length >> 8, unit.length & 0xff]), unit)
  return Buffer.concat(parts)
}
