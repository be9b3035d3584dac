import type { CatalogEvent } from 'bx24-events/portal'

/** What `src/protocol/event-names.ts` says where these are the documented events, formatted as Biome would. */
export function writeEventNames(catalog: ReadonlyMap<string, CatalogEvent>): string {
  const events = [...catalog.values()]
  const members = events.flatMap(({ scope, documentedName }, index) => {
    const member = `  | '${withCapital(documentedName)}'`
    return scope === events[index - 1]?.scope ? [member] : [`  // ${scope}`, member]
  })
  return `${top}type CapitalizedName =\n${members.join('\n')}\n\n${bottom}`
}

/** The documentation begins some names with `on` and some with `On`: one spelling of both is enough to type and to complete. */
function withCapital(documentedName: string): string {
  return documentedName.replace(/^on/, 'On')
}

const top = `// Written by \`npm run events\` from the portal's catalog: change that, not this.
// Types only, so that no event name gets into the client's code.

`

const bottom = `/**
 * A documented event in either of the spellings in use: \`ONCRMDEALADD\`, as portals write it, or \`OnCrmDealAdd\`.
 * \`Uppercase<DocumentedEventName>\` is what a handler finds in \`event\`.
 */
export type DocumentedEventName = CapitalizedName | Uppercase<CapitalizedName>

/** An event's name. Portals have events that are not documented, and read names in any case: this type completes the documented ones and takes any other text. */
export type EventName = DocumentedEventName | (string & Record<never, never>)
`
