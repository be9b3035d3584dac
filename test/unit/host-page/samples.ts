import { type ExplainedHandler, type Explanation, type Handler, NO_FAULTS } from 'bx24-events/portal'
import type { PageState, ToldDelivery } from 'bx24-events/server'

export const ANNA = { id: 1, name: 'Anna', admin: true, active: true, access: true }
export const BORIS = { id: 2, name: 'Boris', admin: false, active: true, access: true }

const RAISED_AT = new Date('2025-02-03T10:30:00').getTime()

export function createHandler(values: Partial<Handler> = {}): Handler {
  return {
    id: 1,
    appId: 'local.1',
    event: 'ONCRMDEALADD',
    url: 'http://127.0.0.1:3000/handler/',
    authType: 0,
    boundAt: RAISED_AT,
    ...values,
  }
}

export function createDelivery(values: Partial<ToldDelivery> = {}): ToldDelivery {
  const { id: handlerId, appId, event, url, authType } = createHandler()
  return {
    ...{ id: 1, handlerId, appId, event, url, authType },
    by: 2,
    data: { FIELDS: { ID: '7406' } },
    forged: false,
    raisedAt: RAISED_AT,
    state: 'queued',
    leavesAt: RAISED_AT + 4000,
    ...values,
  }
}

export function createExplained(values: Partial<ExplainedHandler> = {}): ExplainedHandler {
  const { id: handlerId, appId, url, authType } = createHandler()
  return { handlerId, appId, url, authType, called: true, ...values }
}

/** What the portal answers of handlers of one event. */
export function createExplanation(...handlers: readonly Partial<ExplainedHandler>[]): Explanation {
  return { event: 'ONCRMDEALADD', handlers: handlers.map(createExplained), hints: [] }
}

export function createState(values: Partial<PageState> = {}): PageState {
  return {
    origin: 'http://localhost:5174',
    rules: 'documented',
    language: 'en',
    baseDelay: 1000,
    load: 0,
    tokenLifetime: 3_600_000,
    faults: NO_FAULTS,
    answersCalls: true,
    app: {
      id: 'local.1',
      title: 'Sample app',
      url: 'http://127.0.0.1:3000/',
      scopes: ['crm'],
      version: '1.0.0',
      stage: 'installed',
      entrance: { state: 'open', way: 'get' },
    },
    users: [ANNA, BORIS],
    handlers: [],
    deliveries: [],
    firstDelivery: 1,
    ...values,
  }
}

/** A POST as it left, with a member of the event's data that tries to be markup. */
export const REQUEST = {
  url: createHandler().url,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'event=ONCRMDEALADD&data%5BFIELDS%5D%5BID%5D=%3Cimg+src%3Dx%3E&auth%5Baccess_token%5D=secret',
} as const
