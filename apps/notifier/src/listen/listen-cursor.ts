import { gone, invalidRequest } from '@gatehouse/errors';
import type { Sealer } from '@gatehouse/runtime';
import { TAPPED_LIFETIME_MS } from '../tap/tapped.domain.ts';

/** How far a listener has read. */
export interface ListenCursor {
  /** `since` of the listeners at that time: positions of another time mean nothing. */
  since: number;
  position: number;
  /** When it was handed out. */
  at: number;
}

const contextOf = (serviceId: string) => `listen:${serviceId}`;

/** The text of a cursor: sealed, for this service alone. */
export function sealCursor(sealer: Sealer, serviceId: string, { since, position, at }: ListenCursor): string {
  return sealer.seal(`${since} ${position} ${at}`, contextOf(serviceId));
}

/** A cursor of this service. 400 for any other text, 410 for one from which messages may be deleted since. */
export function openCursor(sealer: Sealer, serviceId: string, text: string, now: number): ListenCursor {
  const [since = 0, position = 0, at = 0] = opened(sealer, serviceId, text).split(' ').map(Number);
  if (now - at > TAPPED_LIFETIME_MS) throw gone('after is older than an hour; begin without it');
  return { since, position, at };
}

/** A listener was away for too long. */
export function wasAway() {
  return gone('Nobody has listened since; begin without after');
}

function opened(sealer: Sealer, serviceId: string, text: string): string {
  try {
    const [, bytes = '', ...more] = text.split('.');
    // Base64 has several texts for the same bytes; only the one that was handed out is a cursor.
    const isExact = Buffer.from(bytes, 'base64url').toString('base64url') === bytes;
    if (isExact && more.length === 0) return sealer.open(text, contextOf(serviceId));
  } catch {
    // Whatever is wrong with it, it is no cursor of this service.
  }
  throw invalidRequest(['after is not a cursor of this service']);
}
