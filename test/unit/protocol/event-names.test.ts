import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EVENT_CATALOG } from 'bx24-events/portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../support/bundle.js'
import { type Editor, openEditor } from '../../support/completions.js'
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
  let editor: Editor
  beforeAll(async () => {
    editor = await openEditor('test/types/in-an-editor.ts')
  })
  afterAll(() => editor.close())

  const bothSpellings = [...EVENT_CATALOG.values()].flatMap(({ name, documentedName }) => [
    name,
    documentedName.replace(/^o/, 'O'),
  ])

  it.each([
    ['callBind', `BX24.callBind('|', '')`],
    ['callUnbind', `BX24.callUnbind('|', '')`],
    ['syncHandlers', `BX24.syncHandlers([{ event: '|', handler: '' }])`],
  ])('completes every documented event for %s, in both spellings', async (_name, call) => {
    const offered = await editor.completionsAt(`import { BX24 } from 'bx24-events'\n${call}\n`)
    expect(offered).toEqual(expect.arrayContaining(['ONCRMDEALADD', 'OnCrmDealAdd', 'CATALOG.PRICE.ON.ADD']))
    expect([...offered].sort()).toEqual([...new Set(bothSpellings)].sort())
  })

  it('would complete none where any text is taken as such', async () => {
    const offered = await editor.completionsAt(`import type { DocumentedEventName } from 'bx24-events'
declare function callBind(event: DocumentedEventName | string): void
callBind('|')
`)
    expect(offered).toEqual([])
  })
})
