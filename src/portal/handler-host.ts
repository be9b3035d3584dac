/** Whether portals take handlers at a host: there has to be a dot inside, so that localhost fails, and 127.0.0.1 passes. */
export function canHostHandlers(host: string): boolean {
  return /[^.]\.[^.]/.test(host)
}
