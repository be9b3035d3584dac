import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { buildProject, checkTypes, checkTypesByOlder, writeProject } from '../support/consumer.js'
import { readExample } from '../support/readme.js'

const packed = inject('packedPackage')

it("compiles and builds the README's example in an empty project", async () => {
  const folder = await writeProject(packed, { name: 'example', code: await readExample('npm') })
  expect(await checkTypes(folder)).toMatchObject({ status: 0, output: '' })

  const built = await buildProject(folder)
  const scripts = (await readdir(join(built, 'assets'))).filter((file) => file.endsWith('.js'))
  expect(scripts).toHaveLength(1)
  expect(await readFile(join(built, 'assets', scripts[0] ?? ''), 'utf8')).toContain('postMessage')
})

it("compiles the README's other example of the client", async () => {
  const folder = await writeProject(packed, { name: 'sync', code: await readExample('sync') })
  expect(await checkTypes(folder)).toMatchObject({ status: 0, output: '' })
})

it.each([
  { name: 'pages', entries: ['bx24-events', 'bx24-events/portal', 'bx24-events/testing'], types: [] },
  { name: 'node', entries: ['bx24-events/server'], types: ['node'] },
])(
  'declares every entry that is for $name, as a strict project checks it',
  async ({ name, entries, types }) => {
    const lines = entries.flatMap((entry, index) => [
      `import * as library${index} from '${entry}'`,
      '// @ts-expect-error Without declarations there would be no error here, and that would be one.',
      `import { nothingOfThatName as nothing${index} } from '${entry}'`,
      `console.log(library${index}, nothing${index})`,
    ])
    const folder = await writeProject(packed, {
      name: `types-for-${name}`,
      types,
      code: lines.join('\n'),
    })
    expect(await checkTypes(folder)).toMatchObject({ status: 0, output: '' })
  },
)

it.each([false, true])(
  'declares a snapshot by types of its own, with skipLibCheck %s',
  async (skipLibCheck) => {
    const folder = await writeProject(packed, {
      name: `snapshot-${skipLibCheck}`,
      skipLibCheck,
      code: `
      import { createPortal, type PortalSnapshot } from 'bx24-events/portal'
      const snapshot: PortalSnapshot = createPortal({ origin: 'http://localhost:5174' }).snapshot()
      export const load: number = snapshot.load
      // @ts-expect-error Where a type can't be found, it is silently any, and this compiles.
      export const text: string = snapshot.load
    `,
    })
    expect(await checkTypes(folder)).toMatchObject({ status: 0, output: '' })
  },
)

it('declares every entry so that TypeScript of before 5.7 can read it', async () => {
  const entries = ['bx24-events', 'bx24-events/portal', 'bx24-events/testing', 'bx24-events/server']
  const folder = await writeProject(packed, {
    name: 'older-typescript',
    code: entries.map((entry) => `export * from '${entry}'`).join('\n'),
  })
  const { status, output } = await checkTypesByOlder(folder)
  expect({ status, output }).toEqual({ status: 0, output: '' })
})
