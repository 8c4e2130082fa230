import type { Socket } from 'node:net'
import { z } from 'zod'

/** Linux, `<netinet/in.h>` and `<netinet/tcp.h>`. */
const IPPROTO_TCP = 6
const TCP_QUICKACK = 12
const on = Buffer.from(new Int32Array([1]).buffer)

/** Node keeps a socket's descriptor where it is not documented, and sets no option but its own. */
const handleOfSocket = z.object({ fd: z.int().nonnegative() })

type SetOption = (fd: number, level: number, name: number, value: Buffer, length: number) => unknown
/** Undefined until it is first wanted. */
let setOption: SetOption | null | undefined

/**
 * Has the kernel acknowledge at once what comes on `socket`, until the next write (tcp(7), TCP_QUICKACK). After each write of ours
 * it delays its acknowledgements by up to 40 ms, for about half a second; a camera that does not send a small packet while another
 * is unacknowledged (RFC 896) then holds the sound as long, and each viewer's browser keeps 20 ms more of it for ten seconds.
 * Without effect where the option cannot be set.
 */
export function acknowledgeAtOnce(socket: Socket): void {
  if (setOption === undefined) setOption = findSetOption()
  const handle = handleOfSocket.safeParse(Reflect.get(socket, '_handle'))
  if (handle.success) setOption?.(handle.data.fd, IPPROTO_TCP, TCP_QUICKACK, on, on.length)
}

/** From the C library that this process runs on; null where it cannot be called. */
function findSetOption(): SetOption | null {
  if (process.platform !== 'linux') return null
  try {
    const library = process.getBuiltinModule('node:ffi')?.dlopen(null, {
      setsockopt: { arguments: ['int32', 'int32', 'int32', 'buffer', 'uint32'], return: 'int32' },
    })
    const found = library?.functions.setsockopt
    // Node's interface to C is still experimental: what does not take these arguments is found out here, on no socket at all.
    found?.(-1, IPPROTO_TCP, TCP_QUICKACK, on, on.length)
    return found ?? null
  } catch {
    return null
  }
}
