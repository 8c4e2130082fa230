import type { Metrics } from '../metrics.ts'
import type { Routes } from './routes.ts'

export interface HealthRoutesOptions {
  metrics: Metrics
  /** Each part by name, true where it can do its work. */
  readiness: () => Promise<Record<string, boolean>>
}

/** `/healthz`: the process answers. `/readyz`: it can serve, and if not, which part can't. `/metrics`: Prometheus. */
export function addHealthRoutes(routes: Routes, { metrics, readiness }: HealthRoutesOptions): void {
  routes.add('get', '/healthz', 'public', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  routes.add('get', '/readyz', 'public', async (_request, response) => {
    const parts = await readiness()
    const ready = Object.values(parts).every(Boolean)
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, parts })
  })
  routes.add('get', '/metrics', 'operator', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text())
  })
}
