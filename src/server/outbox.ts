import type { StreamingApi } from 'hono/utils/stream'

/** Characters. Far more than a page leaves waiting that reads at all. */
const MOST_WAITING = 4_000_000

/** What a page is told by Server-Sent Events. */
export interface PageEvent {
  readonly event: 'state' | 'update' | 'call'
  readonly id?: string
  /** What JSON can carry. */
  readonly data: unknown
}

/** What is on its way to one page. */
export interface Outbox {
  /**
   * Writes them together, after all before. While the page reads nothing they wait, and where more than 4,000,000 characters wait
   * already, the stream ends instead: a page connects again, and starts with the whole state. So it does where they can't be written.
   */
  add(...events: PageEvent[]): void
}

/** One write at a time: a page that does not read costs what waits for it, and no more. */
export function createOutbox(stream: StreamingApi): Outbox {
  let waiting = ''
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting !== '' && !stream.aborted) {
      const text = waiting
      waiting = ''
      await stream.write(text)
    }
    isWriting = false
  }

  return {
    add(...events) {
      if (waiting.length > MOST_WAITING) end()
      if (stream.aborted) return
      try {
        waiting += events.map(writeEvent).join('')
      } catch (error) {
        // Most are told by a timer: what it throws would end the process.
        console.error(error)
        end()
      }
      if (!isWriting) void writeAll()
    },
  }

  function end(): void {
    waiting = ''
    stream.abort()
  }
}

function writeEvent({ event, id, data }: PageEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n${id === undefined ? '' : `id: ${id}\n`}\n`
}
