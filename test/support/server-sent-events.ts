import { get, type IncomingMessage } from 'node:http'

export interface ServerSentEvent {
  readonly name: string
  /** What a browser that connects again says it heard last. */
  readonly id?: string
  readonly data: unknown
}

/**
 * The events that a server sends to a page of its own origin, one at a time. Ends where the server ends, or by `return()`.
 * @param lastId the id of the event that was heard last
 */
export async function listenToServer(
  url: string,
  lastId?: string,
): Promise<AsyncGenerator<ServerSentEvent, void>> {
  const headers = { 'sec-fetch-site': 'same-origin', ...(lastId && { 'last-event-id': lastId }) }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).once('error', reject)
  })
  return readEvents(response.setEncoding('utf8'))
}

async function* readEvents(chunks: AsyncIterable<string>): AsyncGenerator<ServerSentEvent, void> {
  let text = ''
  for await (const chunk of chunks) {
    const parts = (text + chunk).split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const [, name = '', data = '', id] = /^event: (\w+)\ndata: (.*)(?:\nid: (.*))?$/.exec(part) ?? []
      yield { name, data: JSON.parse(data), ...(id === undefined ? {} : { id }) }
    }
  }
}
