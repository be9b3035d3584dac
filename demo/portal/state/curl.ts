import type { DeliveryRequest } from 'bx24-events/portal'

/** What opens something, by its name in the form of a delivery. */
const SECRET = /^(auth(?:\[|%5B)(?:access|refresh|application)_token(?:\]|%5D)=).*$/is

export interface CurlOptions {
  /** Whether its tokens are in it; otherwise `***` stands in place of each. */
  withTokens: boolean
}

/** Writes the POST of a delivery as a command for a shell, one option a line. */
export function writeCurl(
  { url, method, headers, body }: DeliveryRequest,
  { withTokens }: CurlOptions,
): string {
  const options = [
    `curl -i -X ${method} ${quote(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-raw ${quote(withTokens ? body : maskForm(body))}`,
  ]
  return options.join(' \\\n  ')
}

/** The rest stays as it was sent, byte by byte. */
function maskForm(body: string): string {
  return body
    .split('&')
    .map((pair) => pair.replace(SECRET, '$1***'))
    .join('&')
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
