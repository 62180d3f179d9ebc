import type { Membership } from '@gatehouse/contracts';

/**
 * The most that a user's memberships may take, in bytes of JSON: some 500 of them. The document holds them once more in
 * each event that waits for the log, and beyond its own limit it could not be written at all.
 */
const MAX_BYTES = 100_000;
/** Kept free for changes of existing memberships. */
const FOR_CHANGES = 10_000;
/** So few fit whatever they hold. */
const ALWAYS_FIT = 200;

function fits(memberships: readonly Membership[], maxBytes: number): boolean {
  return memberships.length <= ALWAYS_FIT || Buffer.byteLength(JSON.stringify(memberships)) <= maxBytes;
}

/** Whether a user can have these memberships, one of which is new. */
export function fitsAnother(memberships: readonly Membership[]): boolean {
  return fits(memberships, MAX_BYTES);
}

/** Whether a user can have these memberships, one of which has new terms. */
export function fitsChange(memberships: readonly Membership[]): boolean {
  return fits(memberships, MAX_BYTES + FOR_CHANGES);
}
