// catalogue.test.ts: the pages of the rules are fetched once, and their absence is no end.

import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../../web/src/checker/report.ts'
import { catalogue } from '../../../web/src/flows/catalogue.ts'

/** A core that tells by `limbeck` how many bytes of pages it was given, and a network that answers in turn. */
function standIn(answers: (Uint8Array | Error)[]) {
  const seen: string[] = []
  let loads = 0
  const rules = catalogue(
    { catalog: async pages => ({ limbeck: `${pages.byteLength} bytes`, families: [], requirements: [], rules: [] }) as unknown as Catalog },
    async () => {
      const answer = answers[loads++]
      if (answer instanceof Uint8Array) return answer
      throw answer ?? new Error('asked too often')
    },
    catalog => seen.push(catalog.limbeck))
  return { rules, seen, loads: () => loads }
}

describe('the catalogue of rules', () => {
  test('is made of pages that were fetched before, and made once', async () => {
    const { rules, seen, loads } = standIn([new Uint8Array(7)])
    rules.fetch()
    rules.fetch()
    await rules.show()
    await rules.show()
    expect(seen).toEqual(['7 bytes'])
    expect(loads()).toBe(1)
  })
  test('is shown without pages where there is no network, and whole the next time', async () => {
    const { rules, seen } = standIn([new Error('offline'), new Uint8Array(7)])
    await rules.show()
    await rules.show()
    expect(seen).toEqual(['0 bytes', '7 bytes'])
  })
  test('survives a fetch ahead of time that fails, which no check repeats', async () => {
    const { rules, seen, loads } = standIn([new Error('offline'), new Uint8Array(7)])
    rules.fetch()
    await new Promise(done => setTimeout(done))
    rules.fetch()
    expect(loads()).toBe(1)
    await rules.show()
    expect(seen).toEqual(['7 bytes'])
  })
})
