/** Whether this browser keeps cookies for this site, found out by trying: `navigator.cookieEnabled` is true in Chromium where they are blocked. */
export function keepsCookies(): boolean {
  try {
    document.cookie = 'pg_try=1; SameSite=Lax; Path=/'
    const kept = document.cookie.includes('pg_try=1')
    document.cookie = 'pg_try=; SameSite=Lax; Path=/; Max-Age=0'
    return kept
  } catch {
    return false
  }
}
