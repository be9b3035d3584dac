import { expect, it } from 'vitest'
import { readForm } from '../../../src/portal/read-form.js'

it.each([
  ['as they are', 'cmd[0]=a&cmd[1]=b&fields[TITLE][x]=1'],
  ['escaped', 'cmd%5B0%5D=a&cmd%5b1%5d=b&fields%5BTITLE%5D%5Bx%5D=1'],
])('reads nested keys with brackets %s', (_name, form) => {
  expect(readForm(form)).toEqual({ cmd: ['a', 'b'], fields: { TITLE: { x: '1' } } })
})

it('leaves the brackets of values', () => {
  expect(readForm('cmd%5Bk%5D=m%3Fids%5B0%5D%3D1&x=[y]')).toEqual({ cmd: { k: 'm?ids[0]=1' }, x: '[y]' })
})

it.each(['[]', '[0]', '%5B%5D', '=[]', '?b%5B%5D%3D1', '[a]%26b'])(
  'leaves %s as a value, or at its end',
  (value) => {
    const text = decodeURIComponent(value)
    expect(readForm(`x=${value}&y[0]=z${value}&z=1`)).toEqual({ x: text, y: [`z${text}`], z: '1' })
  },
)

it('reads a repeated key that ends in brackets as a list', () => {
  expect(readForm('a[]=1&a%5B%5D=2')).toEqual({ a: ['1', '2'] })
})
