import { createWorker } from 'mediasoup'
import { afterEach, expect, it } from 'vitest'
import { endWhenSilent } from './end-when-silent.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function startWorker() {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN']
  const worker = await createWorker({ logLevel: 'none', ...(workerBin === undefined ? {} : { workerBin }) })
  ends.push(() => worker.close())
  return worker
}

it('kills a worker that hangs, and leaves one that answers alone', async () => {
  const [hanging, well] = await Promise.all([startWorker(), startWorker()])
  const silent: number[] = []
  for (const worker of [hanging, well]) {
    const onSilent = (): void => void silent.push(worker.pid)
    ends.push(endWhenSilent({ worker, everyMs: 100, times: 5, onSilent }))
  }
  const died = new Promise((resolve) => hanging.once('died', resolve))
  process.kill(hanging.pid, 'SIGSTOP')
  await died
  expect(silent).toEqual([hanging.pid])
  expect((await well.getResourceUsage()).ru_utime).toBeGreaterThanOrEqual(0)
})
