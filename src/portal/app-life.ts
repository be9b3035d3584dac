import * as v from 'valibot'
import type { AppState } from './app-state.js'
import type { Deliveries } from './delivery/deliveries.js'
import { name, parse, scopes as scopesSchema } from './parse.js'
import type { PortalParts } from './portal-parts.js'
import type { Raise } from './raise.js'
import { randomSecret } from './random.js'
import type { User, Users } from './users.js'

/** Who takes a step in the life of an app. */
export interface LifeStepOptions {
  /** The acting user. Default: the first active administrator. */
  by?: User['id'] | undefined
}

/** What a new version of an app brings. */
export interface UpdateOptions extends LifeStepOptions {
  /** The scopes that the new version asks for. Default: those of the last one. */
  scopes?: readonly string[]
}

/** How an app is uninstalled. */
export interface UninstallOptions extends LifeStepOptions {
  /** Whether the user wants the app's data gone too. Default: false. */
  clean?: boolean
}

/** How far an app is installed again. */
export interface InstallOptions {
  /** Whether the installation is finished at once, with no event of it. Default: false. */
  installed?: boolean
}

const updateSchema = v.object({ scopes: v.optional(scopesSchema) })

/** The steps in the life of an app. A step that does not fit where the app is throws a `RangeError`. */
export interface AppLife {
  /** From now on events are delivered, `ONAPPINSTALL` first. Where that is so already, nothing happens. */
  finishInstall(app: AppState, options?: LifeStepOptions): void
  /** Tells the handlers that there are, then, by the documented rules, deletes them. Nothing else is delivered until the installation is finished anew. */
  update(app: AppState, version: string, options?: UpdateOptions): void
  /** Tells the handlers that there are, then deletes them; the tokens die. */
  uninstall(app: AppState, options?: UninstallOptions): void
  /** Installs an app again that was uninstalled: it has another `applicationToken`, and no handlers. */
  install(app: AppState, options?: InstallOptions): void
}

export function createAppLife(parts: PortalParts, raise: Raise, deliveries: Deliveries): AppLife {
  const { language, rules, users, handlers, tokens, random, changes } = parts

  const changed = (app: AppState) => changes.tell({ type: 'app', appId: app.id })

  function actingUser({ by }: LifeStepOptions = {}): User['id'] {
    return by === undefined ? firstAdministrator(users) : users.get(by).id
  }

  function requireInstallation({ title, stage }: AppState): void {
    if (stage === 'uninstalled') throw new RangeError(`${title} is not installed.`)
  }

  return {
    finishInstall(app, options) {
      requireInstallation(app)
      if (app.stage === 'installed') return
      const by = actingUser(options)
      const data = { VERSION: app.version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: language }
      // First, as in each step: a portal that is closed refuses it, and nothing has changed then.
      raise('ONAPPINSTALL', { app: app.id, by, data })
      app.stage = 'installed'
      changed(app)
    },
    update(app, version, options = {}) {
      requireInstallation(app)
      parse(name, version, 'version')
      const { scopes = app.scopes } = parse(updateSchema, options, 'update')
      const by = actingUser(options)
      const data = { VERSION: version, PREVIOUS_VERSION: app.version, LANGUAGE_ID: language }
      deliveries.sayFarewell('ONAPPUPDATE', { app, by, data })
      app.stage = 'installing'
      app.version = version
      app.scopes = scopes
      if (!rules.keepsHandlers) handlers.removeAll(app.id)
      changed(app)
    },
    uninstall(app, options = {}) {
      requireInstallation(app)
      const by = actingUser(options)
      const data = { LANGUAGE_ID: language, CLEAN: options.clean ? 1 : 0 }
      deliveries.sayFarewell('ONAPPUNINSTALL', { app, by, data })
      app.stage = 'uninstalled'
      tokens.revoke(app.id)
      handlers.removeAll(app.id)
      app.introducedTo.clear()
      changed(app)
    },
    install(app, { installed = false } = {}) {
      if (app.stage !== 'uninstalled') throw new RangeError(`${app.title} is installed already.`)
      app.stage = installed ? 'installed' : 'installing'
      app.applicationToken = randomSecret(random)
      // What was issued since it was uninstalled is of no installation.
      tokens.revoke(app.id)
      changed(app)
    },
  }
}

function firstAdministrator(users: Users): User['id'] {
  const administrator = users.all().find(({ admin, active }) => admin && active)
  if (administrator) return administrator.id
  throw new RangeError('The portal has no active administrator: name the acting user.')
}
