// plain.ts: how a text is written that was made here: UTF-8, without a mark, each line with "\n". A file of its own, since the first
// script needs it and nothing else of encodings.

import type { TextForm } from './encoding.ts'

export const PLAIN: TextForm = { encoding: 'utf-8', bom: false, eol: '\n', mixed: false }
