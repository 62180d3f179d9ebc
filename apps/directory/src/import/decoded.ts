import { unsupportedMediaType } from '@gatehouse/errors';

const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const SINGLE_BYTE = new Set(['windows-1252', 'cp1252', 'iso-8859-1', 'latin1', 'us-ascii', 'ascii']);

/** How a file is encoded by what its content type says; registers export Windows-1252, so that is what silence means. */
function encodingOf(charset: string | undefined): 'utf-8' | 'windows-1252' {
  if (charset === undefined || SINGLE_BYTE.has(charset)) return 'windows-1252';
  if (charset === 'utf-8' || charset === 'utf8') return 'utf-8';
  throw unsupportedMediaType('The charset must be windows-1252 or utf-8');
}

/** The first bytes, at least as many as a byte order mark has, where there are so many. */
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
 * A file's text, piece by piece: UTF-8 where a byte order mark or the charset says so, else Windows-1252. Bytes that
 * are no UTF-8 become U+FFFD. Throws a Fault (unsupported-media-type) for any other charset.
 */
export function decoded(stream: AsyncIterable<Buffer>, charset: string | undefined): AsyncIterable<string> {
  const stated = encodingOf(charset);
  return (async function* () {
    const chunks = stream[Symbol.asyncIterator]();
    const first = await firstBytes(chunks);
    const marked = first.subarray(0, UTF_8_MARK.length).equals(UTF_8_MARK);
    const decoder = new TextDecoder(marked ? 'utf-8' : stated);
    yield decoder.decode(first, { stream: true });
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      yield decoder.decode(next.value, { stream: true });
    }
    yield decoder.decode();
  })();
}
