// settings.data.ts: the table of settings is their JSON schema, which a test compares with what the checker reads.

import { readFileSync } from 'node:fs'
import { prose } from './html.ts'

interface Property {
  readonly description?: string
  readonly type?: string
  readonly $ref?: string
  readonly enum?: readonly string[]
  readonly items?: Property
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Property>>
  readonly additionalProperties?: boolean | Property
}

export interface SettingRow {
  readonly key: string
  readonly takes: string
  readonly text: string
}

declare const data: readonly SettingRow[]
export { data }

function takes(property: Property): string {
  const words = property.enum ?? property.items?.enum
    ?? (typeof property.additionalProperties === 'object' ? property.additionalProperties.enum : undefined)
  if (words) return words.map((word) => `\`${word}\``).join(', ')
  if (property.$ref?.endsWith('/textOrTexts')) return 'a text or a list of texts'
  if (property.$ref || property.type === 'array') return 'a list of texts'
  if (property.type === 'boolean') return '`true` or `false`'
  return property.type === 'object' ? 'a table' : 'a text'
}

function rows(properties: Readonly<Record<string, Property>>, before = ''): SettingRow[] {
  return Object.entries(properties).flatMap(([name, property]) => property.properties
    ? rows(property.properties, `${before}${name}.`)
    : [{
        key: `${before}${name}`,
        takes: prose(takes(property)),
        text: prose(`${property.description ?? ''}${property.default === undefined ? '' : ` Default: \`${JSON.stringify(property.default)}\`.`}`),
      }])
}

export default {
  watch: ['../public/limbeck.schema.json'],
  load(): readonly SettingRow[] {
    const schema = JSON.parse(readFileSync(new URL('../public/limbeck.schema.json', import.meta.url), 'utf8')) as Property
    return rows(schema.properties ?? {})
  },
}
