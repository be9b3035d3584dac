import { EVENT_CATALOG } from 'bx24-events/portal'
import { expect, it } from 'vitest'
import { findEvent, isInScopes } from '../../../src/portal/event-catalog.js'

const catalog = [...EVENT_CATALOG.values()]

it('the catalog has all 206 documented events, by scope', () => {
  const counts: Record<string, number> = {}
  for (const { scope } of catalog) counts[scope] = (counts[scope] ?? 0) + 1
  expect(catalog).toHaveLength(206)
  expect(counts).toEqual({
    ...{ basic: 7, booking: 12, calendar: 6, catalog: 15, crm: 101, 'humanresources.hcmlink': 5 },
    ...{ imbot: 14, imconnector: 7, imopenlines: 5, log: 3, sale: 10, 'sign.b2e': 3, sonet: 6 },
    ...{ task: 6, telephony: 5, user: 1 },
  })
})

it('names are in upper case and unique, and have a form that is as the documentation spells them', () => {
  const documented = catalog.map(({ documentedName }) => documentedName)
  expect(new Set(documented.map((documentedName) => documentedName.toUpperCase())).size).toBe(206)
  for (const { name, documentedName } of catalog) {
    expect(name).toBe(documentedName.toUpperCase())
    expect(name).toMatch(/^[A-Z0-9_.]+$/)
  }
  expect(documented).toContain('OnAppUpdate')
})

it('each event has a summary and a sample that is JSON', () => {
  for (const { summary, data } of catalog) {
    expect(summary).not.toBe('')
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  }
})

it('no event but these is without tokens', () => {
  const named = catalog.filter(({ sendsTokens }) => !sendsTokens).map(({ name }) => name)
  expect(named.sort()).toEqual([
    ...['ONAPPMETHODCONFIRM', 'ONAPPPAYMENT', 'ONAPPUNINSTALL', 'ONIMBOTV2COMMANDADD', 'ONIMBOTV2CONTEXTGET'],
    ...['ONIMBOTV2DELETE', 'ONIMBOTV2JOINCHAT', 'ONIMBOTV2MESSAGEADD', 'ONIMBOTV2MESSAGEDELETE'],
    ...['ONIMBOTV2MESSAGEUPDATE', 'ONIMBOTV2REACTIONCHANGE'],
  ])
})

it('no event but these has a refresh token', () => {
  const named = catalog.filter(({ sendsRefreshToken }) => sendsRefreshToken).map(({ name }) => name)
  expect(named.sort()).toEqual(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONOFFLINEEVENT'])
})

it('an event is found by its name in any case', () => {
  const event = EVENT_CATALOG.get('ONCRMDEALADD')
  expect(event).toMatchObject({
    documentedName: 'onCrmDealAdd',
    scope: 'crm',
    sendsTokens: true,
    sendsRefreshToken: false,
  })
  for (const name of ['ONCRMDEALADD', 'OnCrmDealAdd', 'oncrmdealadd']) expect(findEvent(name)).toBe(event)
  for (const name of ['', 'ONCRMDEAL', 'constructor', '__proto__']) expect(findEvent(name)).toBeUndefined()
})

it('a basic event is in the scopes of every app, any other in those that have its scope', () => {
  const [basic, crm] = [EVENT_CATALOG.get('ONAPPUPDATE'), EVENT_CATALOG.get('ONCRMDEALADD')]
  if (!basic || !crm) throw new Error('The catalog lacks them')
  expect(isInScopes(basic, [])).toBe(true)
  expect(isInScopes(crm, [])).toBe(false)
  expect(isInScopes(crm, ['task', 'basic'])).toBe(false)
  expect(isInScopes(crm, ['task', 'crm'])).toBe(true)
})
