import { expect, it } from 'vitest'
import { readRestPath } from '../../../src/server/rest-path.js'

const webhook = { userId: 1, key: 'k' }

it.each([
  ['profile', { method: 'profile', isV3: false }],
  ['profile.json', { method: 'profile.json', isV3: false }],
  ['/profile/', { method: 'profile', isV3: false }],
  ['1/k/profile', { method: 'profile', isV3: false, webhook }],
  ['/1//k/profile', { method: 'profile', isV3: false, webhook }],
  ['1/k', { method: '1/k', isV3: false }],
  ['1/k/profile/all', { method: '1/k/profile/all', isV3: false }],
  ['a/k/profile', { method: 'a/k/profile', isV3: false }],
  ['api', { method: 'api', isV3: false }],
  ['api/profile', { method: 'api/profile', isV3: true }],
  ['/api//profile', { method: 'api/profile', isV3: true }],
  ['api/1/k/profile', { method: 'api/profile', isV3: true, webhook }],
  ['api/1/k', { method: 'api/1/k', isV3: true }],
  ['/', { method: '', isV3: false }],
])('reads %s', (path, expected) => {
  expect(readRestPath(path)).toEqual(expected)
})
