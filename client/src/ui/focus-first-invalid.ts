/** Leads to the first field of a form that says that it is wrong; by what was shown before this is called. */
export function focusFirstInvalid(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
