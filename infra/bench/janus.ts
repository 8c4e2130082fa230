import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Child, runToEnd } from './child.ts'
import type { NetworkNamespace } from './network-namespace.ts'

export interface Janus {
  /** Of its WebSocket API. */
  url: string
  pid: number
  stop(): Promise<void>
}

const webSocketPort = 8188
const readyWithinMs = 15_000

/** Debian's own package, installed when it is missing. */
export async function installJanus(say: (text: string) => void): Promise<void> {
  if (existsSync('/usr/bin/janus')) return
  say('installing janus (about a minute)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' }
  await runToEnd('apt-get', ['-q', 'update'], env)
  await runToEnd('apt-get', ['-q', 'install', '--yes', '--no-install-recommends', 'janus'], env)
}

/** Starts Janus in the namespace with one mountpoint, number 1, that takes the camera. */
export async function startJanus(options: {
  namespace: NetworkNamespace
  cameraUrl: string
  directory: string
}): Promise<Janus> {
  const { namespace, cameraUrl, directory } = options
  await mkdir(directory, { recursive: true })
  const libraries = '/usr/lib/x86_64-linux-gnu/janus'
  const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text)
  await write(
    'janus.jcfg',
    `general: {
  configs_folder = "${directory}"
  plugins_folder = "${libraries}/plugins"
  transports_folder = "${libraries}/transports"
  events_folder = "${directory}"
  loggers_folder = "${directory}"
  debug_level = 3
  admin_secret = "${crypto.randomUUID()}"
}
plugins: {
  disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so"
}
transports: {
  disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
}
`,
  )
  await write(
    'janus.transport.websockets.jcfg',
    `general: { json = "compact", ws = true, ws_port = ${webSocketPort}, ws_ip = "${namespace.address}", wss = false }\n`,
  )
  // `videobufferkf` is Janus's own answer to joining between two key frames.
  await write(
    'janus.plugin.streaming.jcfg',
    `courtroom: {
  type = "rtsp"
  id = 1
  url = "${cameraUrl}"
  audio = true
  video = true
  videobufferkf = true
  rtsp_failcheck = true
}
`,
  )
  const child = new Child('/usr/bin/janus', ['-F', directory, '-C', join(directory, 'janus.jcfg')], {
    namespace: namespace.name,
  })
  try {
    await untilListening(namespace.address, webSocketPort)
  } catch (error) {
    await child.stop()
    throw new Error(`janus did not come up:\n${child.tail}`, { cause: error })
  }
  return { url: `ws://${namespace.address}:${webSocketPort}`, pid: child.pid, stop: () => child.stop() }
}

async function untilListening(host: string, port: number): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    const refused = await new Promise<Error | null>((resolve) => {
      const socket = connect({ host, port })
      socket.once('connect', () => resolve(null))
      socket.once('error', resolve)
    }).finally(() => undefined)
    if (refused === null) return
    if (Date.now() > deadline) throw refused
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
