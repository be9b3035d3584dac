import { request } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

export interface HttpQuestion {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Sends the body in pieces, without telling its length before. */
  readonly isChunked?: boolean
}

/** Asks over HTTP, by a connection of its own, with just the headers that are given, those too that a browser sets by itself. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, isChunked = false }: HttpQuestion = {},
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
    })
    asked.once('error', reject)
    // Of what is written before the end, Node does not tell the length.
    if (isChunked) asked.write(body)
    asked.end(isChunked ? undefined : body)
  })
}
