import type { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { rtcAddresses } from './rtc-addresses.ts'

const rest = { netmask: '', mac: '', cidr: null }
const v4 = (address: string, internal = false) => ({ ...rest, family: 'IPv4' as const, address, internal })
const v6 = (address: string, internal = false) => ({
  ...rest,
  family: 'IPv6' as const,
  address,
  internal,
  scopeid: 0,
})
const machine: ReturnType<typeof networkInterfaces> = {
  lo: [v4('127.0.0.1', true), v6('::1', true)],
  eth0: [v4('192.0.2.2'), v6('fd00::2'), v6('fe80::2')],
}
const bound = (listen: string[], host: string, announced: string | null = null): string[] =>
  rtcAddresses(listen, host, announced, machine).map(({ ip }) => ip)

describe('the addresses of WebRTC', () => {
  it.each([
    ['127.0.0.1', ['127.0.0.1']],
    ['localhost', ['127.0.0.1']],
    ['192.0.2.2', ['192.0.2.2']],
    ['0.0.0.0', ['192.0.2.2', '127.0.0.1']],
    ['::', ['192.0.2.2', 'fd00::2', '127.0.0.1', '::1']],
  ])('are, where HTTP listens on %s, those at which a browser opens the page', (host, addresses) => {
    expect(bound([], host)).toEqual(addresses)
  })

  it('are those that the settings name', () => {
    expect(bound(['192.0.2.2', '0.0.0.0'], '127.0.0.1')).toEqual(['192.0.2.2', '127.0.0.1'])
  })

  it.each([
    ['203.0.113.9', '0.0.0.0', ['0.0.0.0']],
    ['203.0.113.9', '::', ['0.0.0.0']],
    ['2001:db8::9', '::', ['::']],
  ])('are bound as wildcards where browsers are told %s instead', (announced, host, addresses) => {
    expect(bound([], host, announced)).toEqual(addresses)
    expect(rtcAddresses([], host, announced, machine)[0]?.announcedAddress).toBe(announced)
  })
})
