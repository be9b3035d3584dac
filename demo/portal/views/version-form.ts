import type { PageApp } from 'bx24-events/server'
import { h, type View } from '../dom.js'
import { type PageModel, readVersionDraft, type VersionDraft } from '../state/model.js'

export interface VersionFormOptions {
  edit(draft: VersionDraft): void
  submit(): void
}

export interface VersionFormData extends Pick<PageModel, 'versionDraft'> {
  app: PageApp | undefined
}

/** The next version of the app: its number and the scopes that it asks for. */
export function createVersionForm({ edit, submit }: VersionFormOptions): View<VersionFormData> {
  const version = createTextField('next-version', 'Next version')
  const scopes = createTextField('next-scopes', 'Its scopes')
  const press = h('button', { type: 'submit' }, 'New version')
  const form = h('form', { class: 'row version-form' }, version.element, scopes.element, press)
  for (const { input } of [version, scopes])
    input.addEventListener('input', () => edit({ version: version.input.value, scopes: scopes.input.value }))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })

  return {
    element: form,
    update({ app, versionDraft }) {
      if (!app) return
      const draft = readVersionDraft(app, versionDraft)
      setValue(version.input, draft.version)
      setValue(scopes.input, draft.scopes)
    },
  }
}

function createTextField(id: string, label: string) {
  const input = h('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  })
  return { input, element: h('div', { class: 'text-field' }, h('label', { for: id }, label), input) }
}

/** Leaves the cursor where it is while a person writes. */
function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value
}
