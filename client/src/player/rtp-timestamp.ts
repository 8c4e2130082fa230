/** How far an RTP timestamp lies after another, in ticks of their clock, both wrapping at 2^32 (RFC 3550, 5.1). */
export function ticksAfter(earlier: number, later: number): number {
  return (later - earlier) | 0
}
