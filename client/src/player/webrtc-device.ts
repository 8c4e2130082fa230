import { detectDevice, Device } from 'mediasoup-client'

/**
 * mediasoup-client knows a browser by `navigator.userAgentData`, which pages over plain HTTP lack (but loopback), else by
 * the user agent's word `Chrome`, which a Chromium without a window writes `HeadlessChrome`.
 */
const handlerName = (): ReturnType<typeof detectDevice> =>
  detectDevice(navigator.userAgent.replace('HeadlessChrome/', 'Chrome/'))

/** Whether this browser has a WebRTC that we can talk to; what codecs it has shows when it joins. */
export function hasWebRtc(): boolean {
  return 'RTCPeerConnection' in globalThis && handlerName() !== undefined
}

/** Rejects in a browser without WebRTC. */
export function createDevice(): Promise<Device> {
  const name = handlerName()
  return Device.factory(name === undefined ? {} : { handlerName: name })
}
