import { expect, it } from 'vitest'
import { ANNA, createTestPortal, HANDLER_URL } from '../../../support/test-portal.js'

/**
 * What `event.test` was given as its parameter `x`, as the last command of a batch. Before it: `who`, a profile (`ID`, `NAME`,
 * `ADMIN`), `list`, with the one handler that is bound, and `failed`, an error.
 */
async function fillIn(x: string): Promise<unknown> {
  const { portal, app, bind } = createTestPortal()
  await bind('OnAppTest')
  const cmd = {
    who: 'profile',
    list: 'event.get',
    failed: 'crm.deal.list',
    test: `event.test?${new URLSearchParams({ x })}`,
  }
  await portal.call(app.tokenFor(ANNA), 'batch', { cmd })
  const [data] = portal.deliveries().map((delivery) => delivery.data as { QUERY: { x: unknown } })
  return data?.QUERY.x
}

const HANDLER = { event: 'ONAPPTEST', handler: HANDLER_URL, auth_type: '0', offline: 0 }

it.each<[string, string, unknown]>([
  ['a field', '$result[who][NAME]', 'Anna'],
  ['a field, with its type kept', '$result[who][ADMIN]', true],
  ['a number, with its type kept', '$result[list][0][offline]', 0],
  ['a field of an item of a list', '$result[list][0][event]', 'ONAPPTEST'],
  ['a whole item', '$result[list][0]', HANDLER],
  ['a whole result', '$result[list]', [HANDLER]],
  ['a field inside a text', 'for $result[who][NAME] (no. $result[who][ID])', 'for Anna (no. 1)'],
  ['a value that is no text, inside a text', 'admin: $result[who][ADMIN]', 'admin: true'],
  ['nothing of a record inside a text, which can not be written there', 'who: $result[who].', 'who: .'],
  ['the same twice', '$result[who][ID]$result[who][ID]', '11'],
])('a command takes %s of an earlier result: %s', async (_name, x, expected) => {
  expect(await fillIn(x)).toEqual(expected)
})

it.each<[string, string]>([
  ['a command that there is none of', '$result[nobody][NAME]'],
  ['a command that failed', '$result[failed][error]'],
  ['a command that comes later', '$result[test]'],
  ['a field that there is none of', '$result[who][SALARY]'],
  ['a field of a text', '$result[who][NAME][length]'],
  ['an item that there is none of', '$result[list][7][event]'],
  ['a name that objects have', '$result[who][constructor][name]'],
  ['the prototype of a result', '$result[who][__proto__][toString]'],
  ['a name that maps have', '$result[size]'],
])('a reference to %s is nothing: %s', async (_name, x) => {
  expect(await fillIn(x)).toBeUndefined()
  expect(await fillIn(`<${x}>`)).toBe('<>')
})

it.each(['$result', '$result[', '$result[]', '$results[who]', 'result[who][NAME]', '$Result[who]', '$$'])(
  'what only looks like a reference stays as it is: %s',
  async (x) => {
    expect(await fillIn(x)).toBe(x)
    expect(await fillIn(`$result[who][NAME] ${x}`)).toBe(`Anna ${x}`)
  },
)

it('a text that an earlier result brings is not read as a reference in its turn', async () => {
  const { portal, app, bind } = createTestPortal({
    users: [{ id: 1, name: '$result[who][ID]', admin: true }],
  })
  await bind('OnAppTest')
  const cmd = { who: 'profile', test: 'event.test?x=$result[who][NAME]&y=<$result[who][NAME]>' }
  await portal.call(app.tokenFor(ANNA), 'batch', { cmd })
  expect(portal.deliveries()).toMatchObject([
    { data: { QUERY: { x: '$result[who][ID]', y: '<$result[who][ID]>' } } },
  ])
})

it('references are found in nested parameters, and by the keys of a list', async () => {
  const { portal, app, bind } = createTestPortal()
  await bind('OnAppTest')
  const cmd = ['profile', 'event.test?a[b]=$result[0][ID]&list[]=$result[0][NAME]&list[]=x']
  await portal.call(app.tokenFor(ANNA), 'batch', { cmd })
  expect(portal.deliveries()).toMatchObject([{ data: { QUERY: { a: { b: '1' }, list: ['Anna', 'x'] } } }])
})

it.each<[string, string]>([
  ['inside a text', `x=${'$result[long]'.repeat(11)}`],
  ['as whole values', 'x[]=$result[long]&'.repeat(11)],
  ['inside a record', 'x[]=$result[all]&'.repeat(11)],
])(
  'what references bring, %s, has a bound: an error of that command, and of no other',
  async (_name, query) => {
    const { portal, app, bind } = createTestPortal()
    await bind('OnAppTest')
    const token = app.tokenFor(ANNA)
    await portal.call(token, 'user.option.set', { options: { a: 'x'.repeat(100_000) } })
    const cmd = {
      all: 'user.option.get',
      long: 'user.option.get?option=a',
      large: `event.test?${query}`,
      next: 'event.test?x=$result[long]',
    }
    const { answer } = await portal.call(token, 'batch', { cmd })
    expect(answer.result).toMatchObject({
      result: { next: 1 },
      result_error: {
        large: {
          error: 'INVALID_REQUEST',
          error_description: 'The references bring more than 1048576 characters',
        },
      },
    })
    expect(portal.deliveries()).toHaveLength(1)
  },
)

it('a megabyte of references that are never closed is read in no time', async () => {
  const { portal, app, clock } = createTestPortal()
  const open = `server.time?x=${'$result['.repeat(130_000)}`
  // By looking at each from every start it took minutes, which is longer than a test may take.
  const { answer } = await portal.call(app.tokenFor(ANNA), 'batch', { cmd: { open } })
  expect(answer.result).toMatchObject({ result: { open: expect.any(String) } })
  expect(clock.timerCount).toBe(0)
})
