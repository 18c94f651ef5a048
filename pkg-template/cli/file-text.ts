// The text of a file that somebody captured; the page reads files by it too.

/**
 * Unpacked where it is gzip (RFC 1952), UTF-16 where it begins with its byte order mark (PowerShell's `>`), else UTF-8.
 *
 * @throws {RangeError} where it unpacks to more than `most` bytes; `TypeError` where the gzip is damaged
 */
export async function fileText(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<string> {
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) return fileText(await unpacked(bytes, most), most);
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > most) {
      void reader.cancel();
      throw new RangeError('too large');
    }
    chunks.push(value as Uint8Array<ArrayBuffer>);
  }
}
