/** What the everyday actions are about. The portal holds no such data: the page only numbers it. */
export type RecordKind = 'deal' | 'contact' | 'task'

/** A portal in use has some of each already: the numbers go on from here. */
const FIRST_LAST_IDS: Readonly<Record<RecordKind, number>> = { deal: 7405, contact: 61, task: 318 }

/** Each does something to a record, and answers with its number. */
export interface Records {
  /** One more than the last, also across reloads. */
  create(kind: RecordKind): number
  /** Changes the newest that is not deleted. */
  change(kind: RecordKind): number
  /** Deletes the newest that is not deleted yet. */
  delete(kind: RecordKind): number
}

export function createRecords(storage: Pick<Storage, 'getItem' | 'setItem'>): Records {
  const deleted = new Set<string>()
  const keyOf = (kind: RecordKind) => `simulated-portal.last-${kind}`

  function readLast(kind: RecordKind): number {
    const stored = Number(storage.getItem(keyOf(kind)))
    return Number.isSafeInteger(stored) ? Math.max(stored, FIRST_LAST_IDS[kind]) : FIRST_LAST_IDS[kind]
  }

  function newest(kind: RecordKind): number {
    let id = readLast(kind)
    while (id > 1 && deleted.has(`${kind} ${id}`)) id--
    return id
  }

  return {
    create(kind) {
      const id = readLast(kind) + 1
      storage.setItem(keyOf(kind), String(id))
      return id
    },
    change: newest,
    delete(kind) {
      const id = newest(kind)
      deleted.add(`${kind} ${id}`)
      return id
    },
  }
}
