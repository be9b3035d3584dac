import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, createTestPortal } from '../../../support/test-portal.js'

function open(users?: readonly { id: number; name: string; active?: boolean; admin?: boolean }[]) {
  const testPortal = createTestPortal({ app: { scopes: ['user'] }, ...(users ? { users } : {}) })
  const { portal, app } = testPortal
  const get = async (params = {}) => (await portal.call(app.tokenFor(ANNA), 'user.get', params)).answer
  return {
    ...testPortal,
    get,
    async ids(params = {}): Promise<number[]> {
      const { result } = await get(params)
      return Array.isArray(result) ? result.map(({ ID }) => Number(ID)) : []
    },
  }
}

it('user.admin says whether the caller is an administrator, now', async () => {
  const { portal, app } = open()
  const ask = async (userId: number) => (await portal.call(app.tokenFor(userId), 'user.admin')).answer.result
  expect([await ask(ANNA), await ask(BORIS)]).toEqual([true, false])
  portal.updateUser(BORIS, { admin: true })
  expect(await ask(BORIS)).toBe(true)
})

describe('user.get', () => {
  it('tells of all users what user.current tells of one', async () => {
    const { portal, app, get } = open()
    const current = (await portal.call(app.tokenFor(ANNA), 'user.current')).answer.result
    const { result, total, next } = await get()
    expect(Array.isArray(result) && result[0]).toEqual(current)
    expect({ result, total, next }).toMatchObject({
      result: [{ NAME: 'Anna' }, { NAME: 'Boris' }, { NAME: 'Clara' }],
      total: 3,
    })
    expect(next).toBeUndefined()
  })

  it.each([
    [{ ID: 2 }, [2]],
    [{ ID: ['1', '3'] }, [1, 3]],
    [{ filter: { '>ID': '1' } }, [2, 3]],
    [{ filter: { '<ID': 3 } }, [1, 2]],
    [{ FILTER: { '<=id': 2, '>=ID': 2 } }, [2]],
    [{ filter: { '!ID': [1, 3] } }, [2]],
    [{ filter: { NAME: 'clara' } }, [3]],
    [{ filter: { '!=NAME': 'Clara' } }, [1, 2]],
    [{ filter: { ACTIVE: true } }, [1, 3]],
    [{ ACTIVE: 'Y' }, [1, 3]],
    [{ filter: { '=ACTIVE': 'false' } }, [2]],
    [{ filter: {} }, [1, 2, 3]],
    [{ filter: { ID: 9 } }, []],
    [{ filter: { ID: { toString: 1 } } }, []],
    [{ filter: { NAME: { toString: 1 } } }, []],
    [{ sort: 'NAME', order: 'desc' }, [3, 2, 1]],
    [{ order: 'DESC' }, [3, 2, 1]],
    [{ sort: 'ACTIVE' }, [2, 1, 3]],
    [{ start: 2 }, [3]],
    [{ start: 50 }, []],
  ])('finds %j', async (params, expected) => {
    const { portal, ids } = open()
    portal.updateUser(BORIS, { active: false })
    expect(await ids(params)).toEqual(expected)
  })

  it('comes in pages of 50, counted unless told not to', async () => {
    const { get, ids } = open(
      Array.from({ length: 101 }, (_, index) => ({ id: index + 1, name: `U${index}` })),
    )
    expect(await get()).toMatchObject({ total: 101, next: 50 })
    expect(await get({ start: 50 })).toMatchObject({ total: 101, next: 100 })
    expect(await get({ start: 100 })).not.toHaveProperty('next')
    expect([await ids({ start: 100 }), (await ids({ start: 50 })).length]).toEqual([[101], 50])
    const uncounted = await get({ start: -1, filter: { '>ID': 99 } })
    expect(uncounted).toMatchObject({ result: [{ ID: '100' }, { ID: '101' }] })
    expect([uncounted.total, uncounted.next]).toEqual([undefined, undefined])
  })

  it('tells a batch how many there are, and where the next page starts', async () => {
    const { portal, app } = open(Array.from({ length: 60 }, (_, index) => ({ id: index + 1, name: 'U' })))
    const cmd = { all: 'user.get', last: 'user.get?start=50' }
    expect((await portal.call(app.tokenFor(ANNA), 'batch', { cmd })).answer.result).toMatchObject({
      result_total: { all: 60, last: 60 },
      result_next: { all: 50 },
    })
  })

  it.each(['UF_DEPARTMENT', '%NAME', '@ID', 'constructor', ''])(
    'says what it can not filter by, rather than to leave it out: %j',
    async (key) => {
      const { get } = open()
      const { error, error_description, result } = await get({ filter: { [key]: 1 } })
      expect([error, result]).toEqual(['ERROR_ARGUMENT', undefined])
      expect(error_description).toContain(`can't filter users by ${key}, only by ID, NAME, ACTIVE`)
    },
  )

  it('needs one of the scopes of users', async () => {
    const { portal, app, get } = open()
    app.update('2.0.0', { scopes: ['crm'] })
    expect(await get()).toMatchObject({ error: 'insufficient_scope' })
    expect(await portal.call(portal.webhookFor(ANNA, ['user_brief']), 'user.get')).toMatchObject({
      status: 200,
    })
  })
})
