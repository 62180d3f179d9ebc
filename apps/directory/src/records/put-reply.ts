import type { Put } from './put.ts';

/** How a PUT is answered: 201 where it made something, else 200. */
export function putReply<B>(outcome: Put<unknown>['outcome'], body: B) {
  return outcome === 'created' ? { status: 201 as const, body } : { status: 200 as const, body };
}
