const startCode = Buffer.from([0, 0, 1])
const longStartCode = Buffer.from([0, 0, 0, 1])

/** The NAL units of a byte stream (ITU-T H.264, Annex B), without start codes and the zeros around them. */
export function annexBUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = []
  let code = stream.indexOf(startCode)
  while (code !== -1) {
    const start = code + startCode.length
    code = stream.indexOf(startCode, start)
    let end = code === -1 ? stream.length : code
    // A NAL unit never ends in a zero byte: such belong to the next start code, or are padding.
    while (end > start && stream[end - 1] === 0) end--
    if (end > start) units.push(stream.subarray(start, end))
  }
  return units
}

/** A byte stream of NAL units. */
export function toAnnexB(units: readonly Buffer[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [longStartCode, unit]))
}
