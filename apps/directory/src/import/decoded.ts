import { decodedText, type TextEncoding } from '@gatehouse/csv';
import { unsupportedMediaType } from '@gatehouse/errors';

const SINGLE_BYTE = new Set(['windows-1252', 'cp1252', 'iso-8859-1', 'latin1', 'us-ascii', 'ascii']);

/** The encoding that a content type names. Without one it is Windows-1252, as registers export. */
function encodingOf(charset: string | undefined): TextEncoding {
  if (charset === undefined || SINGLE_BYTE.has(charset)) return 'windows-1252';
  if (charset === 'utf-8' || charset === 'utf8') return 'utf-8';
  throw unsupportedMediaType('The charset must be windows-1252 or utf-8');
}

/**
 * A file's text, piece by piece: UTF-8 where a byte order mark or the charset says so, else Windows-1252. Bytes that
 * are no UTF-8 become U+FFFD. Throws a Fault (unsupported-media-type) for any other charset.
 */
export function decoded(stream: AsyncIterable<Buffer>, charset: string | undefined): AsyncIterable<string> {
  return decodedText(stream, encodingOf(charset));
}
