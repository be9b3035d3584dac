import { createHash, timingSafeEqual } from 'node:crypto'
import { callRest } from './call-rest.js'
import { isRecord } from './http.js'
import { type Installation, restEndpoint } from './installation.js'
import type { Received } from './received.js'

type Post = Pick<Received, 'event' | 'auth'>

/** What the app makes of a POST: why it is refused, or what that POST did to the secret that the app keeps. */
export type Verdict = { readonly refused: string } | Pick<Received, 'secret'>

/**
 * The portal and the app share one secret per installation, the application_token: whoever knows it is the portal.
 * `ONAPPINSTALL` brings it, so that one has to be proved in another way; `ONAPPUNINSTALL` ends it.
 */
export async function judge(post: Post, installation: Installation | undefined): Promise<Verdict> {
  const { event, auth } = post
  const { application_token: given } = auth
  const known = installation?.applicationToken
  if (typeof given !== 'string') return { refused: 'Refused: there is no auth[application_token].' }
  if (!installation) return { refused: NOT_INSTALLED }
  if (known !== undefined && isSameSecret(given, known)) {
    if (event.toUpperCase() !== 'ONAPPUNINSTALL') return {}
    installation.applicationToken = undefined
    return { secret: 'forgotten' }
  }
  if (event.toUpperCase() === 'ONAPPINSTALL') {
    const refused = await whyUnproved(auth, installation)
    if (refused !== undefined) return { refused }
    installation.applicationToken = given
    return { secret: 'learned' }
  }
  return { refused: known === undefined ? NOT_INSTALLED : WRONG_SECRET }
}

/** Only an installer binds ONAPPINSTALL first: an installation that the portal's page finishes leaves the app without its secret. */
const REMEDY = 'press New version in the portal, then Finish installation in the app.'
const NOT_INSTALLED = `Refused: this app has heard of no installation, so it can trust nobody. If it was installed: ${REMEDY}`
const WRONG_SECRET = `Refused: auth[application_token] is not the one that this app learned at its installation. If the portal has sent this, the app has not heard of its last installation: ${REMEDY}`

/**
 * Anybody can send an `ONAPPINSTALL` with a secret of his own, and would be the portal from then on. To believe the first
 * that comes is a race, which an attacker can win. So the app asks the portal, by the address that it knows and never by one
 * that the POST brings: does its access_token belong to this app, and to an administrator? Nobody but they can install.
 */
async function whyUnproved(auth: Post['auth'], installation: Installation): Promise<string | undefined> {
  const { access_token: token } = auth
  if (typeof token !== 'string') return 'Refused: ONAPPINSTALL without an access_token proves nothing.'
  try {
    const ask = (method: string) => callRest(restEndpoint(installation), method, { auth: token })
    const [app, user] = (await Promise.all([ask('app.info'), ask('profile')])).map(
      ({ answer }) => answer.result,
    )
    const isOurs = isRecord(app) && app.CODE === installation.clientId
    const isAdministrators = isRecord(user) && user.ADMIN === true
    if (isOurs && isAdministrators) return undefined
    return "Refused: the portal does not take this ONAPPINSTALL's access_token for an administrator's of this app."
  } catch (error) {
    return `Refused: the portal could not be asked whether this ONAPPINSTALL is its own: ${String(error)}`
  }
}

/** Takes equally long whatever is given. A plain === stops at the first difference, and so gives a secret away bit by bit. */
function isSameSecret(given: string, known: string): boolean {
  // Digests, since timingSafeEqual takes only what is equally long.
  const digest = (secret: string) => createHash('sha256').update(secret).digest()
  return timingSafeEqual(digest(given), digest(known))
}
