import { isIPv6 } from 'node:net'

/**
 * What throttles count as one place: an IPv4 address, or the /64 of an IPv6 address, since whoever has one address of it has
 * all of them (RFC 6177).
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = (plain.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  // A dotted end stands for two groups.
  const dotted = after.concat(before).some((group) => group.includes('.')) ? 1 : 0
  const missing = tail === undefined ? 0 : 8 - before.length - after.length - dotted
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
