/** What can be seen of a tile at one moment. Counts are since the beginning of its run. */
export interface TileFacts {
  /** Whether a picture, and sound out of the decoder, should be coming now. */
  pictureDue: boolean
  soundDue: boolean
  /** Another run counts from nothing. */
  run: number
  frames: number
  /** Null: can't be known on this path. */
  soundS: number | null
  /** The player knows that nothing moves, and does what it can: another path, a join anew. */
  helpsItself: boolean
  /** Other tiles have a picture, and sound, now. */
  othersSee: boolean
  othersHear: boolean
  /** It says itself that it is over, or was turned away, though the hearing is on the air. */
  ended: boolean
}

export interface TileRecord {
  run: number
  frames: number
  soundS: number | null
  /** Whether a frame has come since the tile was built. */
  shown: boolean
  /** When the last frame, and the last sound, came, or could not be expected; ms of a steady clock. */
  frameAtMs: number
  soundAtMs: number
  /** Since when all is well; null: it is not. */
  wellSinceMs: number | null
  builtAtMs: number
  /** Builds in a row that brought nothing that lasts. */
  rebuilds: number
}

export type Remedy = 'none' | 'rebuild' | 'reload'

/** A picture that stood for so long, ms, is frozen. */
const frozenMs = 3_000
/** What the player does by itself has brought a picture by then, ms: HLS begins after 3.5 s, a join anew after 8. */
const helpedMs = 10_000
/** What was just built has so long for its first picture: it tries WebRTC, then HLS. Doubled with each vain build but the first. */
const startMs = 15_000
const maxStartMs = 120_000
/** No sound for so long, ms, while others have it; and where there is nobody to compare with: the server has long told by then that it gets none. */
const mutedMs = 5_000
const mutedAloneMs = 10_000
/** Well for so long, ms: what was before is forgotten. */
const lastingMs = 60_000
/** After so many builds in a row the page itself is the suspect; later where it shows the others well. */
const rebuildsBeforeReload = 2
const rebuildsAmongOthers = 3

export function admitted(nowMs: number): TileRecord {
  return {
    run: -1,
    frames: 0,
    soundS: null,
    shown: false,
    frameAtMs: nowMs,
    soundAtMs: nowMs,
    wellSinceMs: null,
    builtAtMs: nowMs,
    rebuilds: 0,
  }
}

/** Looks at a tile, once a second or so, and says what is to be done. Pure. */
export function examine(
  before: TileRecord,
  facts: TileFacts,
  nowMs: number,
): { record: TileRecord; remedy: Remedy } {
  const record = seen(before, facts, nowMs)
  if (!facts.pictureDue && !facts.soundDue && !facts.ended) return { record, remedy: 'none' }
  if (!isSick(record, facts, nowMs)) return { record, remedy: 'none' }
  const rebuilds = record.rebuilds + 1
  return {
    record: { ...admitted(nowMs), rebuilds },
    remedy: rebuilds > (facts.othersSee ? rebuildsAmongOthers : rebuildsBeforeReload) ? 'reload' : 'rebuild',
  }
}

function seen(before: TileRecord, facts: TileFacts, nowMs: number): TileRecord {
  const anew = facts.run !== before.run
  const moved = facts.frames > (anew ? 0 : before.frames)
  const heard = facts.soundS !== null && facts.soundS > (anew ? 0 : (before.soundS ?? 0))
  const wellSinceMs = moved ? (before.wellSinceMs ?? nowMs) : facts.pictureDue ? before.wellSinceMs : null
  return {
    ...before,
    run: facts.run,
    frames: facts.frames,
    soundS: facts.soundS,
    shown: before.shown || moved,
    frameAtMs: moved || !facts.pictureDue ? nowMs : before.frameAtMs,
    soundAtMs: heard || !facts.soundDue || facts.soundS === null ? nowMs : before.soundAtMs,
    // What was not expected was no fault of the tile: it has its time anew when it is.
    builtAtMs: facts.pictureDue || facts.ended ? before.builtAtMs : nowMs,
    wellSinceMs,
    rebuilds: wellSinceMs !== null && nowMs - wellSinceMs >= lastingMs ? 0 : before.rebuilds,
  }
}

function isSick(record: TileRecord, facts: TileFacts, nowMs: number): boolean {
  const patienceMs = Math.min(startMs * 2 ** Math.max(0, record.rebuilds - 1), maxStartMs)
  if (facts.ended) return nowMs - record.builtAtMs >= patienceMs
  const still = nowMs - record.frameAtMs
  const stillMs = facts.helpsItself ? helpedMs : frozenMs
  if (facts.pictureDue && still >= (record.shown ? stillMs : patienceMs)) return true
  const unheardMs = facts.othersHear ? mutedMs : mutedAloneMs
  const silentMs = facts.helpsItself ? helpedMs : unheardMs
  return facts.soundDue && record.shown && nowMs - record.soundAtMs >= silentMs
}

/** Whether frames come now; null: none are expected. */
export const sees = (record: TileRecord, facts: TileFacts, nowMs: number): boolean | null =>
  facts.pictureDue ? record.shown && nowMs - record.frameAtMs < frozenMs : null

/** Whether sound comes out of the decoder now; null: none is expected, or it can't be known. */
export const hears = (record: TileRecord, facts: TileFacts, nowMs: number): boolean | null =>
  facts.soundDue && facts.soundS !== null ? nowMs - record.soundAtMs < frozenMs : null

/** Looks at one tile through all its builds. */
export interface TileDoctor {
  look(facts: TileFacts, nowMs: number): { remedy: Remedy; sees: boolean | null; hears: boolean | null }
}

export function createTileDoctor(): TileDoctor {
  let record: TileRecord | null = null
  return {
    look(facts, nowMs) {
      const { record: next, remedy } = examine(record ?? admitted(nowMs), facts, nowMs)
      record = next
      return { remedy, sees: sees(next, facts, nowMs), hears: hears(next, facts, nowMs) }
    },
  }
}
