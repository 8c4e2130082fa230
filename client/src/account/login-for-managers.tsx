/** Out of sight: password managers keep a password by the login of its form. */
export function LoginForManagers({ login }: { login: string }) {
  return (
    <input
      className="visually-hidden"
      type="text"
      name="login"
      value={login}
      autoComplete="username"
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  )
}
