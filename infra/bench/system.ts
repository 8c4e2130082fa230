import type { Page } from 'playwright-core'

/** Something that shows the camera in a browser: our product, or Janus with a page as small as can be. */
export interface SystemUnderTest {
  name: string
  /** Loads the page and makes ready: signed in, session open, one click away from the picture. */
  open(page: Page): Promise<void>
  /** The click itself, from within the page. */
  click(page: Page): Promise<void>
  /** Ends the viewing and makes ready for the next click. */
  leave(page: Page): Promise<void>
}
