/** The encodings of files. */
export type TextEncoding = 'utf-8' | 'windows-1252';

const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The first bytes: at least the length of a byte order mark, unless the file is shorter. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < UTF_8_MARK.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

/**
 * A file's text, piece by piece, without its byte order mark: UTF-8 where there is that mark, else the stated encoding.
 * Invalid bytes become U+FFFD; with `fatal` they end the reading with a TypeError (`ERR_ENCODING_INVALID_ENCODED_DATA`).
 */
export async function* decodedText(
  bytes: AsyncIterable<Buffer>,
  stated: TextEncoding,
  { fatal = false }: { fatal?: boolean } = {},
): AsyncGenerator<string> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await firstBytes(chunks);
  const marked = first.subarray(0, UTF_8_MARK.length).equals(UTF_8_MARK);
  const decoder = new TextDecoder(marked ? 'utf-8' : stated, { fatal });
  yield decoder.decode(first, { stream: true });
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    yield decoder.decode(next.value, { stream: true });
  }
  yield decoder.decode();
}
