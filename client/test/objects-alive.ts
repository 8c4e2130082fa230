import type { CDPSession } from 'playwright-core'
import { z } from 'zod'

const group = 'alive'

/** How many objects of a class are in the page's memory, or what `count` makes of them. */
export async function alive(session: CDPSession, name: string, count = 'this.length'): Promise<number> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: `${name}.prototype`,
    objectGroup: group,
  })
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup: group,
  })
  const counted = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: `function () { return ${count} }`,
    returnByValue: true,
  })
  await session.send('Runtime.releaseObjectGroup', { objectGroup: group })
  return z.number().parse(counted.result.value)
}

/** As `alive`, after a full collection. */
export async function aliveAfterCollection(session: CDPSession, name: string): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return alive(session, name)
}
