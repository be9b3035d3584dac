import { type AppHost, type InitData, LostReplyError, type RenewedAuth } from 'bx24-events/portal'
import type { ToldReply } from 'bx24-events/server'
import { describeFailure, type Post } from './api.js'
import type { Outcome } from './state/model.js'

export interface HttpHostOptions {
  /** Who has the app open. */
  userId: number
  post: Post
  /** Told of what the portal did not answer; the app is told too, in its own way. */
  onFailure: (failure: Outcome) => void
  /** Told of a call that was carried out, and whose answer the app never gets. */
  onLost?: (method: string) => void
}

/** What the frame asks, as a person knows it. */
const QUESTIONS: Readonly<Record<keyof AppHost, string>> = {
  initData: 'The app’s question who has it open',
  call: 'A call of the app',
  refreshAuth: 'The app’s question for a new token',
  setOption: 'An option that the app sets',
  finishInstall: 'The end of the app’s installation',
}

/** What the frame asks of the portal, carried to the server. */
export function createHttpHost({ userId, post, onFailure, onLost }: HttpHostOptions): AppHost {
  async function ask<Answer>(question: keyof AppHost, body: Readonly<Record<string, unknown>> = {}) {
    try {
      return await post<Answer>(`/api/frame/${userId}/${question}`, body)
    } catch (error) {
      onFailure(describeFailure(error, `${QUESTIONS[question]} got no answer: `))
      throw error
    }
  }

  return {
    initData: () => ask<InitData>('initData'),
    async call(method, params) {
      const { lost, ...reply } = await ask<ToldReply>('call', { method, params })
      if (!lost) return reply
      onLost?.(method)
      throw new LostReplyError(reply)
    },
    refreshAuth: () => ask<RenewedAuth>('refreshAuth'),
    setOption: (option) => ask<Record<string, unknown>>('setOption', { ...option }),
    async finishInstall() {
      await ask('finishInstall')
    },
  }
}
