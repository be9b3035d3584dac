import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request, or throws: a `Refusal` is told to whoever asked. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/** A request that is not served: the text says why, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

export function requireMethod({ method }: IncomingMessage, allowed: 'GET' | 'POST'): void {
  if (method === allowed) return
  throw new Refusal(405, `Only ${allowed} is served here.`, { allow: allowed })
}

/** @param limit bytes; more of them are refused before they are kept in memory */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // The connection has to outlive the refusal, which is sent over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > limit) {
      throw new Refusal(413, `The body is larger than ${limit} bytes.`, { connection: 'close' })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}

export function sendJson(response: ServerResponse, content: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(content))
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
