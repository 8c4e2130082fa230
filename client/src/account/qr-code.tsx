import { encode } from 'uqr'

/** Modules of quiet around it (ISO/IEC 18004, 5.3.8). */
const quiet = 4

/** A QR code as one path, dark on light in both themes: cameras read no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: quiet })
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect className="qr__ground" width={size} height={size} />
      <path className="qr__modules" d={modulesPath(data)} />
    </svg>
  )
}

/** The dark modules, row by row, each run of them one rectangle. */
export function modulesPath(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1] === true) return []
        const end = row.indexOf(false, x)
        return [`M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`]
      }),
    )
    .join('')
}
