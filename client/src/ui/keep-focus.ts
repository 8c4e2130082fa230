/** What a reader announces as one thing. Never a button: a second press in haste would be one of something else. */
const places = 'li, section, fieldset, form, main'

/**
 * Keeps the keyboard's place. What has the focus may be taken out of the page, by a list that follows the server, by the order that it gave
 * itself, or while a dialog that it opened is shown: browsers then begin anew at the top of the page, and readers fall silent. The focus goes
 * to what stands in its place instead, and from a dialog that has gone back to what opened it. Returns what ends it.
 */
export function keepFocus(main: HTMLElement): () => void {
  /** Of `main`; null once the person has left it by themselves. */
  let last: Element | null = null
  /** Where to go on, when the focus is nowhere. */
  let instead: HTMLElement | null = null
  let frame = 0

  const came = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element) || target.closest('[role="dialog"]') !== null) return
    last = main.contains(target) ? target : null
    instead = null
  }
  const went = ({ target }: FocusEvent): void => {
    // Some browsers tell of what is taken away while it is still there, and all of them when the window is left.
    window.setTimeout(() => {
      if (target === last && last?.isConnected === true && isNowhere() && document.hasFocus()) last = null
    })
  }
  const observer = new MutationObserver((records) => {
    if (last !== null && !last.isConnected) {
      instead = placeLeftBy(last, records) ?? main
      last = null
    } else if (last instanceof HTMLElement && isNowhere() && records.some(takesDialogAway)) instead = last
    // A dialog gives the focus back, and a new page takes it, within the frame; only then is it lost.
    if (instead !== null && frame === 0) frame = window.requestAnimationFrame(later)
  })
  const later = (): void => {
    frame = window.requestAnimationFrame(() => {
      frame = 0
      if (instead !== null && isNowhere()) give(instead.isConnected ? instead : main)
    })
  }

  document.addEventListener('focusin', came)
  document.addEventListener('focusout', went)
  // Dialogs stand beside the page.
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', came)
    document.removeEventListener('focusout', went)
    observer.disconnect()
    window.cancelAnimationFrame(frame)
  }
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

const takesDialogAway = ({ removedNodes }: MutationRecord): boolean =>
  [...removedNodes].some((node) => node instanceof Element && node.querySelector('[role="dialog"]') !== null)

/** In a list the next one, or the one before it; else what it stood in. */
function placeLeftBy(gone: Element, records: readonly MutationRecord[]): HTMLElement | null {
  for (const { removedNodes, nextSibling, previousSibling, target } of records) {
    if (![...removedNodes].some((node) => node.contains(gone))) continue
    const beside = [nextSibling, previousSibling].find(
      (node): node is HTMLLIElement => node instanceof HTMLLIElement && node.isConnected,
    )
    const around =
      target instanceof Element && target.isConnected ? target.closest<HTMLElement>(places) : null
    return beside ?? around
  }
  return null
}

function give(place: HTMLElement): void {
  if (place.tabIndex < 0 && !place.hasAttribute('tabindex')) {
    place.tabIndex = -1
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true })
  }
  place.focus({ preventScroll: true })
}
