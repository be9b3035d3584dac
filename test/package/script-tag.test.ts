import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, inject, it } from 'vitest'

const { installed } = inject('packedPackage')
const script = await readFile(join(installed, 'dist/bx24-events.global.js'), 'utf8')

/** Runs the script in a page's place, as bare as can be: what it used of a page while loading would throw. */
function load(globals: Record<string, unknown> = {}): Record<string, unknown> {
  const page: Record<string, unknown> = { ...globals }
  page.window = page
  createContext(page)
  runInContext(script, page)
  return page
}

describe('bx24-events.global.js', () => {
  it('sets BX24Events and BX24, and nothing else', () => {
    const page = load()
    expect(Object.keys(page).sort()).toEqual(['BX24', 'BX24Events', 'window'])
    expect(page.BX24).toMatchObject({ callBind: expect.any(Function), init: expect.any(Function) })
    expect(page.BX24Events).toMatchObject({ createBX24: expect.any(Function), BX24: page.BX24 })
  })

  it('leaves a BX24 alone that is there already', () => {
    const official = { init: () => undefined }
    const page = load({ BX24: official })
    expect(page.BX24).toBe(official)
    expect(page.BX24Events).toHaveProperty('BX24.callBind')
  })

  it.each([null, undefined])('takes a BX24 that is %s for none', (none) => {
    expect(load({ BX24: none }).BX24).toHaveProperty('callBind')
  })
})
