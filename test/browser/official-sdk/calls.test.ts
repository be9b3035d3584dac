import { expect, it } from 'vitest'
import { describeSdk } from './describe-sdk.js'

const HANDLER = 'https://app.example.com/handler/'

describeSdk('the library begins', {}, (context) => {
  it('ends the first run, and knows where it is and for whom', async () => {
    const told = await context.app.evaluate(() => {
      const { b24 } = window
      return {
        ...{ isFirstRun: b24.isFirstRun, isInstallMode: b24.isInstallMode, isAdmin: b24.auth.isAdmin },
        ...{ origin: b24.getTargetOrigin(), sid: b24.getAppSid(), lang: b24.getLang(), name: window.name },
        ...{ placement: b24.placement.title, isDefault: b24.placement.isDefault },
        auth: b24.auth.getAuthData(),
      }
    })
    expect(told).toMatchObject({
      ...{ isFirstRun: true, isInstallMode: false, isAdmin: true, lang: 'en' },
      ...{ origin: context.sdk.running.portal.origin, sid: told.name.split('|')[2] },
      ...{ placement: 'DEFAULT', isDefault: true },
      auth: { domain: context.sdk.running.portal.origin, expires_in: 3600, member_id: expect.any(String) },
    })
    expect((await context.sdk.running.app.hostFor(1).initData()).FIRST_RUN).toBe(false)
  })

  it('for a user who is no administrator too', async () => {
    context.app = await context.sdk.frameAfter(() =>
      context.sdk.page.getByLabel('Open as', { exact: true }).selectOption('2'),
    )
    expect(await context.app.evaluate(() => window.b24.auth.isAdmin)).toBe(false)
    expect(await context.call('profile')).toMatchObject({ NAME: 'Boris' })
  })

  it('and says so where it is in no portal', async () => {
    const alone = await context.sdk.openAlone()
    const failed = alone.evaluate(() => window.sdk.initializeB24Frame().then(String, ({ code }) => code))
    expect(await failed).toBe('JSSDK_CLIENT_SIDE_WARNING')
    await alone.close()
  })
})

describeSdk('calls', { limits: false }, (context) => {
  it('bind, list and unbind handlers', async () => {
    const handler = { event: 'OnCrmDealAdd', handler: HANDLER, auth_type: 0 }
    expect(await context.call('event.bind', handler)).toBe(true)
    expect(await context.call('event.get')).toEqual([
      { event: 'ONCRMDEALADD', handler: HANDLER, auth_type: '0', offline: 0 },
    ])
    expect(await context.call('event.bind', handler)).toEqual({ code: 'ERROR_CORE', status: 400 })
    expect(await context.call('event.unbind', handler)).toEqual({ count: 1 })
    expect(context.sdk.running.portal.handlers()).toEqual([])
    expect(await context.call('events', { SCOPE: 'user' })).toEqual(['ONUSERADD'])
  })

  it.each([
    ['profile', { ID: '1', NAME: 'Anna', ADMIN: true }],
    ['user.current', { ID: '1', NAME: 'Anna' }],
    ['user.admin', true],
    ['scope', ['crm', 'user']],
    ['app.info', { INSTALLED: true, LICENSE: 'en_std' }],
    ['server.time', expect.stringMatching(/^\d{4}-/)],
  ])('answer %s', async (method, expected) => {
    const answer = await context.call(method)
    if (typeof expected === 'object' && !Array.isArray(expected)) expect([answer]).toMatchObject([expected])
    else expect(answer).toEqual(expected)
  })

  it('of a method that there is not fail, and stand in the wire with that', async () => {
    expect(await context.call('crm.deal.list')).toEqual({ code: 'ERROR_METHOD_NOT_FOUND', status: 404 })
    const line = context.sdk.page
      .getByRole('region', { name: 'Wire' })
      .locator('summary', { hasText: 'crm.deal.list' })
    expect(await line.textContent()).toContain('404')
  })

  it('of lists come page by page, and all at once', async () => {
    const users = await context.app.evaluate(async () => {
      const { callList, fetchList } = window.b24.actions.v2
      const list = await callList.make<{ NAME: string }>({ method: 'user.get' })
      const fetched: string[] = []
      for await (const chunk of fetchList.make<{ NAME: string }>({ method: 'user.get' }))
        fetched.push(...chunk.map(({ NAME }) => NAME))
      return { list: list.getData()?.map(({ NAME }) => NAME), fetched }
    })
    expect(users).toEqual({ list: ['Anna', 'Boris'], fetched: ['Anna', 'Boris'] })
  })

  it('of its older names are those of today', async () => {
    const { one, many } = await context.app.evaluate(async () => {
      const { b24 } = window
      const one = (await b24.callMethod('profile')).getData()?.result
      const many = (await b24.callBatch({ me: ['profile'], admin: ['user.admin'] })).getData()
      return { one, many }
    })
    expect([one, many]).toMatchObject([{ NAME: 'Anna' }, { me: { NAME: 'Anna' }, admin: true }])
  })

  it('check that the portal is there', async () => {
    expect(await context.app.evaluate(() => window.b24.tools.healthCheck.make())).toBe(true)
    expect(await context.app.evaluate(() => window.b24.tools.ping.make())).toBeGreaterThanOrEqual(0)
  })

  it('of REST 3.0 find no method, which is no failure of the library', async () => {
    const errors = [expect.stringContaining('no methods of REST 3.0')]
    expect(await context.call('tasks.task.get', { id: 1 }, 'v3')).toEqual({ errors })
    const batch = await context.app.evaluate(async () => {
      const calls = [['tasks.task.get', { id: 1 }] as [string, object]]
      const result = await window.b24.actions.v3.batch.make({ calls })
      return { isSuccess: result.isSuccess, errors: result.getErrorMessages() }
    })
    expect(batch).toEqual({ isSuccess: false, errors })
  })
})

describeSdk('batches', { limits: false }, (context) => {
  it('of a list, of names, and of commands that are objects', async () => {
    const told = await context.app.evaluate(async () => {
      const { batch } = window.b24.actions.v2
      const list = await batch.make({ calls: [['profile'], ['user.admin', {}]] })
      const names = await batch.make({
        calls: { me: { method: 'profile' }, users: { method: 'user.get', params: { filter: { ID: 2 } } } },
      })
      const objects = await batch.make({ calls: [{ method: 'user.admin' }, { method: 'scope' }] })
      return [list.getData(), names.getData(), objects.getData()]
    })
    expect(told).toMatchObject([
      [{ NAME: 'Anna' }, true],
      { me: { NAME: 'Anna' }, users: [{ NAME: 'Boris' }] },
      [true, ['crm', 'user']],
    ])
  })

  it('take what an earlier command has answered', async () => {
    const found = await context.app.evaluate(async () => {
      const calls = {
        me: { method: 'profile' },
        same: { method: 'user.get', params: { ID: '$result[me][ID]' } },
      }
      return (await window.b24.actions.v2.batch.make({ calls })).getData()
    })
    expect(found).toMatchObject({ same: [{ ID: '1', NAME: 'Anna' }] })
  })

  it.each([
    { isHaltOnError: true, good: ['me'] },
    { isHaltOnError: false, good: ['me', 'admin'] },
  ])('end with the first error, or do not: halt $isHaltOnError', async ({ isHaltOnError, good }) => {
    const told = await context.app.evaluate(async (isHaltOnError) => {
      const calls = {
        me: { method: 'profile' },
        none: { method: 'no.method' },
        admin: { method: 'user.admin' },
      }
      const options = { isHaltOnError, returnAjaxResult: true }
      const result = await window.b24.actions.v2.batch.make({ calls, options })
      const data = Object.entries(result.getData() ?? {})
      return {
        good: data.filter(([, { isSuccess }]) => isSuccess).map(([name]) => name),
        errors: result.getErrorMessages(),
      }
    }, isHaltOnError)
    expect(told).toEqual({ good, errors: ['Method not found!'] })
  })

  it('of more than 50 commands go in parts', async () => {
    const { count, admins } = await context.app.evaluate(async () => {
      const calls = Array.from({ length: 120 }, () => ({ method: 'user.admin' }))
      const data = (await window.b24.actions.v2.batchByChunk.make<boolean>({ calls })).getData() ?? []
      return { count: data.length, admins: data.filter(Boolean).length }
    })
    expect([count, admins]).toEqual([120, 120])
  })

  it('are what its helper begins with: the app, its plan, the user, and options of both', async () => {
    await context.call('app.option.set', { options: { level: '7' } })
    const told = await context.app.evaluate(async () => {
      const { B24HelperManager, LoadDataType } = window.sdk
      const helper = new B24HelperManager(window.b24)
      const { App, Profile, AppOptions, UserOptions } = LoadDataType
      await helper.loadData([App, Profile, AppOptions, UserOptions])
      await helper.userOptions.save({ color: 'red' })
      return {
        ...{ form: helper.forB24Form, isSelfHosted: helper.isSelfHosted },
        level: helper.appOptions.getInteger('level'),
      }
    })
    expect(told).toMatchObject({
      ...{ form: { b24_plan: 'en_std', c_name: 'Anna', app_status: 'L' }, isSelfHosted: false, level: 7 },
    })
    expect(await context.call('user.option.get', { option: 'color' })).toBe('red')
  })
})

describeSdk('what needs more of a portal than this one has', { limits: false }, (context) => {
  it('is currencies: the helper loads none, and says so when asked for them', async () => {
    const told = await context.app.evaluate(async () => {
      const helper = new window.sdk.B24HelperManager(window.b24)
      await helper.loadData([window.sdk.LoadDataType.Currency])
      try {
        return helper.currency.baseCurrency
      } catch (error) {
        return String(error)
      }
    })
    expect(told).toContain('not initialized')
  })

  it('is news pushed by the portal: what their client asks first is not there', async () => {
    expect(await context.call('pull.config.get')).toEqual({ code: 'ERROR_METHOD_NOT_FOUND', status: 404 })
  })
})
