import type { Delivery } from 'bx24-events/portal'

/** What the everyday actions are about. The portal holds no such data: the page only numbers it. */
export type RecordKind = 'deal' | 'contact' | 'task'

/** A portal in use has some of each already: the numbers go on from here. */
const FIRST_LAST_IDS: Readonly<Record<RecordKind, number>> = { deal: 7405, contact: 61, task: 318 }

/**
 * Each does something to a record, and answers with its number. What handlers were told counts, by whichever page: a number
 * that one of them has met as new is never given to another record.
 */
export interface Records {
  /** One more than the last, also across reloads and browsers. */
  create(kind: RecordKind, told: readonly Delivery[]): number
  /** Changes the newest that is not deleted. */
  change(kind: RecordKind, told: readonly Delivery[]): number
  /** Deletes the newest that is not deleted yet. */
  delete(kind: RecordKind, told: readonly Delivery[]): number
}

export function createRecords(storage: Pick<Storage, 'getItem' | 'setItem'>): Records {
  const deleted = new Set<string>()
  const keyOf = (kind: RecordKind) => `simulated-portal.last-${kind}`

  function readLast(kind: RecordKind, told: readonly Delivery[]): number {
    const stored = Number(storage.getItem(keyOf(kind)))
    let last = Number.isSafeInteger(stored) ? Math.max(stored, FIRST_LAST_IDS[kind]) : FIRST_LAST_IDS[kind]
    for (const delivery of told) {
      if (isAbout(kind, delivery)) last = Math.max(last, readId(delivery.data))
    }
    return last
  }

  function newest(kind: RecordKind, told: readonly Delivery[]): number {
    const toldDeleted = told.filter((one) => isAbout(kind, one) && one.event.endsWith('DELETE'))
    const gone = new Set(toldDeleted.map(({ data }) => readId(data)))
    let id = readLast(kind, told)
    while (id > 1 && (gone.has(id) || deleted.has(`${kind} ${id}`))) id--
    return id
  }

  return {
    create(kind, told) {
      const id = readLast(kind, told) + 1
      storage.setItem(keyOf(kind), String(id))
      return id
    },
    change: newest,
    delete(kind, told) {
      const id = newest(kind, told)
      deleted.add(`${kind} ${id}`)
      return id
    },
  }
}

/** The events that tell of a record of each kind. */
const EVENTS: Readonly<Record<RecordKind, RegExp>> = {
  deal: /^ONCRMDEAL(ADD|UPDATE|DELETE)$/,
  contact: /^ONCRMCONTACT(ADD|UPDATE|DELETE)$/,
  task: /^ONTASK(ADD|UPDATE|DELETE)$/,
}

/** What is forged tells of nothing. */
const isAbout = (kind: RecordKind, { event, forged }: Delivery) => !forged && EVENTS[kind].test(event)

/** The number of the record that an event is about; 0 where it has none that a next one could follow. */
function readId(data: unknown): number {
  const fields = (data ?? {}) as Partial<
    Record<'FIELDS' | 'FIELDS_AFTER' | 'FIELDS_BEFORE', { ID?: unknown }>
  >
  const { ID } = [fields.FIELDS, fields.FIELDS_AFTER, fields.FIELDS_BEFORE].find((one) => one?.ID) ?? {}
  const id = Number(ID)
  return id > 0 && Number.isSafeInteger(id + 1) ? id : 0
}
