import type { AccountProviderState } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

const schema = documentSchema({ state: json<AccountProviderState>() });

export const accountProviderCollection = defineCollection('account-provider', schema);
export type AccountProviderDocument = DocumentOf<typeof schema>;
export type AccountProviderCollection = Collection<AccountProviderDocument>;

export { PROVIDER_ID } from './account-provider.domain.ts';

export function accountProviderKind(
  collection: AccountProviderCollection,
  now: () => number,
): EntityKind<'gatehouse.accounts.provider.v1', AccountProviderDocument> {
  return { type: 'gatehouse.accounts.provider.v1', collection, keys: () => ({}), now };
}
