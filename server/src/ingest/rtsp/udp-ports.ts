import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { SourceError } from '../source-error.ts'

/** An even port for RTP and the odd one above it for RTCP (RFC 3550, 11). */
export interface UdpPorts {
  rtpPort: number
  /** Sends RTCP to the camera; never throws. */
  sendRtcp(packet: Buffer, port: number): void
  /** Opens the way back through a firewall or NAT between us and the camera, with a report that `ssrc` has received nothing. */
  punch(rtpPort: number, rtcpPort: number, ssrc: number): void
  close(): void
}

export interface UdpPortsOptions {
  localAddress: string
  /** Packets from any other address are dropped. */
  remoteAddress: string
  onRtp(packet: Buffer): void
  onRtcp(packet: Buffer): void
}

const tries = 40
/** A key frame of 1080p comes as a burst of several hundred packets. */
const receiveBufferBytes = 2_000_000

export async function openUdpPorts(options: UdpPortsOptions): Promise<UdpPorts> {
  for (let i = 0; i < tries; i++) {
    const rtp = await bound(options.localAddress, 0)
    const port = rtp.address().port
    const rtcp = port % 2 === 0 ? await bound(options.localAddress, port + 1).catch(() => null) : null
    if (rtcp) return join(rtp, rtcp, options)
    rtp.close()
  }
  throw new SourceError('unreachable', 'no free pair of UDP ports')
}

function bound(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({
      type: isIPv6(address) ? 'udp6' : 'udp4',
      recvBufferSize: receiveBufferBytes,
    })
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind(port, address, () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

function join(rtp: Socket, rtcp: Socket, options: UdpPortsOptions): UdpPorts {
  let closed = false
  const listen = (socket: Socket, deliver: (packet: Buffer) => void): void => {
    // ICMP "port unreachable" comes here; the silence that it means is noticed elsewhere.
    socket.on('error', () => undefined)
    socket.on('message', (packet, from) => {
      if (!closed && from.address === options.remoteAddress) deliver(packet)
    })
  }
  listen(rtp, (packet) => options.onRtp(packet))
  listen(rtcp, (packet) => options.onRtcp(packet))
  const send = (socket: Socket, packet: Buffer, port: number): void => {
    if (!closed && port > 0 && port < 65_536)
      socket.send(packet, port, options.remoteAddress, () => undefined)
  }
  return {
    rtpPort: rtp.address().port,
    sendRtcp: (packet, port) => send(rtcp, packet, port),
    punch: (rtpPort, rtcpPort, ssrc) => {
      const nothing = Buffer.from([0x80, 0xc9, 0, 1, 0, 0, 0, 0])
      nothing.writeUInt32BE(ssrc, 4)
      send(rtp, nothing, rtpPort)
      send(rtcp, nothing, rtcpPort)
    },
    close: () => {
      if (closed) return
      closed = true
      rtp.close()
      rtcp.close()
    },
  }
}
