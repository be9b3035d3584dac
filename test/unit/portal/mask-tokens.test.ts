import { createMask } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { writeRequest } from '../../../src/protocol/message.js'

const request = writeRequest({
  command: 'callMethod',
  params: { method: 'app.option.set', params: { options: { access_token: 'SE"CRET\\', other: 'a"b' } } },
  callbackId: '1',
  appSid: 'sid',
})
const together = writeRequest({
  command: 'together',
  params: { requests: [request] },
  callbackId: '',
  appSid: 'sid',
})

describe('a mask', () => {
  const mask = createMask()

  it('hides what stands under the name of a secret, and nothing else', () => {
    expect(mask.text('{"access_token":"SECRET","other":"a\\"b"}')).toBe(
      '{"access_token":"•••","other":"a\\"b"}',
    )
    expect(mask.text('auth=SECRET&other=1')).toBe('auth=•••&other=1')
    expect(mask.value({ auth: { access_token: 'SECRET' }, other: 'x' })).toEqual({
      ...{ auth: { access_token: '•••' }, other: 'x' },
    })
  })

  it.each([
    ['a request', request],
    ['requests that are said together', together],
    ['the same once more as a text of JSON', JSON.stringify({ data: together })],
  ])('hides it in %s, at whatever depth of texts in texts', (_what, text) => {
    const masked = mask.text(text)
    expect(masked).toContain('•••')
    expect(masked).not.toMatch(/SE\W*CRET/)
    expect(masked).toContain('app.option.set')
    // All else can still be read as it was.
    expect(masked.replace('•••', 'x').length).toBeLessThan(text.length)
    expect(mask.text(masked)).toBe(masked)
  })

  it('hides it in a value that has such texts', () => {
    const masked = JSON.stringify(mask.value({ requests: [request] }))
    expect(masked).not.toMatch(/SE\W*CRET/)
    expect(masked).toContain('app.option.set')
  })

  it('hides it in texts that were cut off, wherever', () => {
    const at = together.indexOf('SE')
    for (let length = at + 1; length < together.length; length++) {
      expect(mask.text(together.slice(0, length)).slice(at - 1)).not.toMatch(/SE\W*C?R?E?T?/)
    }
  })

  it('leaves texts that hide nothing as they are, escapes included', () => {
    const text = 'together:{"requests":["a:{\\"b\\":\\"\\\\u00e9\\\\n\\"}:1:s"]}:: s'
    expect(mask.text(text)).toBe(text)
    expect(mask.text('{"broken \\" ')).toBe('{"broken \\" ')
  })

  it('hides a given secret wherever it stands', () => {
    expect(createMask('sid').text(together)).not.toContain('sid')
  })

  it('takes no longer than reading it, whatever is in it', () => {
    for (const part of ['"\\"', '\\"', '"', '\\', '"access_token":"', '\\\\"']) {
      expect(mask.text(part.repeat(200_000)).length).toBeGreaterThan(0)
    }
  })
})
