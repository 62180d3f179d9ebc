import type { Membership } from '@gatehouse/contracts';

/**
 * What a user's memberships may take up, in bytes of JSON: some 500 of them. The document holds them once more for each
 * event that waits, and beyond its limit it could not be written at all, not even to answer an ask.
 */
const MOST_BYTES = 100_000;
/** Room that is kept for changes of what is there. */
const FOR_CHANGES = 10_000;
/** So few fit whatever they hold. */
const ALWAYS_FIT = 200;

function bytesOf(memberships: readonly Membership[]): number {
  return Buffer.byteLength(JSON.stringify(memberships));
}

/** Whether a user can have these memberships, of which one was made just now. */
export function hasRoomForAnother(memberships: readonly Membership[]): boolean {
  return memberships.length <= ALWAYS_FIT || bytesOf(memberships) <= MOST_BYTES;
}

/** Whether a user can have these memberships, of which one was given other terms. */
export function hasRoomForChange(memberships: readonly Membership[]): boolean {
  return memberships.length <= ALWAYS_FIT || bytesOf(memberships) <= MOST_BYTES + FOR_CHANGES;
}
