// importer.worker.ts: files are measured and read here, archives opened and packed, away from the page and from the checker.

import { contentOf, type Content } from './encoding.ts'
import { PLAIN } from './plain.ts'
import { bytesOf, type WorkspaceFile } from './workspace.ts'
import { BadZip, inflateEntry, pack, readDirectory, type ZipListing, type ZipRefusal } from './zip.ts'

export type ToImporter =
  | { readonly t: 'list'; readonly id: number; readonly file: File }
  | { readonly t: 'sizes'; readonly id: number; readonly files: readonly (File | undefined)[] }
  | { readonly t: 'read'; readonly id: number; readonly file: File; readonly cap: number }
  | { readonly t: 'inflate'; readonly id: number; readonly index: number; readonly cap: number }
  | { readonly t: 'pack'; readonly id: number; readonly files: readonly WorkspaceFile[] }
export type FromImporter =
  | { readonly t: 'listed'; readonly id: number; readonly listing: ZipListing }
  | { readonly t: 'sizes'; readonly id: number; readonly sizes: readonly (number | undefined)[] }
  /** Undefined: it could not be read. */
  | { readonly t: 'content'; readonly id: number; readonly content: Content | undefined }
  | { readonly t: 'packed'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly t: 'refused'; readonly id: number; readonly refusal: ZipRefusal }

let archive: { bytes: Uint8Array; listing: ZipListing } | undefined

async function handle(message: ToImporter): Promise<FromImporter> {
  switch (message.t) {
    case 'list': {
      const bytes = new Uint8Array(await message.file.arrayBuffer())
      const listing = readDirectory(bytes)
      archive = { bytes, listing }
      return { t: 'listed', id: message.id, listing }
    }
    case 'inflate': {
      const entry = archive?.listing.entries[message.index]
      const bytes = archive && entry ? inflateEntry(archive.bytes, entry, message.cap) : undefined
      return { t: 'content', id: message.id, content: bytes && contentOf(bytes) }
    }
    case 'sizes': return { t: 'sizes', id: message.id, sizes: message.files.map(file => file?.size) }
    case 'read': {
      const { file, cap } = message, { size } = file
      // What is too big is not read; that it is, is all that is told of it.
      return { t: 'content', id: message.id, content: size > cap ? { size, text: '', form: PLAIN } : contentOf(new Uint8Array(await file.arrayBuffer())) }
    }
    case 'pack': return { t: 'packed', id: message.id, bytes: pack(new Map(message.files.map(file => [file.path, bytesOf(file)]))) }
  }
}

const scope = self as unknown as { postMessage(message: FromImporter): void; onmessage: ((event: { data: ToImporter }) => void) | null }
scope.onmessage = async ({ data }) => {
  try { scope.postMessage(await handle(data)) } catch (problem) {
    scope.postMessage({ t: 'refused', id: data.id, refusal: problem instanceof BadZip ? problem.refusal : 'damaged' })
  }
}
