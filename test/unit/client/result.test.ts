import { type AjaxResult, BX24Error, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { BORIS, HANDLER_URL } from '../../support/test-portal.js'

describe('the result that a callback gets', () => {
  it('has the data of a call that went well, and no error', async () => {
    const { BX24 } = openTestApp()
    const result = await new Promise<AjaxResult<true>>((resolve) =>
      BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, resolve),
    )
    expect(result.data()).toBe(true)
    expect(result.error()).toBeUndefined()
    expect(result.error_description()).toBeUndefined()
    expect(result.status).toBe(200)
    expect(result.answer.result).toBe(true)
    expect(result.query).toEqual({
      method: 'event.bind',
      data: { event: 'OnCrmDealAdd', handler: HANDLER_URL, auth_type: 0 },
    })
    expect(result.time()).toMatchObject({ start: expect.any(Number), duration: expect.any(Number) })
  })

  it("has the portal's error, as BX24 gives it", async () => {
    const { BX24 } = openTestApp({ userId: BORIS })
    const result = await new Promise<AjaxResult<true>>((resolve) => {
      BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, resolve)
    })
    const description = 'Access denied! Event binding requires administrator access rights'
    const error = result.error()
    expect(result.data()).toBeUndefined()
    expect(result.status).toBe(403)
    expect(result.error_description()).toBe(description)
    expect(error).toBeInstanceOf(BX24Error)
    expect(String(error)).toBe(`ACCESS_DENIED: ${description} (403)`)
    expect(error?.getStatus()).toBe(403)
    expect(error?.status).toBe(403)
    expect(error?.getError()).toEqual({ error: 'ACCESS_DENIED', error_description: description })
    expect(error?.ex).toEqual({ error: 'ACCESS_DENIED', error_description: description })
    expect(result.answer).toMatchObject({ error: 'ACCESS_DENIED', error_description: description })
  })

  it('has an error of status 0 where there was no answer', async () => {
    const result = await new Promise<AjaxResult>((resolve) => createBX24().callMethod('profile', {}, resolve))
    expect(result.status).toBe(0)
    expect(result.error()).toMatchObject({ code: 'NOT_EMBEDDED', status: 0 })
    expect(result.answer).toEqual({})
    expect(result.data()).toBeUndefined()
    expect(result.time()).toBeUndefined()
  })

  it.each([null, false, 0, '', []])('has %j as its data where the portal answers so', async (value) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const result = new Promise<AjaxResult>((resolve) => BX24.callMethod('any.method', {}, resolve))
    page.reply(await page.requests.next(), { status: 200, answer: { result: value } })
    expect((await result).data()).toEqual(value)
    expect((await result).error()).toBeUndefined()
  })
})

describe('the result of a list', () => {
  const firstPage = { status: 200, answer: { result: [1, 2], total: 3, next: 2 } }
  const lastPage = { status: 200, answer: { result: [3], total: 3 } }

  function openList() {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const firstResult = new Promise<AjaxResult<number[]>>((resolve) =>
      BX24.callMethod<number[]>('any.list', { filter: { a: 1 }, AUTH: 'x' }, resolve),
    )
    return { page, firstResult }
  }

  it('tells that there is more, and how much', async () => {
    const { page, firstResult } = openList()
    page.reply(await page.requests.next(), firstPage)
    expect((await firstResult).more()).toBe(true)
    expect((await firstResult).total()).toBe(3)
  })

  it('asks for the next page with the same parameters, by callback and promise', async () => {
    const { page, firstResult } = openList()
    page.reply(await page.requests.next(), firstPage)
    const { next } = await firstResult
    let promised: Promise<number[]> | false = false
    const secondResult = new Promise<AjaxResult<number[]>>((resolve) => {
      promised = next(resolve)
    })
    const request = await page.requests.next()
    expect(request.params).toEqual({ method: 'any.list', params: { filter: { a: 1 }, start: 2 } })
    page.reply(request, lastPage)
    expect((await secondResult).data()).toEqual([3])
    expect(await promised).toEqual([3])
  })

  it('has no next page at its end, and asks nothing', async () => {
    const { page, firstResult } = openList()
    page.reply(await page.requests.next(), lastPage)
    const result = await firstResult
    expect(result.more()).toBe(false)
    expect(result.next()).toBe(false)
    expect(page.requests.all).toHaveLength(1)
  })

  it('has no total where the portal tells none', async () => {
    const { page, firstResult } = openList()
    page.reply(await page.requests.next(), { status: 200, answer: { result: true } })
    expect((await firstResult).total()).toBeUndefined()
  })
})
