import { restorables as access, remembered as rememberedByAccess } from '@gatehouse/access/restoring';
import { restorables as directory } from '@gatehouse/directory/restoring';
import type { Remembered, Restorable } from '@gatehouse/entities';
import {
  restorables as invitations,
  remembered as rememberedByInvitations,
} from '@gatehouse/invitations/restoring';
import { restorables as notifier } from '@gatehouse/notifier/restoring';
import { STORE_NAMES, type StoreName } from '@gatehouse/standalone/engines';

const BY_STORE: Readonly<Record<StoreName, readonly Restorable[]>> = {
  directory,
  access,
  invitations,
  notifier,
};

/** Every kind of entity that the platform tells of, and whose store keeps it. */
export const RESTORABLE_KINDS = STORE_NAMES.flatMap((store) =>
  BY_STORE[store].map((kind) => ({ store, kind })),
);

/** Which stores have copies of others' entities. */
export const REMEMBERED: readonly { store: StoreName; copies: readonly Remembered[] }[] = [
  { store: 'access', copies: rememberedByAccess },
  { store: 'invitations', copies: rememberedByInvitations },
];
