import type { Allowance } from './verdict.ts'

export interface Figure {
  name: string
  of: 'wall' | 'journalist' | 'server'
  unit: 'MB' | ''
  allowance: Allowance
}

const exactly: Allowance = { share: 0, atLeast: 0 }
const few = (atLeast: number): Allowance => ({ share: 0, atLeast })

/**
 * What is read once a minute, always in the same state of rest, and how much each may grow. What is counted by the product itself must
 * come back to the very same number. What a collector frees in its own time may have a few left over; memory breathes.
 */
export const figures = {
  wallHeap: { name: 'JS heap', of: 'wall', unit: 'MB', allowance: { share: 0.1, atLeast: 2 } },
  wallNodes: { name: 'DOM nodes', of: 'wall', unit: '', allowance: { share: 0.03, atLeast: 30 } },
  wallListeners: { name: 'listeners', of: 'wall', unit: '', allowance: { share: 0.03, atLeast: 10 } },
  wallDocuments: { name: 'documents', of: 'wall', unit: '', allowance: few(1) },
  wallConnectionsOpen: { name: 'connections open', of: 'wall', unit: '', allowance: exactly },
  wallConnectionsKept: { name: 'connections in memory', of: 'wall', unit: '', allowance: few(2) },
  wallVideos: { name: 'media elements', of: 'wall', unit: '', allowance: few(4) },
  wallAudioContexts: { name: 'audio contexts', of: 'wall', unit: '', allowance: few(2) },
  wallPageMemory: {
    name: 'memory of the page',
    of: 'wall',
    unit: 'MB',
    allowance: { share: 0.15, atLeast: 40 },
  },
  wallBrowserMemory: {
    name: 'of the browser',
    of: 'wall',
    unit: 'MB',
    allowance: { share: 0.15, atLeast: 40 },
  },
  journalistHeap: { name: 'JS heap', of: 'journalist', unit: 'MB', allowance: { share: 0.1, atLeast: 2 } },
  journalistNodes: { name: 'DOM nodes', of: 'journalist', unit: '', allowance: { share: 0.03, atLeast: 30 } },
  journalistListeners: {
    name: 'listeners',
    of: 'journalist',
    unit: '',
    allowance: { share: 0.03, atLeast: 10 },
  },
  journalistConnectionsOpen: { name: 'connections open', of: 'journalist', unit: '', allowance: exactly },
  journalistConnectionsKept: {
    name: 'connections in memory',
    of: 'journalist',
    unit: '',
    allowance: few(2),
  },
  serverHeap: { name: 'heap', of: 'server', unit: 'MB', allowance: { share: 0.08, atLeast: 3 } },
  serverMemory: { name: 'memory', of: 'server', unit: 'MB', allowance: { share: 0.15, atLeast: 30 } },
  workerMemory: { name: 'SFU workers', of: 'server', unit: 'MB', allowance: { share: 0.15, atLeast: 10 } },
  recorderMemory: { name: 'recorders', of: 'server', unit: 'MB', allowance: { share: 0.1, atLeast: 30 } },
  routers: { name: 'routers', of: 'server', unit: '', allowance: exactly },
  transports: { name: 'transports', of: 'server', unit: '', allowance: exactly },
  producers: { name: 'producers', of: 'server', unit: '', allowance: exactly },
  consumers: { name: 'consumers', of: 'server', unit: '', allowance: exactly },
  sockets: { name: 'sockets', of: 'server', unit: '', allowance: exactly },
  openFiles: { name: 'open files', of: 'server', unit: '', allowance: few(3) },
  children: { name: 'child processes', of: 'server', unit: '', allowance: exactly },
} as const satisfies Record<string, Figure>

export type FigureId = keyof typeof figures
export const figureIds: readonly FigureId[] = Object.keys(figures).filter(
  (id): id is FigureId => id in figures,
)
/** One reading of all of them. */
export type Figures = Record<FigureId, number>
