import * as v from 'valibot'
import type { AppOptions } from './app-state.js'
import { httpUrl, name, optionsOf, scopes } from './parse.js'

/** All that an app is added with. Apart from its types: those are published, and know nothing of valibot. */
export const appSchema = optionsOf(
  {
    title: v.string(),
    url: httpUrl,
    installUrl: v.optional(httpUrl),
    scopes: v.optional(scopes),
    version: v.optional(name),
    installed: v.optional(v.boolean()),
    clientId: v.optional(name),
    clientSecret: v.optional(name),
    placement: v.optional(v.string()),
    placementOptions: v.optional(v.unknown()),
  } satisfies Record<keyof AppOptions, v.GenericSchema>,
  "{ title: 'My app', url: 'http://127.0.0.1:3000/' }",
)
