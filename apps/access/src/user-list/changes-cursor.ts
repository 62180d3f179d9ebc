import { gone, invalidRequest } from '@gatehouse/errors';
import type { Sealer } from '@gatehouse/runtime';

/** How far a client has read a service's changes, and in which list: positions of another epoch mean nothing. */
export interface ChangesCursor {
  epoch: string;
  position: number;
}

const contextOf = (serviceId: string) => `users-changes:${serviceId}`;

/** The text of a cursor: sealed, for this service alone. */
export function sealCursor(sealer: Sealer, serviceId: string, { epoch, position }: ChangesCursor): string {
  return sealer.seal(`${epoch} ${position}`, contextOf(serviceId));
}

/** The position in a cursor. 400 for a text that is no cursor of this service, 410 for one from before a rebuild of the list. */
export function openCursor(sealer: Sealer, serviceId: string, text: string, epoch: string): number {
  const [ofList, position] = opened(sealer, serviceId, text).split(' ');
  if (ofList !== epoch) throw gone('The list was rebuilt since; begin without a cursor');
  return Number(position);
}

function opened(sealer: Sealer, serviceId: string, text: string): string {
  try {
    const [, bytes = ''] = text.split('.');
    // Base64 has several texts for the same bytes; only the one that was handed out is a cursor.
    const isExact = Buffer.from(bytes, 'base64url').toString('base64url') === bytes;
    if (isExact && text.split('.').length === 2) return sealer.open(text, contextOf(serviceId));
  } catch {
    // Whatever is wrong with it, it is no cursor of this service.
  }
  throw invalidRequest(['since is not a cursor of this list']);
}
