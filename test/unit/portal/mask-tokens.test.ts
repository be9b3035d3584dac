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

  it.each([
    [
      'a list',
      '{"access_token":["SECRET",["SE]CRET"]],"other":["x"]}',
      '{"access_token":["•••",["•••"]],"other":["x"]}',
    ],
    [
      'an object',
      '{"auth":{"a":{"b":"SECRET"},"domain":"a.b"},"x":1}',
      '{"auth":{"a":{"b":"•••"},"domain":"a.b"},"x":1}',
    ],
    ['what is cut off', 'a:{"auth" : {"a":["SECRET","x', 'a:{"auth" : "•••"'],
    ['a list without an end, and another one', '{"auth":[{"auth":["SECRET"]', '{"auth":"•••"'],
  ])('hides what is in a list or an object under such a name: %s', (_what, text, masked) => {
    expect(mask.text(text)).toBe(masked)
    const value: unknown = text.endsWith('}') ? JSON.parse(text) : {}
    expect(mask.value(value)).toEqual(text.endsWith('}') ? JSON.parse(masked) : {})
  })

  const json = '{"a b":"ж","access_token":"SE\\"CRET&","auth":{"x":"SECRET"}}'
  const inForm = (text: string) => new URLSearchParams({ x: 'y', params: text, z: '1' }).toString()
  it.each([
    ['once', inForm(json), inForm],
    [
      'in a batch',
      inForm(`event.test?${inForm(json)}`),
      (text: string) => inForm(`event.test?${inForm(text)}`),
    ],
    [
      'with other escapes',
      `a=${encodeURIComponent(json)}&b`,
      (text: string) => `a=${encodeURIComponent(text)}&b`,
    ],
  ])('hides it in a text of JSON that is the value of a form: %s', (_what, form, write) => {
    const plain = (text: string) => decodeURIComponent(decodeURIComponent(text.replaceAll('+', ' ')))
    const masked = mask.text(form)
    expect(masked).toContain('•••')
    expect(plain(masked)).toBe(plain(write('{"a b":"ж","access_token":"•••","auth":{"x":"•••"}}')))
    for (let length = 1; length < form.length; length++) {
      expect(mask.text(form.slice(0, length))).not.toMatch(/SE\W*(?:5C|22|25)*\W*CRET/)
    }
    const open = write('{"a b":"100%","author":"auth"}')
    expect(mask.text(open)).toBe(open)
  })

  it('hides all of a value whose forms stand in one another too often', () => {
    let form = 'access_token=SECRET'
    for (let times = 0; times < 6; times++) form = `a=${encodeURIComponent(form)}`
    expect(mask.text(form)).not.toContain('SECRET')
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

  it('hides all of a text within that is no JSON, where there may be one in it', () => {
    expect(mask.text('a:["{\\"auth\\":\\"SECRET\\q\\"}"]')).toBe('a:["•••"]')
    expect(mask.text('a:["{\\"other\\":\\"x\\q\\"}"]')).toBe('a:["{\\"other\\":\\"x\\q\\"}"]')
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
    for (const part of [
      ...[
        '"\\"',
        '\\"',
        '"',
        '\\',
        '"access_token":"',
        '\\\\"',
        '"auth":{',
        '"auth":[]',
        '=',
        '=auth%',
        '%25',
        '=%22',
      ],
    ]) {
      expect(mask.text(part.repeat(200_000)).length).toBeGreaterThan(0)
    }
  })

  it('takes no longer where what is open beside a secret is nested in itself', { timeout: 5000 }, () => {
    let nested = JSON.stringify({ access_token: 'secret', note: 'a'.repeat(100_000) })
    // Were each level read twice, the innermost would be 4,096 times.
    for (let level = 0; level < 12; level++) nested = JSON.stringify({ auth: { domain: nested } })
    const masked = mask.text(nested)
    expect(masked).not.toContain('secret')
    expect(masked.length).toBeGreaterThan(100_000)
  })
})
