import { type AjaxResult, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const answered = { status: 200, answer: { result: true } }

describe('an answer that can not be read', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{oops'],
    ['half of it', '{"status":200,"answer":{"result":tr'],
    ['null', 'null'],
    ['a truth', 'true'],
    ['a text', '"true"'],
    ['a list', '[200,{"result":true}]'],
    ['the body of an answer alone', '{"result":true}'],
    ['no body', '{"status":200}'],
    ['no status', '{"answer":{"result":true}}'],
    ['a status in text', '{"status":"200","answer":{"result":true}}'],
    ['a body that is no object', '{"status":200,"answer":"true"}'],
    ['neither result nor error', '{"status":200,"answer":{"time":{}}}'],
    ['the status of a failure, without an error', '{"status":500,"answer":{"result":true}}'],
  ])('rejects the call with BAD_ANSWER, and only that one: %s', async (_name, text) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const bad = BX24.callMethod('profile')
    const good = BX24.callMethod('user.current')
    page.replyText(await page.requests.next(), text)
    page.reply(await page.requests.next(), answered)
    await expect(bad).rejects.toMatchObject({ code: 'BAD_ANSWER', method: 'profile' })
    expect(await good).toBe(true)
  })

  it('reaches a callback as such', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const result = new Promise<AjaxResult>((resolve) => BX24.callMethod('profile', {}, resolve))
    page.replyText(await page.requests.next(), '{oops')
    expect((await result).error()).toMatchObject({ code: 'BAD_ANSWER' })
    expect((await result).status).toBe(0)
  })
})

describe('an answer that tells of an error', () => {
  it.each([
    ['with the status of one', { status: 400, answer: { error: 'ERROR_CORE', error_description: 'Taken' } }],
    [
      'with the status of success',
      { status: 200, answer: { error: 'ERROR_CORE', error_description: 'Taken' } },
    ],
  ])('rejects the call with its code and text: %s', async (_name, reply) => {
    const page = openScriptedPage()
    const call = createBX24({ window: page.window }).callMethod('profile')
    page.reply(await page.requests.next(), reply)
    await expect(call).rejects.toMatchObject({
      ...{ code: 'ERROR_CORE', description: 'Taken', status: reply.status, method: 'profile' },
      cause: reply.answer,
    })
  })

  it.each([
    ['none', {}],
    ['what is no text', { error_description: { toString: 1, valueOf: 1 } }],
  ])('has an empty text where it brings %s', async (_what, description) => {
    const page = openScriptedPage()
    const call = createBX24({ window: page.window }).callMethod('profile')
    page.reply(await page.requests.next(), { status: 400, answer: { error: 'ERROR_CORE', ...description } })
    await expect(call).rejects.toMatchObject({ code: 'ERROR_CORE', description: '' })
  })
})

describe('an answer to getInitData that can not be read', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{oops'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no token', '{"LANG":"en"}'],
    ['a token that is no text', '{"AUTH_ID":7}'],
  ])('rejects init with BAD_ANSWER, and the next call asks again: %s', async (_name, text) => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const BX24 = createBX24({ window: page.window })
    const refused = BX24.init()
    page.replyText(await page.requests.next(), text)
    await expect(refused).rejects.toMatchObject({ code: 'BAD_ANSWER' })
    expect(BX24.getAuth()).toBe(false)
    const connected = BX24.init()
    page.reply(await page.requests.next(), { AUTH_ID: 'access-1', AUTH_EXPIRES: '60' })
    await connected
    expect(BX24.getAuth()).toMatchObject({ access_token: 'access-1' })
  })
})

describe('a page that lists only some commands, where calls take no other way', () => {
  const calls = {
    callBind: (BX24: ReturnType<typeof createBX24>) => BX24.callBind('OnAppUpdate', HANDLER_URL),
    callUnbind: (BX24: ReturnType<typeof createBX24>) => BX24.callUnbind('OnAppUpdate', HANDLER_URL),
    callMethod: (BX24: ReturnType<typeof createBX24>) => BX24.callMethod('profile'),
  }

  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    'gets the calls of %s, and no others',
    async (listed) => {
      const page = openScriptedPage({ commands: ['other', listed] })
      const BX24 = createBX24({ window: page.window, route: 'message' })
      const carried = calls[listed](BX24)
      page.reply(await page.requests.next(), answered)
      expect(await carried).toBe(true)
      for (const [name, makeCall] of Object.entries(calls)) {
        if (name === listed) continue
        await expect(makeCall(BX24)).rejects.toMatchObject({ code: 'NOT_SUPPORTED', status: 0 })
      }
      expect(page.requests.all).toHaveLength(1)
    },
  )

  it.each<[string, unknown]>([
    ['none', []],
    ['others', ['callbind', 'reload']],
    ['a text', 'callMethod'],
    ['an object', { callMethod: true }],
    ['nothing', null],
  ])('gets none of them where it lists %s', async (_name, commands) => {
    const page = openScriptedPage({ commands })
    const BX24 = createBX24({ window: page.window, route: 'message' })
    for (const makeCall of Object.values(calls)) {
      await expect(makeCall(BX24)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
    }
    expect(page.requests.all).toEqual([])
  })

  it('tells which method it could not carry', async () => {
    const page = openScriptedPage({ commands: [] })
    const BX24 = createBX24({ window: page.window, route: 'message' })
    await expect(calls.callBind(BX24)).rejects.toMatchObject({ method: 'event.bind' })
    await expect(calls.callMethod(BX24)).rejects.toMatchObject({ method: 'profile' })
  })
})
