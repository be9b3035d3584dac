import { InputError } from '../input-error.js'
import { toPlainJson } from '../parse.js'
import { appInfo } from './methods/app-info.js'
import { batch } from './methods/batch.js'
import { profile, userAdmin, userCurrent } from './methods/current-user.js'
import { eventBind } from './methods/event-bind.js'
import { eventGet } from './methods/event-get.js'
import { eventTest } from './methods/event-test.js'
import { eventUnbind } from './methods/event-unbind.js'
import { events } from './methods/events.js'
import type { Method } from './methods/method.js'
import { appOptionGet, appOptionSet, userOptionGet, userOptionSet } from './methods/options.js'
import { scope } from './methods/scope.js'
import { serverTime } from './methods/server-time.js'
import { userGet } from './methods/user-get.js'

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['app.info', appInfo],
  ['app.option.get', appOptionGet],
  ['app.option.set', appOptionSet],
  ['batch', batch],
  ['event.bind', eventBind],
  ['event.get', eventGet],
  // The 2022 page of the documentation prints this name.
  ['events.get', eventGet],
  ['event.test', eventTest],
  ['event.unbind', eventUnbind],
  ['events', events],
  ['profile', profile],
  ['scope', scope],
  ['server.time', serverTime],
  ['user.admin', userAdmin],
  ['user.current', userCurrent],
  ['user.get', userGet],
  ['user.option.get', userOptionGet],
  ['user.option.set', userOptionSet],
])

/**
 * The methods of REST by name, in lower case, with those that only answer what is given here. Throws a `TypeError` where an answer is
 * no JSON, or is of a method that the portal has itself.
 */
export function createMethods(answers: Readonly<Record<string, unknown>>): ReadonlyMap<string, Method> {
  const methods: Map<string, Method> = new Map(METHODS)
  methods.set('methods', () => [...methods.keys()].sort())
  const own = new Set(methods.keys())
  for (const [method, answer] of Object.entries(answers)) {
    const name = method.trim().toLowerCase()
    if (name === '') throw new InputError('answers: expected the name of a method, not an empty one')
    if (own.has(name)) throw new InputError(`answers: ${name} is a method that the portal has itself`)
    const result = toPlainJson(answer, `answers.${method}`)
    // Who calls in the same process may go on with it as his own.
    methods.set(name, () => structuredClone(result))
  }
  return methods
}
