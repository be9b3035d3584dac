/** What a portal's page answers to `getInitData`. */
export const INIT_DATA = {
  LANG: 'de',
  DOMAIN: 'portal.example.com',
  PROTOCOL: 1,
  PATH: '/rest',
  AUTH_ID: 'access-1',
  AUTH_EXPIRES: '3600',
  REFRESH_ID: 'refresh-1',
  MEMBER_ID: 'member-1',
  FIRST_RUN: false,
  IS_ADMIN: true,
  INSTALL: false,
  USER_OPTIONS: {},
  APP_OPTIONS: {},
  PLACEMENT: 'DEFAULT',
  PLACEMENT_OPTIONS: null,
}
