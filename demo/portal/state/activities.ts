import type { RecordKind, Records } from './records.js'

/** Something that people do in a portal every day, and the event that it raises. */
export interface Activity {
  readonly label: string
  readonly event: string
  readonly kind: RecordKind
  readonly does: keyof Records
  /** What the event brings along. */
  readonly dataFor: (id: number) => unknown
}

const crmData = (id: number) => ({ FIELDS: { ID: String(id) } })

/** Portals write the word `undefined` where a task has no fields before or after. */
const NO_FIELDS = 'undefined'

const addedTask = (id: number) => ({
  FIELDS_BEFORE: NO_FIELDS,
  FIELDS_AFTER: { ID: id },
  IS_ACCESSIBLE_BEFORE: 'N',
  IS_ACCESSIBLE_AFTER: NO_FIELDS,
})

const changedTask = (id: number) => ({
  FIELDS_BEFORE: { ID: id },
  FIELDS_AFTER: { ID: id },
  IS_ACCESSIBLE_BEFORE: NO_FIELDS,
  IS_ACCESSIBLE_AFTER: NO_FIELDS,
})

export const ACTIVITIES: readonly Activity[] = [
  { label: 'Create a deal', event: 'ONCRMDEALADD', kind: 'deal', does: 'create', dataFor: crmData },
  { label: 'Change a deal', event: 'ONCRMDEALUPDATE', kind: 'deal', does: 'change', dataFor: crmData },
  { label: 'Delete a deal', event: 'ONCRMDEALDELETE', kind: 'deal', does: 'delete', dataFor: crmData },
  { label: 'Add a contact', event: 'ONCRMCONTACTADD', kind: 'contact', does: 'create', dataFor: crmData },
  { label: 'Add a task', event: 'ONTASKADD', kind: 'task', does: 'create', dataFor: addedTask },
  { label: 'Change a task', event: 'ONTASKUPDATE', kind: 'task', does: 'change', dataFor: changedTask },
]
