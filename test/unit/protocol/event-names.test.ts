import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EVENT_CATALOG } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { bundle } from '../../support/bundle.js'
import { completionsAt } from '../../support/completions.js'
import { writeEventNames } from '../../support/event-names-source.js'
import { repository } from '../../support/run.js'

const portalNames = [...EVENT_CATALOG.keys()]

it('the file of event names is what `npm run events` would write now', async () => {
  const file = await readFile(join(repository, 'src/protocol/event-names.ts'), 'utf8')
  expect(file).toBe(writeEventNames(EVENT_CATALOG))
})

describe('event names in what reaches the browser', () => {
  const source = join(repository, 'src')
  const namesIn = (code: string) => portalNames.filter((name) => code.toUpperCase().includes(name))

  it('are none in the client, and all in the portal', async () => {
    const client = await bundle(`export * from './index.js'`, source)
    const portal = await bundle(`export * from './portal.js'`, source)
    expect(client.code).toContain('postMessage')
    expect(namesIn(client.code)).toEqual([])
    expect(namesIn(portal.code)).toEqual(portalNames)
  })

  it('are none where all that the file of event names exports is bundled', async () => {
    const { code } = await bundle(`export * from './event-names.js'`, join(source, 'protocol'))
    expect(code.trim()).toBe('')
  })
})

describe('an editor', () => {
  const offersFor = (type: string) =>
    completionsAt(
      `import type { DocumentedEventName, EventName } from '../../src/protocol/event-names.js'
declare function callBind(event: ${type}): void
callBind('|')
`,
      'test/types/in-an-editor.ts',
    )
  const bothSpellings = [...EVENT_CATALOG.values()].flatMap(({ name, documentedName }) => [
    name,
    documentedName.replace(/^o/, 'O'),
  ])

  it('completes every documented event, in both spellings', async () => {
    const offered = await offersFor('EventName')
    expect(offered).toEqual(expect.arrayContaining(['ONCRMDEALADD', 'OnCrmDealAdd', 'CATALOG.PRICE.ON.ADD']))
    expect([...offered].sort()).toEqual([...new Set(bothSpellings)].sort())
  })

  it('would complete none where any text is taken as such', async () => {
    expect(await offersFor('DocumentedEventName | string')).toEqual([])
  })
})
