import express, { type Express } from 'express'
import { join } from 'node:path'
import { packedFiles } from './packed-files.ts'
import type { Routes } from './routes.ts'

/** The paths of the single-page client; the server knows them so that all else is an honest 404. */
export const pagePaths: readonly string[] = [
  '/',
  '/sign-in',
  '/link',
  '/account',
  '/hearings',
  '/interface',
  '/watch/:hearingId',
  '/people',
  '/courts',
  '/courts/:courtId',
  '/console',
  '/console/:courtroomId',
  '/region',
  '/region/attention',
  '/screen',
  '/bench',
  '/screens',
  '/server',
  '/server/keys',
  '/desk',
  '/desk/*place',
]

/** The built client. Files under `assets/` carry a hash in their name and never change. */
export function addPages(app: Express, routes: Routes, clientDir: string): void {
  for (const path of pagePaths) {
    routes.add('get', path, 'public', (_request, response) => {
      response
        .set('Cache-Control', 'no-cache')
        .sendFile('index.html', { root: clientDir, cacheControl: false })
    })
  }
  const assets = join(clientDir, 'assets')
  app.use(
    '/assets',
    packedFiles(assets),
    express.static(assets, { index: false, immutable: true, maxAge: '1y' }),
  )
  app.use(express.static(clientDir, { index: false, maxAge: '1h', dotfiles: 'ignore' }))
}
