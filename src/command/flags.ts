/** One flag of the command, as `--help` tells it and as it is read. */
export interface Flag {
  readonly name: string
  readonly short?: string
  /** What stands for its value; absent: it is a switch, and has none. */
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly isList?: boolean
  /** What it does, and its default. */
  readonly help: string
}

export interface FlagGroup {
  readonly title: string
  readonly flags: readonly Flag[]
}

export const DEFAULT_PORT = 5174

export const FLAG_GROUPS: readonly FlagGroup[] = [
  {
    title: 'The app',
    flags: [
      { name: 'title', value: '<text>', help: 'What the page calls it. Default: App.' },
      {
        name: 'scope',
        value: '<names>',
        isList: true,
        help: 'Its permission scopes, with commas between: crm,task. Default: all, so that every event can be bound; basic is none. A live app has those that it asks for.',
      },
      { name: 'app-version', value: '<text>', help: 'Its version. Default: 1.0.0.' },
      {
        name: 'not-installed',
        help: 'Its installation is still to be finished, by the app or in the page. Default: it is installed.',
      },
      {
        name: 'install-url',
        value: '<URL>',
        help: 'Where it is opened until then; /install/ is a path of the app. Default: the app URL.',
      },
      {
        name: 'placement',
        value: '<code>',
        help: "Where in the portal it is opened. Default: DEFAULT, the app's own page.",
      },
      {
        name: 'placement-options',
        value: '<JSON>',
        help: `What that place tells it, such as '{"ID":"7"}'. Default: null.`,
      },
      {
        name: 'client-id',
        value: '<text>',
        help: 'Its client_id. Default: an unguessable one, which is printed.',
      },
      { name: 'client-secret', value: '<text>', help: 'Its client_secret. Default: the same.' },
      {
        name: 'open',
        value: 'auto|get|post',
        help: 'How its frame is opened. A live portal posts AUTH_ID, PLACEMENT and so on. Default: auto, which is by POST unless the app answers an empty one with 404, 405 or 501; an app that does not run is not opened then.',
      },
    ],
  },
  {
    title: 'The portal',
    flags: [
      {
        name: 'port',
        value: '<number>',
        help: `Where it listens; 0 is a free one. Default: ${DEFAULT_PORT}.`,
      },
      {
        name: 'host',
        value: '<address>',
        help: 'A name or an address of this machine, for others to reach the portal at; 0.0.0.0 for a container whose port is mapped to the same one, with --open get or post. Default: localhost, which no other machine reaches.',
      },
      {
        name: 'rules',
        value: 'documented|current',
        help: "Who may bind what: as the vendor's documentation says, or as portals do today. Default: documented.",
      },
      {
        name: 'user',
        value: '<id>:<name>[:admin]',
        isList: true,
        help: 'One of its users. The first has the app open. Default: 1:Anna:admin and 2:Boris.',
      },
      {
        name: 'live',
        help: 'As portals of today are: stands for --rules current --no-page-calls.',
      },
      { name: 'language', value: '<code>', help: 'Of its interface. Default: en.' },
      {
        name: 'no-page-calls',
        help: 'Its page does not answer callBind, callUnbind and callMethod, as no live one does. Default: it does; there is a switch in the page.',
      },
      {
        name: 'answers',
        value: '<file>',
        help: 'JSON with the results of REST methods that it does not have: {"crm.deal.list": []}. Default: they are answered ERROR_METHOD_NOT_FOUND, and listed here.',
      },
      {
        name: 'forward',
        value: '<origin>=<origin>',
        isList: true,
        help: 'Deliveries to handlers at the first origin go to the second. Default: each goes where its handler is.',
      },
      {
        name: 'state',
        value: '<file>',
        help: 'Keeps its state, with tokens that work, and goes on with it. Default: it ends with the portal.',
      },
    ],
  },
  {
    title: 'The command',
    flags: [
      { name: 'help', short: 'h', help: 'Says all this.' },
      { name: 'version', short: 'v', help: 'Says which version of bx24-events this is.' },
    ],
  },
]

export const FLAGS: ReadonlyMap<string, Flag> = new Map(
  FLAG_GROUPS.flatMap(({ flags }) => flags).map((flag) => [flag.name, flag]),
)
