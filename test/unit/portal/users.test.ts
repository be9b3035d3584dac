import { expect, it } from 'vitest'
import { createEmitter } from '../../../src/portal/emitter.js'
import { createUsers } from '../../../src/portal/users.js'
import { BORIS, createTestPortal, USERS } from '../../support/test-portal.js'

it('a user is active, has the app open to him and is no administrator, unless told otherwise', () => {
  const users = createUsers([{ id: 7, name: 'Dora' }], createEmitter())
  expect(users.all()).toEqual([{ id: 7, name: 'Dora', admin: false, active: true, access: true }])
})

it('a user is found by his number, and one who is not there is told apart', () => {
  const users = createUsers(USERS, createEmitter())
  expect(users.get(BORIS)).toMatchObject({ name: 'Boris' })
  expect(users.find(BORIS)).toBe(users.get(BORIS))
  expect(users.find(99)).toBeUndefined()
  expect(() => users.get(99)).toThrow(RangeError)
  expect(() => users.get(99)).toThrow(/99.*1, 2, 3/)
})

it('what is changed about a user leaves the rest, and his number, as it was', () => {
  const users = createUsers(USERS, createEmitter())
  const patch = { admin: true, scopes: ['crm'], id: 99 }
  expect(users.update(BORIS, patch)).toMatchObject({ id: BORIS, name: 'Boris', admin: true, scopes: ['crm'] })
  expect(users.find(99)).toBeUndefined()
  expect(() => users.update(99, {})).toThrow(RangeError)
})

it('a portal has one administrator unless told otherwise', () => {
  const { portal } = createTestPortal({ users: undefined as never })
  expect(portal.users()).toMatchObject([{ id: 1, admin: true, active: true }])
})

it('a portal tells of each change of a user', () => {
  const { portal } = createTestPortal()
  const changes: unknown[] = []
  portal.subscribe((change) => changes.push(change))
  const boris = portal.updateUser(BORIS, { active: false })
  expect(boris).toMatchObject({ id: BORIS, active: false })
  expect(portal.users()).toContainEqual(boris)
  expect(changes).toEqual([{ type: 'user', user: boris }])
})
