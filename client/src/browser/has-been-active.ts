/** Whether somebody has done something on the page, before which browsers let no sound out; yes where it is not told. */
export const hasBeenActive = (): boolean =>
  !('userActivation' in navigator) || navigator.userActivation.hasBeenActive
