export interface Watermark {
  /** Idempotent. */
  stop(): void
}

export interface WatermarkWords {
  name: string
  outlet: string
}

/** How long one way across takes, ms; who asked for less motion sees a jump each so long instead. */
const wayMs = 20_000
/** Whether it can still be seen is looked at so often, ms, besides at each change of the page around it. */
const checkEveryMs = 1_000
/** The way is taken in small steps: a screen that is drawn anew for each frame would cost a weak device its picture. */
const stepsOfWay = 160

/**
 * Words over the picture that say who watches, so that a picture of the screen says it too. They wander, and are put back, as an
 * element with nothing in common with the last, when they were taken out of the page, changed or hidden. Own element
 * and styles throughout: what React or a style sheet makes of the page does not reach it.
 */
export function startWatermark(host: HTMLElement, words: () => string): Watermark {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)')
  let mark = createMark()
  let stopped = false

  function put(): void {
    if (stopped) return
    observer.disconnect()
    mark.remove()
    mark = createMark()
    mark.textContent = words()
    host.append(mark)
    observe()
    move({ atOnce: true })
    if (!still.matches) requestAnimationFrame(() => move({ atOnce: false }))
  }

  /** To a place of its own choosing within the host. */
  function move({ atOnce }: { atOnce: boolean }): void {
    const leftPx = Math.max(0, host.clientWidth - mark.offsetWidth) * Math.random()
    const topPx = Math.max(0, host.clientHeight - mark.offsetHeight) * Math.random()
    unobserved(() => {
      set(mark, {
        transition: atOnce || still.matches ? 'none' : `translate ${wayMs}ms steps(${stepsOfWay})`,
        translate: `${leftPx.toFixed(0)}px ${topPx.toFixed(0)}px`,
      })
    })
  }

  function check(): void {
    if (mark.parentNode !== host || !isSeen(mark)) put()
    else if (mark.textContent !== words()) unobserved(() => (mark.textContent = words()))
  }

  function observe(): void {
    observer.observe(host, { childList: true })
    observer.observe(mark, { attributes: true, childList: true, characterData: true, subtree: true })
  }
  function unobserved(change: () => void): void {
    observer.disconnect()
    change()
    observe()
  }

  const observer = new MutationObserver((changes) => {
    const touched = changes.some(({ target, removedNodes }) =>
      target === host ? Array.from(removedNodes).includes(mark) : true,
    )
    if (touched) put()
  })
  put()
  const moving = window.setInterval(() => move({ atOnce: false }), wayMs)
  const checking = window.setInterval(check, checkEveryMs)
  return {
    stop() {
      stopped = true
      observer.disconnect()
      window.clearInterval(moving)
      window.clearInterval(checking)
      mark.remove()
    },
  }
}

function createMark(): HTMLElement {
  const mark = document.createElement('div')
  mark.setAttribute('aria-hidden', 'true')
  set(mark, {
    all: 'initial',
    position: 'absolute',
    left: '0',
    top: '0',
    'z-index': '1',
    display: 'block',
    'max-width': '80%',
    padding: '0.25em 0.5em',
    font: '500 clamp(0.6875rem, 1.6cqi, 1.125rem)/1.3 "Inter Variable", system-ui, sans-serif',
    color: '#fff',
    opacity: '0.42',
    'text-shadow': '0 0 2px #000, 0 0 4px #000',
    'white-space': 'pre-line',
    'overflow-wrap': 'anywhere',
    'pointer-events': 'none',
    'user-select': 'none',
  })
  return mark
}

/** `!important`, so that no style sheet outweighs it. */
function set(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important')
}

function isSeen(mark: HTMLElement): boolean {
  const { display, visibility, opacity, clipPath, filter } = getComputedStyle(mark)
  if (display === 'none' || visibility !== 'visible' || Number(opacity) < 0.3) return false
  if (clipPath !== 'none' || filter !== 'none') return false
  const { width, height } = mark.getBoundingClientRect()
  return width > 10 && height > 5
}
