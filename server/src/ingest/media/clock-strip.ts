/**
 * The machine-readable clock that test pictures carry: a strip along the top edge, `H / 20` high, of 48 cells across
 * the whole width. Cell 0 is white and cell 1 black (so that a picture without a strip is told apart), cells 2 to 43
 * hold the capture time in ms since the epoch, 42 bits, most significant first, white for 1; cells 44 to 47 hold the
 * count of ones among those 42 bits, modulo 16, most significant first.
 *
 * Test cameras that flash and beep make the lowest sixth of the picture white in the one frame whose capture time is
 * a multiple of 2000 ms, black in all others, and begin a 1 kHz tone of 100 ms at that same instant, with silence between. They
 * capture frames at multiples of the frame interval (40 ms at 25 frames/s), so picture and sound agree exactly.
 */
export const stripCells = 48
const timeBits = 42

/**
 * The capture time in ms since the epoch, or null where there is no readable strip. `lumaAt` gives the luma (0 to
 * 255) of a pixel. Self-contained, so that a test can hand its source text to a browser.
 */
export function readClockStrip(
  widthPx: number,
  heightPx: number,
  lumaAt: (x: number, y: number) => number,
): number | null {
  const y = Math.floor(heightPx / 40)
  const bit = (cell: number): number => (lumaAt(Math.floor(((cell + 0.5) * widthPx) / 48), y) > 127 ? 1 : 0)
  if (bit(0) !== 1 || bit(1) !== 0) return null
  let timeMs = 0
  let ones = 0
  for (let i = 0; i < 42; i++) {
    const b = bit(2 + i)
    timeMs = timeMs * 2 + b
    ones += b
  }
  let check = 0
  for (let i = 0; i < 4; i++) check = check * 2 + bit(44 + i)
  return check === ones % 16 ? timeMs : null
}

/** The 48 cells of a capture time, true for white. */
export function clockStripCells(captureMs: number): boolean[] {
  const bits = Array.from(
    { length: timeBits },
    (_, i) => Math.floor(captureMs / 2 ** (timeBits - 1 - i)) % 2 === 1,
  )
  const ones = bits.filter(Boolean).length % 16
  const check = [8, 4, 2, 1].map((weight) => (ones & weight) !== 0)
  return [true, false, ...bits, ...check]
}
