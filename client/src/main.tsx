import './zod-without-eval.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/components.css'
import './ui/state-badge.css'
import './ui/shell.css'
import './hearings/hearings.css'
import './watch/watch.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { askedEarly } from './api/asked-early.ts'
import { createApi } from './api/client.ts'
import { createRequests } from './api/requests.ts'
import { createServerClock } from './api/server-clock.ts'
import { App } from './app.tsx'
import { createI18n } from './i18n/i18n.ts'
import { parseRoute } from './route.ts'
import { ThemeContext } from './ui/theme-context.ts'
import { createThemeChoice } from './ui/theme.ts'

const requestTimeoutMs = 10_000

// Before anything is drawn.
const theme = createThemeChoice(
  document.documentElement,
  document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]'),
)
const clock = createServerClock()
const nowMs = () => Date.now()
const requests = createRequests({
  fetch: window.fetch.bind(window),
  clock,
  nowMs,
  timeoutMs: requestTimeoutMs,
})
const asking = createApi({ requests, clock, nowMs })
const isDevice = parseRoute(window.location.pathname).page === 'device'
// Who it is, is asked while the words are on their way; a display is nobody.
const api = isDevice ? asking : { ...asking, session: askedEarly(() => asking.session()) }
const i18n = await createI18n()
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <ThemeContext value={theme}>
          <App api={api} requests={requests} clock={clock} />
        </ThemeContext>
      </I18nextProvider>
    </StrictMode>,
  )
}
