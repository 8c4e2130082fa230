import type { CDPSession, Page } from 'playwright-core'

/** How many connections a page holds in memory after a full collection, closed ones too. */
export async function connectionsKeptBy(page: Page): Promise<() => Promise<number>> {
  const devTools: CDPSession = await page.context().newCDPSession(page)
  return async () => {
    await devTools.send('HeapProfiler.collectGarbage')
    const { result } = await devTools.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype' })
    const { objects } = await devTools.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      objectGroup: 'kept',
    })
    const { result: count } = await devTools.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length }',
      returnByValue: true,
    })
    await devTools.send('Runtime.releaseObjectGroup', { objectGroup: 'kept' })
    return Number(count.value)
  }
}
