import { stripCells } from './clock-strip.ts'

/** Of fonts-dejavu-core; it has the Kazakh letters. */
const font = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
const monoFont = '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf'
const timeBits = 42
const checkBits = 4

export interface TestPicture {
  widthPx: number
  heightPx: number
  fps: number
}

/**
 * A filter graph (for ffmpeg's lavfi) that shows a courtroom of sorts in real time: something that moves, the time of day (UTC)
 * for people, and for machines the strip of `clock-strip.ts`. Frames are dated with UTC in seconds.
 */
export function testPictureGraph({ widthPx, heightPx, fps }: TestPicture): string {
  const size = `s=${widthPx}x${heightPx}:r=${fps}`
  const px = (share: number): number => Math.round((heightPx * share) / 2) * 2
  return [
    `color=c=0x24303c:${size},${furniture(widthPx, heightPx)}[room]`,
    `testsrc2=s=${px(4 / 9)}x${px(1 / 4)}:r=${fps}[speaker]`,
    [
      "[room][speaker]overlay=x='(W-w)*(0.5+0.45*sin(t*0.7))':y='(H-h)*(0.55+0.12*cos(t))'",
      // Waits for each frame's time, more exactly than -re does, and dates it with the clock of the host.
      'realtime',
      'settb=1/1000000',
      'setpts=RTCTIME/(1000000*TB)',
      ...clockStrip(widthPx, heightPx),
      timeOfDay(px(0.075), px(0.08), px(0.09)),
      `drawtext=fontfile=${font}:fontsize=${px(0.04)}:fontcolor=white:x=${px(0.08)}:y=h-${px(0.1)}:text='Сынақ отырыс залы · Тестовый зал суда · Test courtroom'`,
    ].join(','),
  ].join(';')
}

function furniture(widthPx: number, heightPx: number): string {
  const box = (x: number, y: number, w: number, h: number, color: string): string =>
    `drawbox=x=${Math.round(x * widthPx)}:y=${Math.round(y * heightPx)}:w=${Math.round(w * widthPx)}:h=${Math.round(h * heightPx)}:color=${color}:t=fill`
  return [
    box(0, 0.8, 1, 0.2, '0x4a3524'),
    box(0.3, 0.3, 0.4, 0.1, '0x6b4a2f'),
    box(0.34, 0.4, 0.32, 0.16, '0x523722'),
    box(0.06, 0.6, 0.2, 0.14, '0x523722'),
    box(0.74, 0.6, 0.2, 0.14, '0x523722'),
  ].join(',')
}

function clockStrip(widthPx: number, heightPx: number): string[] {
  const height = Math.floor(heightPx / 20)
  const left = (cell: number): number => Math.floor((cell * widthPx) / stripCells)
  const box = (from: number, to: number, color: string, when?: string): string =>
    `drawbox=x=${left(from)}:y=0:w=${left(to) - left(from)}:h=${height}:color=${color}:t=fill` +
    (when === undefined ? '' : `:enable='${when}'`)
  const captureMs = 'floor(t*1000+0.5)'
  const ones = Array.from({ length: timeBits }, (_, k) => bit('ld(0)', k)).join('+')
  return [
    box(0, stripCells, 'black'),
    box(0, 1, 'white'),
    ...Array.from({ length: timeBits }, (_, i) =>
      box(2 + i, 3 + i, 'white', bit(captureMs, timeBits - 1 - i)),
    ),
    ...Array.from({ length: checkBits }, (_, i) => {
      const cell = 2 + timeBits + i
      return box(cell, cell + 1, 'white', `st(0,${captureMs});${bit(`(${ones})`, checkBits - 1 - i)}`)
    }),
  ]
}

function timeOfDay(fontPx: number, x: number, y: number): string {
  // Colons are escaped once for the option's value and once more for the arguments of the text's own expansion.
  const clock = String.raw`%{pts\:gmtime\:0\:%H\\\:%M\\\:%S}.%{eif\:mod(floor(t*1000)\,1000)\:d\:3}`
  return `drawtext=fontfile=${monoFont}:fontsize=${fontPx}:fontcolor=white:x=${x}:y=${y}:text='${clock}'`
}

function bit(value: string, k: number): string {
  return `mod(floor(${value}/${2 ** k}),2)`
}
