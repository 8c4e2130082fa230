import { z } from 'zod'
import { deskHearing } from '@press-gallery/server/protocol/desk'
import { standing, type OrderKind, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { courtId, roomIds } from './court.ts'
import type { Person } from './staff.ts'

export interface Sitting {
  hearingId: string
  standing: Standing
}

/** The hearings of the nine courtrooms: one at a time in each, ordered about by the clerk. */
export interface Sittings {
  /** Plans the next hearing of a courtroom, and starts it. */
  begin(roomIndex: number): Promise<string>
  order(roomIndex: number, kind: Exclude<OrderKind, 'end' | 'cancel' | 'seal'>): Promise<void>
  end(roomIndex: number): Promise<void>
  hearingIn(roomIndex: number): string
  /** Since when it has been on the air, ms of this machine's clock; null: it is not. */
  liveSinceMs(hearingId: string): number | null
}

const titles = [
  'Приговор по делу о хищении бюджетных средств при строительстве школы',
  'Мұраны бөлу туралы дау: апелляция',
  'О взыскании задолженности по заработной плате',
  'Еңбек дауы: жұмысқа қайта алу туралы талап',
  'Иск акимата о сносе самовольной постройки',
  'Сыбайлас жемқорлық туралы қылмыстық іс',
  'Апелляция: спор о границах земельного участка',
  'Авторлық құқықты қорғау туралы талап-арыз',
  'О признании недействительным решения налогового органа',
] as const

export function createSittings(clerk: Person): Sittings {
  const rooms = new Map<number, Sitting>()
  let planned = 0
  const sittingIn = (roomIndex: number): Sitting => {
    const sitting = rooms.get(roomIndex)
    if (sitting === undefined) throw new Error(`nothing sits in courtroom ${roomIndex + 1}`)
    return sitting
  }
  const give = async ({ hearingId, standing: now }: Sitting, order: OrderKind): Promise<Sitting> => ({
    hearingId,
    standing: await clerk.ask(standing, 'POST', `/api/hearings/${hearingId}/orders`, {
      order,
      version: now.version,
    }),
  })
  return {
    async begin(roomIndex) {
      planned++
      const hearing = await clerk.ask(
        z.looseObject({ id: deskHearing.shape.id, standing }),
        'POST',
        `/api/courts/${courtId}/hearings`,
        {
          title: titles[roomIndex] ?? titles[0],
          caseNumber: `7599-26-00-4/${planned}`,
          courtroomId: roomIds[roomIndex],
        },
      )
      const sitting = await give({ hearingId: hearing.id, standing: hearing.standing }, 'start')
      rooms.set(roomIndex, sitting)
      return hearing.id
    },
    async order(roomIndex, kind) {
      rooms.set(roomIndex, await give(sittingIn(roomIndex), kind))
    },
    async end(roomIndex) {
      await give(sittingIn(roomIndex), 'end')
      rooms.delete(roomIndex)
    },
    hearingIn: (roomIndex) => sittingIn(roomIndex).hearingId,
    liveSinceMs(hearingId) {
      for (const one of rooms.values())
        if (one.hearingId === hearingId && one.standing.state === 'live') return one.standing.sinceMs
      return null
    },
  }
}
