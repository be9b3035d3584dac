import type { AppState } from './app-state.js'
import type { PortalParts } from './portal-parts.js'
import type { Raise } from './raise.js'
import type { User, Users } from './users.js'

export interface LifeStepOptions {
  /** The acting user. Default: the first active administrator. */
  by?: User['id'] | undefined
}

/** The steps in the life of an app. Each has an acting user, and tells the app's handlers. */
export interface AppLife {
  /** From now on events are delivered, `ONAPPINSTALL` first. Where that is so already, nothing happens. */
  finishInstall(app: AppState, options?: LifeStepOptions): void
}

export function createAppLife({ language, users, changes }: PortalParts, raise: Raise): AppLife {
  return {
    finishInstall(app, { by = firstAdministrator(users) } = {}) {
      if (app.installed) return
      app.installed = true
      changes.tell({ type: 'app', appId: app.id })
      const data = { VERSION: app.version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: language }
      raise('ONAPPINSTALL', { app: app.id, by, data })
    },
  }
}

function firstAdministrator(users: Users): User['id'] {
  const administrator = users.all().find(({ admin, active }) => admin && active)
  if (administrator) return administrator.id
  throw new RangeError('The portal has no active administrator: name the acting user.')
}
