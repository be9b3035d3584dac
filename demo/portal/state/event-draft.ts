import { EVENT_CATALOG } from 'bx24-events/portal'
import { readJsonText } from './json-text.js'

/** An event, as a person has written it so far. */
export interface EventDraft {
  readonly event: string
  /** What it brings along, to be JSON. */
  readonly data: string
  /** Whether that is a sample, which goes with the event, and nothing that a person has written. */
  readonly isSample: boolean
  /** How often it is to happen, to be a number. */
  readonly times: string
}

/** What of it a person changes. */
export type EventEdit = Partial<Pick<EventDraft, 'event' | 'data' | 'times'>>

/** An event that can be raised. */
export interface EventOrder {
  readonly event: string
  readonly data: unknown
  readonly times: number
}

/** As many as a person waits for. */
export const MOST_TIMES = 10_000

const FIRST = 'ONCRMDEALADD'

export const FIRST_EVENT_DRAFT: EventDraft = {
  ...{ event: FIRST, times: '1' },
  ...{ data: writeSample(FIRST) ?? '', isSample: true },
}

/** The sample that the catalog has of an event's data; `undefined`: it knows no such event. */
export function writeSample(event: string): string | undefined {
  const known = EVENT_CATALOG.get(event.trim().toUpperCase())
  return known && JSON.stringify(known.data, undefined, 2)
}

/** The draft with what a person has changed in it. */
export function editDraft(draft: EventDraft, edit: EventEdit): EventDraft {
  const edited = { ...draft, ...edit }
  if (edit.data !== undefined) return { ...edited, isSample: edit.data.trim() === '' }
  const sample = edit.event !== undefined && draft.isSample ? writeSample(edit.event) : undefined
  return sample === undefined ? edited : { ...edited, data: sample }
}

/** The draft with the sample of its event, where the catalog knows one. */
export function takeSample(draft: EventDraft): EventDraft {
  return { ...draft, data: writeSample(draft.event) ?? draft.data, isSample: true }
}

/** What a draft orders, or what is wrong with it. */
export function readDraft(draft: EventDraft): EventOrder | { readonly problem: string } {
  const event = draft.event.trim()
  if (event === '') return { problem: 'Which event? Write its name, such as ONCRMDEALADD.' }
  const times = Number(draft.times)
  if (!Number.isInteger(times) || times < 1 || times > MOST_TIMES)
    return { problem: `Times: expected a whole number from 1 to ${MOST_TIMES}, not “${draft.times}”.` }
  const data = readJsonText(draft.data)
  if ('problem' in data) return { problem: `The data is no JSON. ${data.problem}` }
  return { event, data: data.value, times }
}
