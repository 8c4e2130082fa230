import type { InThree } from '@press-gallery/server/protocol/identifiers'
import { explanation, type Explanation } from '@press-gallery/server/protocol/workplaces'
import type { Requests } from '../api/requests.ts'
import { hearingPath } from './desk-api.ts'

/** The explanation of one hearing. All reject as `Requests` does. */
export interface ExplanationApi {
  find(): Promise<Explanation>
  /** Keeps a draft. */
  write(words: InThree): Promise<Explanation>
  publish(): Promise<Explanation>
  takeBack(): Promise<Explanation>
}

export function createExplanationApi({ ask }: Requests, hearingId: string): ExplanationApi {
  const path = `${hearingPath(hearingId)}/explanation`
  const setPublished = (publish: boolean): Promise<Explanation> =>
    ask(explanation, 'POST', `${path}/publication`, { publish })
  return {
    find: () => ask(explanation, 'GET', path),
    write: (words) => ask(explanation, 'PUT', path, { words }),
    publish: () => setPublished(true),
    takeBack: () => setPublished(false),
  }
}
