import { createMask, type DeliveryRequest } from 'bx24-events/portal'

const mask = createMask()

export interface CurlOptions {
  /** Whether its tokens are in it; otherwise `•••` stands in place of each. */
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
    `--data-raw ${quote(withTokens ? body : mask.text(body))}`,
  ]
  return options.join(' \\\n  ')
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
