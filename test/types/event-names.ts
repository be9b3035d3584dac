// Checked by the compiler alone: what must compile is written plainly, what must not says why.

import type { BX24Client, DocumentedEventName, EventName } from 'bx24-events'

declare function callBind(event: Parameters<BX24Client['callBind']>[0]): void

export function use(anyText: string, documented: DocumentedEventName): string {
  callBind('ONCRMDEALADD')
  callBind('OnCrmDealAdd')
  callBind('onCrmDealAdd')
  callBind('OnNothingThatIsDocumented')
  callBind('')
  callBind(anyText)
  callBind(documented)
  callBind(`ONCRMDYNAMICITEMADD_${1036}`)
  const name: EventName = anyText
  const text: string = name
  return text
}

export function refuse(perhaps: string | undefined): void {
  // @ts-expect-error an event has a name
  callBind()
  // @ts-expect-error a name is a text
  callBind(5)
  // @ts-expect-error nothing is no name
  callBind(undefined)
  // @ts-expect-error null is no name
  callBind(null)
  // @ts-expect-error there may be no name
  callBind(perhaps)
  // @ts-expect-error an object is no name
  callBind({})
  // @ts-expect-error an object is no name, whatever it has
  callBind({ name: 'OnCrmDealAdd' })
  // @ts-expect-error a list is no name
  callBind(['OnCrmDealAdd'])
  // @ts-expect-error a text is wanted, no object of one
  callBind(new String('OnCrmDealAdd'))
}

export const documented: DocumentedEventName[] = [
  ...(['OnAppInstall', 'ONAPPINSTALL', 'OnOfflineEvent', 'ONAPPTEST'] as const),
  ...(['OnBookingAdd', 'ONBOOKINGADD', 'OnCalendarEntryAdd', 'CATALOG.PRICE.ON.ADD'] as const),
  ...(['OnCrmDealAdd', 'ONCRMDEALADD', 'ONCRMDYNAMICITEMADD_147', 'ONIMBOTV2MESSAGEADD'] as const),
  ...(['OnTaskAdd', 'ONTASKADD', 'OnVoximplantCallEnd', 'OnUserAdd', 'ONUSERADD'] as const),
]

export function refuseUndocumented(anyText: string, open: EventName): DocumentedEventName[] {
  // @ts-expect-error there is no such event
  const wrong: DocumentedEventName = 'OnCrmDealAdded'
  // @ts-expect-error nor in upper case
  const wrongInUpperCase: DocumentedEventName = 'ONCRMDEALADDED'
  // @ts-expect-error lower case is neither of the spellings
  const lowerCase: DocumentedEventName = 'oncrmdealadd'
  // @ts-expect-error any text may be no documented event
  const text: DocumentedEventName = anyText
  // @ts-expect-error nor is every name one of them
  const name: DocumentedEventName = open
  return [wrong, wrongInUpperCase, lowerCase, text, name]
}

/** What a handler is sent has its event in upper case, and can be told apart by it. */
export function tellApart(event: Uppercase<DocumentedEventName>): string {
  const titles: Partial<Record<DocumentedEventName, string>> = { OnCrmDealAdd: 'A new deal' }
  // @ts-expect-error there is no such event
  titles.OnCrmDealAdded = 'A new deal'
  switch (event) {
    case 'ONCRMDEALADD':
      return titles.OnCrmDealAdd ?? ''
    // @ts-expect-error this spelling is never sent
    case 'OnCrmDealAdd':
      return ''
    default:
      return event
  }
}
