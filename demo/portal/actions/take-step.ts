import type { PageState } from 'bx24-events/server'
import { describeFailure } from '../api.js'
import { findOpener, readVersionDraft } from '../state/model.js'
import { type AppStep, describeStep } from '../step-words.js'
import { writeUser } from '../words.js'
import type { Asking } from './asking.js'

/** Takes a step in the life of the app, as the user who has it open, and says what it did. */
export async function takeStep(step: AppStep, { store, api }: Asking): Promise<void> {
  const { portal: before, versionDraft, deletesData, stepped } = store.model
  const opener = findOpener(store.model)
  if (!before || !opener || stepped?.tone === 'busy') return
  const { version, scopes } = readVersionDraft(before.app, versionDraft)
  const options = {
    finishInstall: {},
    update: { version: version.trim(), scopes: splitScopes(scopes) },
    uninstall: { clean: deletesData },
    install: {},
  }
  if (step === 'update' && version.trim() === '')
    return store.change({ stepped: { tone: 'bad', text: 'A new version needs a number, such as 1.0.1.' } })

  store.change({ stepped: { tone: 'busy', text: 'Asking the portal…' } })
  try {
    await api.post(`/api/app/${step}`, { ...options[step], by: opener.id })
    const after = await api.get<PageState>('/api/state')
    const by = writeUser(before.users, opener.id)
    const outcome = describeStep({ step, by, isClean: deletesData }, before, after)
    store.change({
      stepped: { ...outcome, stage: after.app.stage },
      // What comes next is offered anew.
      ...(step === 'update' ? { versionDraft: undefined } : {}),
      ...(step === 'uninstall' ? { deletesData: false } : {}),
    })
  } catch (error) {
    store.change({ stepped: describeFailure(error) })
  }
}

function splitScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))]
}
