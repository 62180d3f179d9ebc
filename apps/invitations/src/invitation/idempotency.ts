import { createHash } from 'node:crypto';
import { unprocessable } from '@gatehouse/errors';
import { idFrom } from '@gatehouse/runtime';
import { z } from 'zod';
import type { Idempotency, InvitationDocument } from './invitations.store.ts';

const KEY = /^[\x20-\x7E]{1,255}$/;
const REMEMBERED_MS = 24 * 3_600_000;

/** The `Idempotency-Key` header. */
export const idempotencyKey = z
  .string()
  .regex(KEY)
  .describe(
    'Makes a retry safe: the same key and body are answered as the first time, for 24 hours. 1 to 255 printable ASCII characters, such as a UUID that the client makes for each invitation. The same key with another body is refused (422).',
  );

/** Whether an `Idempotency-Key` header holds what it may. */
export function isIdempotencyKey(header: string): boolean {
  return KEY.test(header);
}

/** A part of a JSON text that is not written yet. */
type Piece = { text: string } | { value: unknown };

const text = (text: string): Piece => ({ text });

function piecesOf(value: object): Piece[] {
  const [open, close] = Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const);
  const members = Array.isArray(value)
    ? value.map((item): Piece[] => [{ value: item }])
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, item]): Piece[] => [text(`${JSON.stringify(name)}:`), { value: item }]);
  const separated = members.flatMap((member, index) => (index === 0 ? member : [text(','), ...member]));
  return [text(open), ...separated, text(close)];
}

/** JSON text with members in the order of their names, to compare by. Not recursive: a hostile body is deep. */
export function canonicalJson(value: unknown): string {
  const written: string[] = [];
  const left: Piece[] = [{ value }];
  for (let piece = left.pop(); piece !== undefined; piece = left.pop()) {
    if ('text' in piece) written.push(piece.text);
    else if (typeof piece.value !== 'object' || piece.value === null)
      written.push(JSON.stringify(piece.value));
    else for (const next of piecesOf(piece.value).reverse()) left.push(next);
  }
  return written.join('');
}

export type KeyedRequest = ReturnType<typeof keyedRequest>;

/** A key as one client used it for one service. `client`: a service's id, or `operator`. `canonicalBody`: see `canonicalJson`. */
export function keyedRequest(client: string, serviceId: string, key: string, canonicalBody: string) {
  return {
    id: idFrom('idempotency', client, serviceId, key),
    hash: createHash('sha256').update(canonicalBody).digest('base64url'),
    /** The invitation's id, by how often the key was used before. */
    invitationId: (use: number) =>
      idFrom('invitation', client, serviceId, key, ...(use === 0 ? [] : [String(use)])),
  };
}

/** The invitation of the last use of a key (`known`), or the id of a new one and what it remembers of the key. */
export type Precedent =
  | { known: string }
  | { known?: undefined; invitationId: string; idempotency: Idempotency };

/**
 * What a key means: it is remembered for 24 hours, and may then be used for something new. `firstUse`: what its first use
 * counts as. Throws a Fault (`unprocessable`) for another body.
 */
export function precedentOf(
  { id, hash, invitationId }: KeyedRequest,
  last: Pick<InvitationDocument, '_id' | 'idempotency'> | undefined,
  now: number,
  firstUse = 0,
): Precedent {
  const remembered = last?.idempotency;
  if (last !== undefined && remembered !== undefined && Date.parse(remembered.at) > now - REMEMBERED_MS) {
    // The hash was erased with the person: there is nothing to compare with.
    if (remembered.hash === undefined || remembered.hash === hash) return { known: last._id };
    throw unprocessable('This Idempotency-Key was used with another body');
  }
  const use = remembered === undefined ? firstUse : remembered.use + 1;
  return { invitationId: invitationId(use), idempotency: { id, use, hash, at: new Date(now).toISOString() } };
}
