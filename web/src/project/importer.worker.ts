// importer.worker.ts: archives are opened here, away from the page and from the checker.

import { BadZip, inflateEntry, pack, readDirectory, type ZipListing, type ZipRefusal } from './zip.ts'

export type ToImporter =
  | { readonly t: 'list'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly t: 'inflate'; readonly id: number; readonly index: number; readonly cap: number }
  | { readonly t: 'pack'; readonly id: number; readonly files: ReadonlyMap<string, Uint8Array> }
export type FromImporter =
  | { readonly t: 'listed'; readonly id: number; readonly listing: ZipListing }
  | { readonly t: 'inflated'; readonly id: number; readonly bytes: Uint8Array | undefined }
  | { readonly t: 'packed'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly t: 'refused'; readonly id: number; readonly refusal: ZipRefusal }

let archive: { bytes: Uint8Array; listing: ZipListing } | undefined

function handle(message: ToImporter): FromImporter {
  switch (message.t) {
    case 'list': {
      const listing = readDirectory(message.bytes)
      archive = { bytes: message.bytes, listing }
      return { t: 'listed', id: message.id, listing }
    }
    case 'inflate': {
      const entry = archive?.listing.entries[message.index]
      return { t: 'inflated', id: message.id, bytes: archive && entry ? inflateEntry(archive.bytes, entry, message.cap) : undefined }
    }
    case 'pack': return { t: 'packed', id: message.id, bytes: pack(message.files) }
  }
}

const scope = self as unknown as { postMessage(message: FromImporter): void; onmessage: ((event: { data: ToImporter }) => void) | null }
scope.onmessage = event => {
  try { scope.postMessage(handle(event.data)) } catch (problem) {
    scope.postMessage({ t: 'refused', id: event.data.id, refusal: problem instanceof BadZip ? problem.refusal : 'damaged' })
  }
}
