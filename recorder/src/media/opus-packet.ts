/** The longest packet, RFC 6716 section 3.2.5 [R5]. */
const packetMsMax = 120

/**
 * The duration in ms of an Opus packet by its table-of-contents byte (RFC 6716 section 3.1), or null for what no decoder takes.
 */
export function opusDurationMs(packet: Buffer): number | null {
  const toc = packet[0]
  if (toc === undefined) return null
  const config = toc >> 3
  const frameMs =
    config < 12
      ? ([10, 20, 40, 60][config % 4] ?? 0)
      : config < 16
        ? ([10, 20][config % 2] ?? 0)
        : ([2.5, 5, 10, 20][config % 4] ?? 0)
  const code = toc & 3
  // Code 3 carries its frame count in the low six bits of the second byte.
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2
  // Code 1 is two frames of one size: the rest must be even (RFC 6716 section 3.2.3 [R3]).
  if (code === 1 && packet.length % 2 === 0) return null
  const durationMs = frames * frameMs
  return durationMs > 0 && durationMs <= packetMsMax ? durationMs : null
}
