// press.ts: actions of buttons that have no handler, as the attribute `data-act`: those of annotations, which are drawn at build
// time and inside the editor, where whoever hosts them listens. No other file writes or reads the attribute's value.

import type { Action } from './action.ts'

export type Press = Extract<Action, { readonly t: 'apply' | 'review' | 'fix-rule' | 'ignore' | 'rule' | 'way' | 'goto' | 'open-note' | 'fold-note' | 'turn' }>

type Is<T> = (value: unknown) => value is T
type Fields<A> = { readonly [F in Exclude<keyof A, 't'>]: Is<A[F]> }

const text: Is<string> = value => typeof value === 'string'
const whole: Is<number> = (value): value is number => Number.isInteger(value) && Number(value) >= 0
const has = <F extends string>(value: unknown, field: F): value is Readonly<Record<F, unknown>> => typeof value === 'object' && value !== null && field in value
const spot = (value: unknown): boolean => has(value, 'line') && whole(value.line) && has(value, 'column') && whole(value.column)
const place: Is<Extract<Press, { readonly t: 'goto' }>['place']> = (value): value is Extract<Press, { readonly t: 'goto' }>['place'] =>
  has(value, 'path') && text(value.path) && has(value, 'range') && has(value.range, 'start') && spot(value.range.start) && has(value.range, 'end') && spot(value.range.end)

const finding = { finding: text }
/** What each kind consists of. A kind or a field that is missing here does not compile. */
const kinds: { readonly [K in Press['t']]: Fields<Extract<Press, { readonly t: K }>> } = {
  apply: { finding: text, fix: whole }, review: { finding: text, fix: whole }, 'fix-rule': { rule: text }, ignore: finding, rule: { rule: text }, way: finding,
  goto: { place }, 'open-note': finding, 'fold-note': finding, turn: { compound: whole },
}

function isPress(value: unknown): value is Press {
  if (!has(value, 't') || typeof value.t !== 'string' || !Object.hasOwn(kinds, value.t)) return false
  const fields: Readonly<Record<string, Is<unknown>>> = kinds[value.t as Press['t']]
  return Object.keys(fields).every(field => has(value, field) && fields[field]?.(value[field]))
}

export const encode = (press: Press): string => JSON.stringify(press)

/** Whatever else stands in the attribute is no action. */
export function decode(attribute: string | undefined): Press | undefined {
  try {
    const value: unknown = JSON.parse(attribute ?? '')
    return isPress(value) ? value : undefined
  } catch { return undefined }
}

/** The action of the button that was pressed, or inside which the press was; undefined where there is none to answer. */
export function pressed(target: EventTarget | null): Press | undefined {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null
  return button && !button.hasAttribute('disabled') ? decode(button.dataset['act']) : undefined
}
