import type { IncomingMessage } from 'node:http';
import { invalidRequest, tooLarge } from '@gatehouse/errors';
import type { z } from 'zod';
import { type FieldNames, fieldNamesOf } from './field-names.ts';
import { type BodyType, checkMediaType } from './media-type.ts';

/** Whether the request has a body (RFC 9112, section 6). */
export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return coding !== undefined || (length !== undefined && length !== '0');
}

/** All bytes of the body; refused as soon as it is known to be over `limitBytes`. */
export function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limitBytes) {
      chunks.push(chunk);
      return;
    }
    request.off('data', onData);
    request.resume();
    reject(tooLarge(limitBytes));
  };
  request.on('data', onData);
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', () => reject(invalidRequest(['The body broke off'])));
  request.once('close', () => reject(invalidRequest(['The body broke off'])));
  return promise;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest(['The body is not valid UTF-8']);
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidRequest(['The body is not valid JSON']);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest(['The body should be a JSON object']);
  }
  return value;
}

/** The URL Standard replaces invalid UTF-8 by replacement characters, which must not end up in a name. */
function checkEscapes(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw invalidRequest(['The body is not a valid form']);
  }
}

function parseForm(text: string, { single, lists }: FieldNames): Record<string, string | string[]> {
  checkEscapes(text);
  const given = new URLSearchParams(text);
  const repeated = single.filter((name) => given.getAll(name).length > 1);
  if (repeated.length > 0) throw invalidRequest(repeated.map((name) => `${name} is given more than once`));
  const names = new Set(given.keys());
  return Object.fromEntries([
    ...single.filter((name) => names.has(name)).map((name) => [name, given.get(name) ?? '']),
    ...lists.filter((name) => names.has(name)).map((name) => [name, given.getAll(name)]),
  ]);
}

function checkLength({ headers }: IncomingMessage, limitBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
}

/** Some clients send no body in chunks, and then no type either: it is looked at once there is something. */
function mayBeEmpty(request: IncomingMessage): boolean {
  return isOfUnknownLength(request) && request.headers['content-type'] === undefined;
}

/** Refuses a body that its headers show to be too large or of the wrong type. */
export function checkBodyHeaders(request: IncomingMessage, bodyType: BodyType, limitBytes: number): void {
  if (!hasBody(request)) return;
  if (bodyType !== 'csv') checkLength(request, limitBytes);
  if (bodyType === 'csv' || !mayBeEmpty(request)) checkMediaType(bodyType, request.headers);
}

/** Whether the length of the body is known only once it is read. */
export function isOfUnknownLength({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined;
}

/** Refuses an unwanted body over the limit. Where its length is announced, it need not be read for that. */
export async function refuseLongBody(request: IncomingMessage, limitBytes: number): Promise<void> {
  checkLength(request, limitBytes);
  if (isOfUnknownLength(request)) await readBytes(request, limitBytes);
}

/**
 * The body as an object. A request without one gives an empty object, so that the schema reports what is missing. Of a
 * form only the fields in `schema` are taken; a repeated one is a fault unless the schema wants a list.
 */
export async function readBody(
  request: IncomingMessage,
  bodyType: 'json' | 'form',
  limitBytes: number,
  schema: z.ZodType,
): Promise<unknown> {
  if (!hasBody(request)) return {};
  const bytes = await readBytes(request, limitBytes);
  if (bytes.length === 0) return {};
  if (mayBeEmpty(request)) checkMediaType(bodyType, request.headers);
  const text = decode(bytes);
  return bodyType === 'json' ? parseJson(text) : parseForm(text, fieldNamesOf(schema));
}
