import { courtUndertakingAnswer } from '@press-gallery/server/protocol/accreditation'
import { undertaking, type Undertaking } from '@press-gallery/server/protocol/attendance'
import {
  courtAnswer,
  courtroomSummary,
  courtSummary,
  courtsAnswer,
  type courtChange,
  type courtRequest,
  type courtroomChange,
  type courtroomRequest,
  type CourtAnswer,
  type CourtroomSummary,
} from '@press-gallery/server/protocol/desk'
import type { Ground } from '@press-gallery/server/protocol/hearing-state'
import type { InThree } from '@press-gallery/server/protocol/identifiers'
import type { z } from 'zod'
import type { Requests } from '../api/requests.ts'

export type CourtSummary = z.infer<typeof courtSummary>

/** Setting up courts. Every call rejects with `ApiError` or `NetworkError`. */
export interface CourtApi {
  courts: () => Promise<CourtSummary[]>
  court: (courtId: string) => Promise<CourtAnswer>
  create: (court: z.input<typeof courtRequest>) => Promise<CourtSummary>
  change: (courtId: string, change: z.input<typeof courtChange>) => Promise<void>
  addCourtroom: (courtId: string, room: z.input<typeof courtroomRequest>) => Promise<CourtroomSummary>
  changeCourtroom: (courtroomId: string, change: z.input<typeof courtroomChange>) => Promise<void>
  removeCourtroom: (courtroomId: string) => Promise<void>
  /** Takes it out of use, or brings it back. */
  retireCourtroom: (courtroomId: string, retired: boolean) => Promise<void>
  remove: (courtId: string) => Promise<void>
  setGrounds: (courtId: string, grounds: Ground[]) => Promise<void>
  undertaking: (courtId: string) => Promise<Undertaking | null>
  setUndertaking: (courtId: string, words: InThree) => Promise<Undertaking>
}

const courtPath = (courtId: string): string => `/api/courts/${encodeURIComponent(courtId)}`
const courtroomPath = (courtroomId: string): string => `/api/courtrooms/${encodeURIComponent(courtroomId)}`

export function createCourtApi(requests: Requests): CourtApi {
  const tell = async (method: string, path: string, body: unknown): Promise<void> => {
    await requests.send(method, path, body)
  }
  return {
    courts: async () => (await requests.ask(courtsAnswer, 'GET', '/api/courts')).courts,
    court: (courtId) => requests.ask(courtAnswer, 'GET', courtPath(courtId)),
    create: (court) => requests.ask(courtSummary, 'POST', '/api/courts', court),
    change: (courtId, change) => tell('PATCH', courtPath(courtId), change),
    addCourtroom: (courtId, room) =>
      requests.ask(courtroomSummary, 'POST', `${courtPath(courtId)}/courtrooms`, room),
    changeCourtroom: (courtroomId, change) => tell('PATCH', courtroomPath(courtroomId), change),
    async removeCourtroom(courtroomId) {
      await requests.send('DELETE', courtroomPath(courtroomId))
    },
    retireCourtroom: (courtroomId, retired) =>
      tell('POST', `${courtroomPath(courtroomId)}/retirement`, { retired }),
    async remove(courtId) {
      await requests.send('DELETE', courtPath(courtId))
    },
    setGrounds: (courtId, grounds) => tell('PUT', `${courtPath(courtId)}/grounds`, { grounds }),
    async undertaking(courtId) {
      const path = `${courtPath(courtId)}/undertaking`
      return (await requests.ask(courtUndertakingAnswer, 'GET', path)).undertaking
    },
    setUndertaking: (courtId, words) =>
      requests.ask(undertaking, 'PUT', `${courtPath(courtId)}/undertaking`, { words }),
  }
}
