import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'

const origin = 'https://press.example'
const source = readFileSync(join(import.meta.dirname, '../../../public/shell-worker.js'), 'utf8')

/** What the worker asks the server for; rejects where it can't be reached. */
export type Answers = (path: string) => Promise<Response>

type Listener = (event: object) => void

/** A browser around the worker, as far as it asks for one: caches, events, and a server that answers as it is told to. */
export class WorkerStage {
  /** By the name of the cache, then by path; the browser keeps them over restarts of the worker. */
  readonly caches = new Map<string, Map<string, Response>>()
  /** Every path that was asked for over the network. */
  readonly asked: string[] = []
  answers: Answers = () => Promise.reject(new TypeError('Failed to fetch'))
  readonly #scope: string
  #listeners = new Map<string, Listener>()

  constructor(scope: string) {
    this.#scope = scope
    this.start()
  }

  /** As when the browser starts it anew: nothing of it is left but the caches. */
  start(): void {
    this.#listeners = new Map()
    const self = {
      registration: { scope: origin + this.#scope, navigationPreload: { enable: () => Promise.resolve() } },
      location: { origin },
      clients: { claim: () => Promise.resolve() },
      skipWaiting: () => Promise.resolve(),
      addEventListener: (kind: string, listener: Listener) => this.#listeners.set(kind, listener),
    }
    const { setTimeout } = globalThis
    const caches = this.#cacheStorage()
    const fetch = (asked: string | { url: string }) => this.#fetch(asked)
    runInContext(source, createContext({ self, caches, fetch, URL, AbortSignal, Promise, Error, setTimeout }))
  }

  /** Resolves once all is kept; rejects where the browser would throw the worker away. */
  install(): Promise<unknown> {
    return this.#extendable('install', {})
  }

  /** What a page is told that has asked for the present build to be kept. */
  async keep(): Promise<unknown> {
    let told: unknown
    const ports = [{ postMessage: (message: unknown) => (told = message) }]
    await this.#extendable('message', { data: 'keep', ports })
    return told
  }

  /** The body of what a page gets; null: the worker leaves it to the browser. Rejects where the browser would show its own error page. */
  async get(path: string, mode: 'navigate' | 'cors' = 'navigate'): Promise<string | null> {
    let answer: Promise<Response> | undefined
    const request = { url: origin + path, method: 'GET', mode }
    this.#listeners.get('fetch')?.({
      request,
      preloadResponse: Promise.resolve(undefined),
      respondWith: (response: Promise<Response>) => (answer = response),
    })
    return answer === undefined ? null : (await answer).clone().text()
  }

  kept(): string[] {
    return [...this.caches.values()].flatMap((cache) => [...cache.keys()]).toSorted()
  }

  async #extendable(kind: string, event: object): Promise<unknown> {
    const waits: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>): void => void waits.push(promise)
    this.#listeners.get(kind)?.({ ...event, waitUntil })
    return Promise.all(waits)
  }

  async #fetch(asked: string | { url: string }): Promise<Response> {
    const path = pathOf(asked)
    this.asked.push(path)
    return this.answers(path)
  }

  #cacheStorage() {
    const open = (name: string) => {
      const cache = this.caches.get(name) ?? new Map<string, Response>()
      this.caches.set(name, cache)
      return Promise.resolve({
        match: (asked: string) => Promise.resolve(cache.get(pathOf(asked))?.clone()),
        put: (asked: string, response: Response) => Promise.resolve(cache.set(pathOf(asked), response)),
      })
    }
    return {
      open,
      keys: () => Promise.resolve([...this.caches.keys()]),
      delete: (name: string) => Promise.resolve(this.caches.delete(name)),
      match: (asked: { url: string }) => {
        const found = [...this.caches.values()].find((cache) => cache.has(pathOf(asked)))
        return Promise.resolve(found?.get(pathOf(asked))?.clone())
      },
    }
  }
}

const pathOf = (asked: string | { url: string }): string =>
  typeof asked === 'string' ? asked : new URL(asked.url).pathname
