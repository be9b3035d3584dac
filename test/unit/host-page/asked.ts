import type { Outlet } from '../../../demo/portal/actions/take-away.js'
import type { Api } from '../../../demo/portal/api.js'
import { nextTask } from '../../support/next-task.js'

/** One question that the page has asked the portal. */
export interface Asked {
  path: string
  /** `undefined`: it only reads. */
  body?: Readonly<Record<string, unknown>>
  /** Resolves once the page has gone on from there as far as it can. */
  answer(value: unknown): Promise<void>
  refuse(reason: string): Promise<void>
}

export interface TestApi extends Api {
  /** In the order of asking. */
  readonly asked: readonly Asked[]
  /** The newest question. Throws where nothing was asked yet. */
  readonly newest: Asked
}

/** The portal's API, answered by the test. */
export function createTestApi(): TestApi {
  const asked: Asked[] = []

  function ask<Answer>(question: Pick<Asked, 'path' | 'body'>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      asked.push({
        ...question,
        async answer(value) {
          resolve(value as Answer)
          await nextTask()
        },
        async refuse(reason) {
          reject(new Error(reason))
          await nextTask()
        },
      })
    })
  }

  return {
    asked,
    get newest() {
      const newest = asked.at(-1)
      if (newest) return newest
      throw new Error('Nothing was asked.')
    },
    get: (path) => ask({ path }),
    post: (path, body) => ask({ path, body }),
  }
}

export interface TestOutlet extends Outlet {
  /** What was copied or saved, the newest last. */
  readonly taken: readonly string[]
}

/** A browser that lets the page copy and save. */
export function createTestOutlet(): TestOutlet {
  const taken: string[] = []
  return {
    taken,
    copy: async (text) => void taken.push(text),
    save: (_name, text) => void taken.push(text),
  }
}
