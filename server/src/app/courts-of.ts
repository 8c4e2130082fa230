import type { Devices } from '../access/devices.ts'
import type { People } from '../access/people.ts'
import type { Courts } from '../hearings/courts.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { AuthoriseOptions } from '../http/authorise.ts'

export interface CourtsOfOptions {
  people: Pick<People, 'courtsOf'>
  hearings: Pick<Hearings, 'find'>
  courts: Pick<Courts, 'find' | 'courtroom'>
  devices: Pick<Devices, 'find'>
}

/** The courts of what a route names, for `http/authorise.ts`. */
export function courtsOf({
  people,
  hearings,
  courts,
  devices,
}: CourtsOfOptions): AuthoriseOptions['courtsOf'] {
  const courtOf = async (
    of: 'court' | 'hearing' | 'courtroom' | 'screen',
    id: string,
  ): Promise<string | undefined> => {
    if (of === 'court') return (await courts.find(id))?.id
    if (of === 'hearing') return (await hearings.find(id))?.courtId
    if (of === 'screen') return (await devices.find(id))?.courtId
    return (await courts.courtroom(id))?.courtId
  }
  return async (of, id) => {
    // Whoever is of no court in particular is reached by those who hold the permission in all of them.
    if (of === 'person') return people.courtsOf(id)
    const court = await courtOf(of, id)
    return court === undefined ? [] : [court]
  }
}
