/** What a chosen password must be. The server asks for the same, and has the last word. */
export const passwordRules = ['long', 'notLogin', 'varied'] as const
export type PasswordRule = (typeof passwordRules)[number]

export const minPasswordLength = 12

/** Which of the rules it meets. */
export function rulesMet(password: string, login: string): Record<PasswordRule, boolean> {
  const plain = password.trim().toLowerCase()
  return {
    long: password.length >= minPasswordLength,
    notLogin: plain !== '' && plain !== login.toLowerCase(),
    varied: new Set(plain).size >= 3,
  }
}

export const mayBeTaken = (password: string, login: string): boolean =>
  Object.values(rulesMet(password, login)).every(Boolean)
