/** Reads the token out of what was pasted: the token itself, or the whole line with the link that the console prints. */
export function tokenOf(pasted: string): string {
  const text = pasted.trim();
  return /[?&]t=([^&\s]+)/.exec(text)?.[1] ?? text;
}
