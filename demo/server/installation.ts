/** What the app's server keeps about its installation in a portal. A real one has it in its database. */
export interface Installation {
  /** The portal's page, such as `http://localhost:5174/`. An app that is made for one portal knows it from the start. */
  readonly portalUrl: string
  /** The app's `client_id` in that portal. */
  readonly clientId: string
  /** The secret of this installation, by which the handler knows the portal; `undefined`: the app is not installed. */
  applicationToken: string | undefined
}

export function restEndpoint({ portalUrl }: Pick<Installation, 'portalUrl'>): string {
  return new URL('rest/', portalUrl).href
}
