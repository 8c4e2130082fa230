import { isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/**
 * The addresses that WebRTC binds. A wildcard becomes every address of this machine, because a browser must be told
 * where to send to, and `::` means IPv4 too, as it does for HTTP. Link-local IPv6 is left out, since it is of no use without
 * a zone. The first are what browsers try first.
 */
export function rtcAddresses(
  listen: readonly string[],
  httpHost: string,
  announcedAddress: string | null,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): { ip: string; announcedAddress?: string }[] {
  const asked = listen.length > 0 ? listen : [httpHost === 'localhost' ? '127.0.0.1' : httpHost]
  if (announcedAddress !== null) {
    const isOfItsFamily = isIPv4(announcedAddress) ? isIPv4 : isIPv6(announcedAddress) ? isIPv6 : () => true
    const bound = asked.flatMap((ip) => (ip === '::' ? ['0.0.0.0', '::'].filter(isOfItsFamily) : [ip]))
    return [...new Set(bound)].map((ip) => ({ ip, announcedAddress }))
  }
  const own = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address }) => !address.startsWith('fe80:'))
    // Viewers elsewhere would try their own machine first.
    .toSorted((a, b) => Number(a.internal) - Number(b.internal))
  const bound = asked.flatMap((ip) => {
    if (ip === '::') return own.map(({ address }) => address)
    return ip === '0.0.0.0'
      ? own.flatMap(({ family, address }) => (family === 'IPv4' ? [address] : []))
      : [ip]
  })
  return [...new Set(bound)].map((ip) => ({ ip }))
}
