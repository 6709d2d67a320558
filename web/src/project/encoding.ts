// encoding.ts: bytes to text and back, byte for byte. It knows encodings, not Python.

export type Eol = '\n' | '\r\n' | '\r'

/** How a file was written on disk, so that it can be written back the same way. */
export interface TextForm {
  readonly encoding: string
  readonly bom: boolean
  readonly eol: Eol
  readonly mixed: boolean
}

export interface Decoded {
  /** Lines end in "\n" here, whatever they end in on disk. */
  readonly text: string
  readonly form: TextForm
  /** Some bytes could not be read; the text is for looking at only. */
  readonly lossy: boolean
}

const BOMS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'], [[0xff, 0xfe], 'utf-16le'], [[0xfe, 0xff], 'utf-16be'],
]

/** PEP 263: a comment on one of the first two lines names the encoding; the expression is the PEP's own. */
function cookie(bytes: Uint8Array): string | undefined {
  let head = ''
  for (const byte of bytes.subarray(0, 400)) head += String.fromCharCode(byte)
  for (const line of head.split(/\r\n|\r|\n/, 2)) {
    const found = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)
    if (found?.[1]) return found[1]
    if (!/^[ \t\f]*(?:#.*)?$/.test(line)) return undefined
  }
  return undefined
}

function decoderFor(label: string): TextDecoder | undefined {
  // Python's own spellings that the web's table does not list.
  const known: Readonly<Record<string, string>> = { 'latin-1': 'latin1', 'utf8-sig': 'utf-8', 'utf-8-sig': 'utf-8', cp1252: 'windows-1252' }
  const name = label.toLowerCase().replaceAll('_', '-')
  try { return new TextDecoder(known[name] ?? name, { fatal: true, ignoreBOM: true }) } catch { return undefined }
}

/** The majority of the endings, and whether there was more than one kind. */
export function endings(text: string): { eol: Eol; mixed: boolean } {
  let crlf = 0, lf = 0, cr = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10) lf++
    else if (code === 13) { if (text.charCodeAt(i + 1) === 10) { crlf++; i++ } else cr++ }
  }
  const eol: Eol = crlf > lf && crlf >= cr ? '\r\n' : cr > lf && cr > crlf ? '\r' : '\n'
  return { eol, mixed: [crlf, lf, cr].filter(n => n > 0).length > 1 }
}

export function decode(bytes: Uint8Array): Decoded {
  const bom = BOMS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))
  const body = bom ? bytes.subarray(bom[0].length) : bytes
  const label = bom?.[1] ?? cookie(bytes) ?? 'utf-8'
  const decoder = decoderFor(label)
  const finish = (raw: string, lossy: boolean, encoding: string): Decoded =>
    ({ text: raw.replace(/\r\n?/g, '\n'), form: { encoding, bom: bom !== undefined, ...endings(raw) }, lossy })
  if (decoder) {
    try { return finish(decoder.decode(body), false, decoder.encoding) } catch { /* told as lossy below */ }
  }
  return finish(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body), true, label)
}

/** For encodings of one byte a character, the way back is the way there, inverted. */
function singleByteTable(encoding: string): Map<string, number> | undefined {
  const decoder = decoderFor(encoding)
  if (!decoder) return undefined
  const table = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    try { table.set(decoder.decode(Uint8Array.of(byte)), byte) } catch { /* this byte means nothing alone */ }
  }
  return table
}

/** The bytes of a text in its form; undefined when a character has no place in that encoding. */
export function encode(text: string, form: TextForm): Uint8Array | undefined {
  const body = form.eol === '\n' ? text : text.replaceAll('\n', form.eol)
  if (form.encoding === 'utf-8') return new TextEncoder().encode(form.bom ? `\ufeff${body}` : body)
  if (form.encoding === 'utf-16le' || form.encoding === 'utf-16be') {
    const marked = form.bom ? `\ufeff${body}` : body
    const bytes = new Uint8Array(marked.length * 2)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < marked.length; i++) view.setUint16(i * 2, marked.charCodeAt(i), form.encoding === 'utf-16le')
    return bytes
  }
  const table = singleByteTable(form.encoding)
  if (!table) return undefined
  const bytes = new Uint8Array(body.length)
  for (let i = 0; i < body.length; i++) {
    const byte = table.get(body.charAt(i))
    if (byte === undefined) return undefined
    bytes[i] = byte
  }
  return bytes
}

/** What a file holds, as text; `bytes` beside it where some of them could not be read as such. */
export interface Content { readonly size: number; readonly text: string; readonly form: TextForm; readonly bytes?: Uint8Array }

export function contentOf(bytes: Uint8Array): Content {
  const { text, form, lossy } = decode(bytes)
  return { size: bytes.byteLength, text, form, ...lossy && { bytes } }
}

/** As the core shall see a text: its encoding and mark are those of the disk, its lines end in "\n". */
export const plainBytes = (text: string, form: TextForm): Uint8Array => encode(text, { ...form, eol: '\n' }) ?? new TextEncoder().encode(text)
