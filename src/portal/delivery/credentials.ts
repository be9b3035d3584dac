/** An address as `fetch` takes it, and what it says in a header for the user that the address named. */
export interface Addressed {
  url: string
  headers: Readonly<Record<string, string>>
}

/** `fetch` refuses a URL with a user in it. Other clients, portals among them, make a header of that: Basic, of RFC 7617. */
export function takeCredentials(url: string): Addressed {
  const bare = new URL(url)
  const { username, password } = bare
  if (username === '' && password === '') return { url, headers: {} }
  bare.username = ''
  bare.password = ''
  return { url: bare.href, headers: { authorization: `Basic ${toBase64(decode(username, password))}` } }
}

/** A form reads a `%` that encodes nothing as it is, as URLs do; `decodeURIComponent` would throw. */
function decode(username: string, password: string): string {
  const [user, secret] = [username, password].map((text) => text.replace(/[+&]/g, encodeURIComponent))
  const form = new URLSearchParams(`user=${user}&secret=${secret}`)
  return `${form.get('user')}:${form.get('secret')}`
}

/** Of its UTF-8: `btoa` takes bytes. */
function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
