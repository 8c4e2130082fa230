/** How far `to` lies after `from` on a circle of 16 bits: −32768 to 32767. */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16
}

/** How far `to` lies after `from` on a circle of 32 bits: −2³¹ to 2³¹ − 1. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0
}

/** Into 0 to 2³² − 1; `value` may be any whole number below 2⁵³. */
export function wrap32(value: number): number {
  return ((value % 2 ** 32) + 2 ** 32) % 2 ** 32
}

/** Into 0 to 65535. */
export function wrap16(value: number): number {
  return value & 0xffff
}
