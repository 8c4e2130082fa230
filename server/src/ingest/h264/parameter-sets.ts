import { nalType, nalTypeOf } from './nal.ts'

/**
 * The parameter sets now in force: what the SDP said at first, then whatever came in-band last. Cameras that put them
 * only into the SDP are common, and a browser that joins later never sees the SDP.
 */
export class ParameterSets {
  #sequence: Buffer[] = []
  #picture: Buffer[] = []
  /** Access unit (by timestamp) of the last set, so that several of one unit are kept together. */
  #collectedAt: { sequence: number | null; picture: number | null } = { sequence: null, picture: null }

  constructor(fromSdp: readonly Buffer[]) {
    this.#sequence = fromSdp.filter((nal) => nalTypeOf(nal) === nalType.sps)
    this.#picture = fromSdp.filter((nal) => nalTypeOf(nal) === nalType.pps)
  }

  /** Takes a NAL unit of type 7 or 8; true for an SPS that differs from the one before. */
  collect(nal: Buffer, timestamp: number): boolean {
    const copy = Buffer.from(nal)
    if (nalTypeOf(nal) === nalType.pps) {
      if (this.#collectedAt.picture === timestamp) this.#picture.push(copy)
      else this.#picture = [copy]
      this.#collectedAt.picture = timestamp
      return false
    }
    const changed = !this.#sequence.some((known) => known.equals(copy))
    if (this.#collectedAt.sequence === timestamp) this.#sequence.push(copy)
    else this.#sequence = [copy]
    this.#collectedAt.sequence = timestamp
    return changed
  }

  /** SPS then PPS; empty while either is unknown. */
  all(): Buffer[] {
    return this.#sequence.length > 0 && this.#picture.length > 0 ? [...this.#sequence, ...this.#picture] : []
  }
}
