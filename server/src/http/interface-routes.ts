import packageFile from '../../package.json' with { type: 'json' }
import { openApiOf } from './interface/open-api.ts'
import type { Routes } from './routes.ts'

/** This interface, described. It is made once, of the routes that are there when it is first asked for. */
export function addInterfaceRoutes(routes: Routes): void {
  let made: string | null = null
  routes.add('get', '/api/openapi.json', 'public', (_request, response) => {
    made ??= JSON.stringify(openApiOf(routes.listed, packageFile.version))
    response.type('application/json').send(made)
  })
}
