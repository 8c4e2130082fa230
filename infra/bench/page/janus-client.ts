// The smallest viewer that Janus's streaming plugin can have: session and handle are there before the click, the click
// sends `watch`. https://janus.conf.meetecho.com/docs/streaming
interface JanusMessage {
  janus: string
  transaction?: string
  data?: { id: number }
  jsep?: RTCSessionDescriptionInit
  plugindata?: { data: { error?: string } }
}

const query = new URLSearchParams(location.search)
const socket = new WebSocket(query.get('janus') ?? '', 'janus-protocol')
const video = document.querySelector('video')
const button = document.querySelector('button')
if (video === null || button === null) throw new Error('the page has lost its elements')
const waiting = new Map<string, (message: JanusMessage) => void>()
let sessionId = 0
let handleId = 0
let connection: RTCPeerConnection | null = null

const send = (message: Record<string, unknown>): Promise<JanusMessage> => {
  const transaction = crypto.randomUUID()
  const answered = new Promise<JanusMessage>((resolve) => waiting.set(transaction, resolve))
  socket.send(
    JSON.stringify({
      ...message,
      transaction,
      ...(sessionId === 0 ? {} : { session_id: sessionId }),
      ...(handleId === 0 ? {} : { handle_id: handleId }),
    }),
  )
  return answered
}

const onOffer = async (offer: RTCSessionDescriptionInit): Promise<void> => {
  connection = new RTCPeerConnection()
  connection.addEventListener('icecandidate', ({ candidate }) => {
    void send({ janus: 'trickle', candidate: candidate ?? { completed: true } })
  })
  // An empty stream that the tracks are added to: no frame is lost at the start.
  const stream = new MediaStream()
  video.srcObject = stream
  void video.play()
  connection.addEventListener('track', ({ track }) => stream.addTrack(track))
  await connection.setRemoteDescription(offer)
  await connection.setLocalDescription()
  const jsep = connection.localDescription?.toJSON()
  void send({ janus: 'message', body: { request: 'start' }, jsep })
}

const attach = async (): Promise<void> => {
  const { data } = await send({ janus: 'attach', plugin: 'janus.plugin.streaming' })
  handleId = data?.id ?? 0
  button.disabled = false
}

const begin = async (): Promise<void> => {
  const { data } = await send({ janus: 'create' })
  sessionId = data?.id ?? 0
  setInterval(() => void send({ janus: 'keepalive' }), 20_000)
  await attach()
}

const leave = async (): Promise<void> => {
  connection?.close()
  connection = null
  video.srcObject = null
  await send({ janus: 'detach' })
  handleId = 0
  await attach()
}

socket.addEventListener('message', ({ data }) => {
  const message: JanusMessage = JSON.parse(String(data))
  if (message.jsep?.type === 'offer') void onOffer(message.jsep)
  if (message.plugindata?.data.error !== undefined) document.title = message.plugindata.data.error
  // `ack` only says that the request has come in; what it came to follows, as an event of its own.
  if (message.transaction === undefined || message.janus === 'ack') return
  waiting.get(message.transaction)?.(message)
  waiting.delete(message.transaction)
})
socket.addEventListener('open', () => {
  void begin()
})
button.addEventListener('click', () => {
  button.disabled = true
  if (button.textContent === 'leave') {
    button.textContent = 'watch'
    void leave()
    return
  }
  void send({ janus: 'message', body: { request: 'watch', id: 1 } })
  button.textContent = 'leave'
  button.disabled = false
})
