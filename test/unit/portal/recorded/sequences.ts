import { expect } from 'vitest'
import { BORIS } from '../../../support/test-portal.js'
import type { RecordedAppOptions } from './open-app.js'
import { INIT_DATA, NEW_TOKEN, NOTHING_BEYOND } from './window-requests.js'

/** Several requests of one moment. */
export interface Sequence {
  /** Commands and what stands between them and the sid, in the order of asking: the ids are 1, 2, 3. */
  readonly asked: readonly string[]
  /** The ids, in the order of the answers. */
  readonly answered: readonly string[]
  /** What is answered to each, by its id. */
  readonly answers: Readonly<Record<string, unknown>>
  /** The order here, of those that have one, where it is another; and why. */
  readonly here?: { readonly answered: readonly string[]; readonly reason: string }
}

const firstRun = (FIRST_RUN: boolean) => ({ ...INIT_DATA, FIRST_RUN })

export const SEQUENCES: Readonly<Record<string, Sequence>> = {
  'what there is beyond, then the opening': {
    asked: ['getInterface::1', 'getInitData::2'],
    answered: ['1', '2'],
    answers: { 1: NOTHING_BEYOND, 2: INIT_DATA },
  },
  'the opening, then what there is beyond': {
    asked: ['getInitData::1', 'getInterface::2'],
    answered: ['1', '2'],
    answers: { 1: INIT_DATA, 2: NOTHING_BEYOND },
    here: { answered: ['2', '1'], reason: 'who knows the opening knows the commands too, however he asks' },
  },
  'a token before two things that need no server': {
    asked: ['refreshAuth:{}:1', 'getInterface::2', 'getInitData::3'],
    answered: ['2', '3', '1'],
    answers: { 1: NEW_TOKEN, 2: NOTHING_BEYOND, 3: INIT_DATA },
    here: {
      answered: ['2', '3'],
      reason: 'no server has to be asked for a token, which comes when it comes',
    },
  },
  'the opening of a first run, twice': {
    asked: ['getInitData::1', 'getInitData::2'],
    answered: ['1', '2'],
    answers: { 1: firstRun(true), 2: firstRun(false) },
  },
  'two tokens': {
    asked: ['refreshAuth:{}:1', 'refreshAuth:{}:2'],
    answered: ['1', '2'],
    answers: { 1: NEW_TOKEN, 2: NEW_TOKEN },
  },
  'two options of the app': {
    asked: ['setAppOption:{"name":"a","value":"1"}:1', 'setAppOption:{"name":"b","value":"2"}:2'],
    answered: ['1', '2'],
    answers: { 1: expect.objectContaining({ a: '1' }), 2: { a: '1', b: '2' } },
  },
}

/** A request that is let in, and comes to nothing on the portal's side: no page answers it. */
export interface Failure {
  readonly opened?: RecordedAppOptions
  readonly asked: string
  /** What has happened to the user meanwhile. */
  readonly meanwhile?: { readonly active: boolean }
}

export const FAILURES: Readonly<Record<string, Failure>> = {
  'a token that there is not': { asked: 'refreshAuth:{}:7', meanwhile: { active: false } },
  'a token that there is not, as the SDK asks for it': {
    ...{ asked: 'refreshAuth:7', meanwhile: { active: false } },
  },
  'an option of the app, by a user who may not set it': {
    ...{ opened: { userId: BORIS }, asked: 'setAppOption:{"name":"a","value":"1"}:7' },
  },
}

/** What ends an installation: no page answers it, and all open the app anew. */
export const ENDS_OF_INSTALLATION: Readonly<Record<string, { asked: string; installed: boolean }>> = {
  'with an id': { asked: 'setInstallFinish:{}:7', installed: true },
  'without an id, as the library says it': { asked: 'setInstallFinish:{}:', installed: true },
  'in three parts, as the SDK says it': { asked: 'setInstallFinish:7', installed: true },
  'with false, which leaves the app not installed': {
    ...{ asked: 'setInstallFinish:{"value":false}:7', installed: false },
  },
}

/** How official clients begin in a first run, and end it. */
export const FIRST_RUNS: Readonly<Record<string, { asked: readonly string[]; answered: readonly string[] }>> =
  {
    'the library, which does not wait for an answer': {
      ...{ asked: ['getInitData::1', 'setInstall:{"install":true}:'], answered: ['1'] },
    },
    'the SDK, which does': {
      ...{ asked: ['getInitData:1', 'setInstall:{"install":true}:2'], answered: ['1', '2'] },
    },
  }
