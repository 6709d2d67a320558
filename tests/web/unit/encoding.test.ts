// encoding.test.ts: what comes in as bytes goes out as the same bytes.

import { describe, expect, test } from 'vitest'
import { decode, encode, endings } from '../../../web/src/project/encoding.ts'

const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value)
const latin = (value: string): Uint8Array => Uint8Array.from(value, character => character.charCodeAt(0))

describe('a file that is opened and exported unchanged', () => {
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['plain UTF-8', utf8('x = "ä"\n')],
    ['a byte order mark', utf8('\ufeffx = 1\n')],
    ['CRLF line ends', utf8('a = 1\r\nb = 2\r\n')],
    ['old Macintosh line ends', utf8('a = 1\rb = 2\r')],
    ['Latin-1 by cookie', latin('# -*- coding: latin-1 -*-\nx = "\xe4\xf6"\n')],
    ['Windows 1252 by cookie on the second line', latin('#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = "\x80"\n')],
    ['UTF-16 with a mark', Uint8Array.of(0xff, 0xfe, 0x78, 0, 0x0a, 0)],
    ['a NUL byte', utf8('x = 1\u0000\n')],
    ['no text at all', new Uint8Array(0)],
    ['an emoji', utf8('x = "🧪"\n')],
  ]
  for (const [name, bytes] of cases) test(`keeps its bytes: ${name}`, () => {
    const { text, form, lossy } = decode(bytes)
    expect(lossy).toBe(false)
    expect(text).not.toContain('\r')
    expect(encode(text, form)).toEqual(bytes)
  })
})

test('bytes that are no UTF-8 are shown but marked as lossy', () => expect(decode(Uint8Array.of(0x78, 0xff, 0xfe, 0x80)).lossy).toBe(true))
test('an unknown cookie is lossy, not a crash', () => expect(decode(utf8('# coding: klingon\n')).lossy).toBe(true))
test('a cookie on the third line means nothing', () => expect(decode(latin('\n\n# coding: latin-1\n\xe4')).lossy).toBe(true))
test('mixed line ends export as the majority and say so', () => {
  const { text, form } = decode(utf8('a\r\nb\r\nc\n'))
  expect(form).toMatchObject({ eol: '\r\n', mixed: true })
  expect(new TextDecoder().decode(encode(text, form))).toBe('a\r\nb\r\nc\r\n')
})
test('a character without a place in the encoding is refused, not replaced', () => {
  const { form } = decode(latin('# coding: latin-1\nx\n'))
  expect(encode('☃', form)).toBeUndefined()
})
test('line ends are counted by kind', () => expect(endings('a\r\nb\nc\rd')).toEqual({ eol: '\n', mixed: true }))
