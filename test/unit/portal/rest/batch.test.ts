import type { RestAnswer } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, createTestPortal, HANDLER_URL } from '../../../support/test-portal.js'

interface BatchResult {
  result: Record<string, unknown>
  result_error: Record<string, RestAnswer>
  result_total: unknown
  result_next: unknown
  result_time: Record<string, unknown>
}

function openBatch(userId = ANNA) {
  const testPortal = createTestPortal()
  const { portal, app } = testPortal
  const call = (params: Record<string, unknown>) => portal.call(app.tokenFor(userId), 'batch', params)
  return {
    ...testPortal,
    call,
    /** The result of a batch that is carried out, whatever becomes of its commands. */
    async run(cmd: unknown, others: Record<string, unknown> = {}): Promise<BatchResult> {
      const { status, answer } = await call({ cmd, ...others })
      expect({ status, answer }).toMatchObject({ status: 200, answer: { time: expect.any(Object) } })
      return answer.result as BatchResult
    },
  }
}

const bindCommand = (event: string, handler = HANDLER_URL) =>
  `event.bind?${new URLSearchParams({ event, handler })}`

describe('batch', () => {
  it('carries out its commands one after another, and answers by their keys', async () => {
    const { run, portal } = openBatch()
    const { result, result_error, result_time } = await run({
      bound: bindCommand('OnCrmDealAdd'),
      list: 'event.get',
      gone: `event.unbind?event=OnCrmDealAdd&handler=${encodeURIComponent(HANDLER_URL)}`,
    })
    const handler = { event: 'ONCRMDEALADD', handler: HANDLER_URL, auth_type: '0', offline: 0 }
    expect(result).toEqual({ bound: true, list: [handler], gone: { count: 1 } })
    expect(result_error).toEqual([])
    expect(Object.keys(result_time)).toEqual(['bound', 'list', 'gone'])
    expect(result_time.bound).toMatchObject({ start: expect.any(Number), duration: 0 })
    expect(portal.handlers()).toEqual([])
  })

  it('answers with a list where it is given one', async () => {
    const { run } = openBatch()
    const { result, result_time } = await run(['server.time', 'profile'])
    expect(result).toEqual([expect.any(String), expect.objectContaining({ NAME: 'Anna' })])
    expect(result_time).toHaveLength(2)
  })

  it('answers what no command has in empty lists', async () => {
    const { run } = openBatch()
    const { result_error, result_total, result_next } = await run({ who: 'profile' })
    expect({ result_error, result_total, result_next }).toEqual({
      ...{ result_error: [], result_total: [], result_next: [] },
    })
    const empty = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] }
    for (const cmd of [{}, [], undefined, null, 'profile']) expect(await run(cmd)).toEqual(empty)
  })

  it('reads nested fields of a command', async () => {
    const { run, portal, bind } = openBatch()
    await bind('OnAppTest')
    await run({ test: 'event.test?a[b][c]=1&list[]=x&list[]=y&text=%26%3D%3F' })
    expect(portal.deliveries()).toMatchObject([
      { data: { QUERY: { a: { b: { c: '1' } }, list: ['x', 'y'], text: '&=?' } } },
    ])
  })

  it('takes names of commands, methods and parameters in any case, also those that objects have', async () => {
    const { run } = openBatch()
    const commands = JSON.parse('{"__proto__": "Profile", "constructor": "SERVER.TIME", "x": "toString"}')
    const { result, result_error } = await run(commands)
    expect(Object.keys(result)).toEqual(['__proto__', 'constructor'])
    expect(result_error).toMatchObject({ x: { error: 'ERROR_METHOD_NOT_FOUND' } })
  })

  it('acts as its caller, who gains nothing by it', async () => {
    const { run, portal } = openBatch(BORIS)
    const { result, result_error } = await run({ who: 'profile', bind: bindCommand('OnCrmDealAdd') })
    expect(result).toMatchObject({ who: { ID: String(BORIS) } })
    expect(result_error).toMatchObject({ bind: { error: 'ACCESS_DENIED' } })
    expect(portal.handlers()).toEqual([])
  })

  it('lets no command call as somebody else', async () => {
    const { run, app } = openBatch(BORIS)
    const { result } = await run({ who: `profile?auth=${app.tokenFor(ANNA)}` })
    expect(result).toMatchObject({ who: { NAME: 'Boris' } })
  })
})

describe('a command that fails', () => {
  const failing = bindCommand('OnNothing')
  const error = { error: 'ERROR_EVENT_NOT_FOUND', error_description: 'Event not found' }

  it('has its error beside the results of the others, which go on', async () => {
    const { run } = openBatch()
    const { result, result_error, result_time } = await run({ a: 'scope', b: failing, c: 'scope' })
    expect(Object.keys(result)).toEqual(['a', 'c'])
    expect(result_error).toEqual({ b: error })
    expect(Object.keys(result_time)).toEqual(['a', 'b', 'c'])
  })

  it('keeps what its error says beyond that', async () => {
    const { run } = openBatch()
    const { result_error } = await run({ a: 'event.bind?event=OnCrmDealAdd' })
    expect(result_error).toEqual({
      a: {
        error: 'ERROR_ARGUMENT',
        error_description: "Argument 'HANDLER' is null or empty",
        argument: 'HANDLER',
      },
    })
  })

  it.each([1, '1', true, 'Y'])('is the last where halt is %j', async (halt) => {
    const { run } = openBatch()
    const { result, result_error, result_time } = await run({ a: 'scope', b: failing, c: 'scope' }, { halt })
    expect(Object.keys(result)).toEqual(['a'])
    expect(result_error).toEqual({ b: error })
    expect(Object.keys(result_time)).toEqual(['a', 'b'])
  })

  it.each([0, '0', '', false, 'N', null])('is not the last where halt is %j', async (halt) => {
    const { run } = openBatch()
    expect((await run({ a: failing, b: 'server.time' }, { halt })).result).toHaveProperty('b')
  })

  it('is also what asks for no method, or for none that there is', async () => {
    const { run } = openBatch()
    const { result, result_error } = await run({
      ...{ a: '', b: 'crm.deal.list', c: null, d: { toString: 1 }, e: 'scope' },
    })
    expect(Object.keys(result)).toEqual(['e'])
    for (const key of ['a', 'b', 'c', 'd']) {
      expect(result_error[key]).toMatchObject({ error: 'ERROR_METHOD_NOT_FOUND' })
    }
  })

  it.each(['batch', 'BATCH?cmd[a]=profile', ' batch'])('is also a batch in a batch: %j', async (command) => {
    const { run } = openBatch()
    const { result, result_error } = await run({ a: command, b: 'server.time' })
    expect(Object.keys(result)).toEqual(['b'])
    expect(result_error).toEqual({
      a: {
        error: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
        error_description: 'Method is not allowed for batch usage',
      },
    })
  })
})

it('a batch has at most 50 commands: one more, and none is carried out', async () => {
  const { run, call, portal } = openBatch()
  const commands = (count: number) =>
    Array.from({ length: count }, (_, index) => bindCommand('OnCrmDealAdd', `${HANDLER_URL}${index}`))
  expect(await call({ cmd: commands(51) })).toMatchObject({
    ...{ status: 400, answer: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' } },
  })
  expect(portal.handlers()).toEqual([])
  expect((await run(commands(50))).result_time).toHaveLength(50)
  expect(portal.handlers()).toHaveLength(1)
})

it('a webhook has batches too, and its commands are refused what it is refused', async () => {
  const { portal } = openBatch()
  const cmd = { a: 'profile', b: 'event.get' }
  const { answer } = await portal.call(portal.webhookFor(ANNA), 'batch', { cmd })
  expect(answer.result).toMatchObject({
    result: { a: { NAME: 'Anna' } },
    result_error: { b: { error: 'WRONG_AUTH_TYPE' } },
  })
})
