import { expect, it } from 'vitest'
import { createPanel } from '../../../demo/portal/views/panel.js'
import { createSections } from '../../../demo/portal/views/sections.js'
import { findAll, textsOf } from './finding.js'

it('leads to each part of the page, by its heading or another title', () => {
  const parts = [createPanel('App'), { ...createPanel('Users'), title: 'People' }]
  const nav = createSections(parts)
  document.body.replaceChildren(nav, ...parts.map(({ element }) => element))
  const links = findAll(nav, 'a') as HTMLAnchorElement[]
  expect(textsOf(links)).toEqual(['App', 'People'])
  expect(links.map(({ hash }) => document.querySelector(hash))).toEqual(parts.map(({ element }) => element))
})
