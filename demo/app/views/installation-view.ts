import type { Actions } from '../actions.js'
import { button, element, section } from '../dom.js'
import { LIFE_EVENTS } from '../installer.js'
import { writeSource } from '../source.js'
import type { Installation } from '../state.js'
import { type View, whenChanged } from './view.js'

/** The installer of this version. It is there until the installation is finished. */
export function createInstallationView({ finishInstallation }: Actions, handler: string): View {
  const press = button('Finish installation', () => void finishInstallation(), { class: 'primary' })
  const outcome = element('div', { class: 'outcome', role: 'status' })
  const panel = section(
    'Installation',
    element(
      'p',
      {},
      'This version of the app is not installed yet: until it is, the portal delivers nothing to it. An installer binds what ',
      'the app needs, and then says that it is done:',
    ),
    element('pre', { class: 'code-line' }, element('code', {}, writeInstaller(handler))),
    element(
      'p',
      { class: 'hint' },
      'ONAPPINSTALL then brings the handler the application_token of this installation.',
    ),
    element('div', { class: 'buttons' }, press),
    outcome,
  )
  panel.classList.add('installation')
  const show = whenChanged((installation: Installation) => {
    const { kind } = installation
    panel.hidden = kind === 'none'
    press.disabled = kind === 'under way' || kind === 'done'
    outcome.replaceChildren(...describeInstallation(installation))
  })
  return { element: panel, render: ({ installation }) => show(installation) }
}

function writeInstaller(handler: string): string {
  return [
    `for (const event of ${writeSource(LIFE_EVENTS)}) {`,
    `  await BX24.callBind(event, ${writeSource(handler)})`,
    '}',
    'await BX24.installFinish()',
  ].join('\n')
}

function describeInstallation(installation: Installation): HTMLElement[] {
  switch (installation.kind) {
    case 'none':
    case 'open':
      return []
    case 'under way':
      return [element('p', { class: 'badge wait busy' }, 'Binding…')]
    case 'done':
      return [element('p', { class: 'badge good' }, 'Finished. The portal opens the app anew.')]
    case 'failed': {
      const { code, text, status } = installation.failure
      const how = status === 0 ? 'no answer of the portal' : `status ${status}`
      return [element('p', { class: 'failure' }, `Not finished. ${code}: ${text} (${how})`)]
    }
  }
}
