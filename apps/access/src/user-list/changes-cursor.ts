import { gone, invalidRequest } from '@gatehouse/errors';
import type { Sealer } from '@gatehouse/runtime';

/** Where a reader of a service's changes stands, in the life of the list that the positions belong to. */
export interface ChangesCursor {
  epoch: string;
  position: number;
}

const contextOf = (serviceId: string) => `users-changes:${serviceId}`;

/** A cursor as a client keeps it: sealed, for this service alone. */
export function sealCursor(sealer: Sealer, serviceId: string, { epoch, position }: ChangesCursor): string {
  return sealer.seal(`${epoch} ${position}`, contextOf(serviceId));
}

/**
 * The position that a cursor stands for. 400 for a text that is no cursor of this service's, 410 for one from before the
 * list was built anew.
 */
export function openCursor(sealer: Sealer, serviceId: string, text: string, epoch: string): number {
  const [ofList, position] = opened(sealer, serviceId, text).split(' ');
  if (ofList !== epoch) throw gone('The list was built anew since; begin without a cursor');
  return Number(position);
}

function opened(sealer: Sealer, serviceId: string, text: string): string {
  try {
    const [, bytes = ''] = text.split('.');
    // Base64 has several texts for the same bytes; only the one that was given out is a cursor.
    const isExact = Buffer.from(bytes, 'base64url').toString('base64url') === bytes;
    if (isExact && text.split('.').length === 2) return sealer.open(text, contextOf(serviceId));
  } catch {
    // Whatever is wrong with it, it is none of this service's.
  }
  throw invalidRequest(['since is not a cursor of this list']);
}
