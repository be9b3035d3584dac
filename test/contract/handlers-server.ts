import type { Clock, Deliver, DeliveryRequest } from 'bx24-events/portal'

/** The server that the handlers of the contract are on: it keeps what it is sent, and answers as its paths say. */
export function createHandlersServer(clock: Clock): { received: DeliveryRequest[]; deliver: Deliver } {
  const received: DeliveryRequest[] = []
  return {
    received,
    async deliver(request) {
      received.push(request)
      const { pathname } = new URL(request.url)
      if (pathname.includes('/down/')) throw new Error('connection refused')
      if (pathname.includes('/hanging/')) return new Promise(() => undefined)
      if (pathname.includes('/slow/')) await new Promise<void>((resolve) => clock.setTimeout(resolve, 6000))
      return { status: pathname.includes('/failing/') ? 500 : 200 }
    },
  }
}
