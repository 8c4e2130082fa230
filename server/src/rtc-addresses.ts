import { networkInterfaces } from 'node:os'

/**
 * The addresses that WebRTC binds. A wildcard becomes every address of this machine, because a browser must be told
 * where to send to; link-local IPv6 is left out, since it is of no use without a zone.
 */
export function rtcAddresses(
  listen: readonly string[],
  httpHost: string,
  announcedAddress: string | null,
): { ip: string; announcedAddress?: string }[] {
  const asked = listen.length > 0 ? listen : [httpHost === 'localhost' ? '127.0.0.1' : httpHost]
  if (announcedAddress !== null) return asked.map((ip) => ({ ip, announcedAddress }))
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const ofFamily = (family: 'IPv4' | 'IPv6'): string[] =>
    own.filter((one) => one.family === family && !one.address.startsWith('fe80:')).map((one) => one.address)
  const bound = asked.flatMap((ip) => {
    if (ip === '0.0.0.0') return ofFamily('IPv4')
    return ip === '::' ? ofFamily('IPv6') : [ip]
  })
  return [...new Set(bound)].map((ip) => ({ ip }))
}
