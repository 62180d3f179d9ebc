import type { IdentityProviderState, PresentIdentityProvider } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import { presentProvider } from './identity-provider.ts';

/** `name`: while it is there. A removed one stays as a tombstone. */
const schema = documentSchema({ state: json<IdentityProviderState>(), name: String });
schema.index({ name: 1 }, { name: 'name' });

export const identityProvidersCollection = defineCollection('identity-providers', schema);
export type IdentityProviderDocument = DocumentOf<typeof schema>;
export type IdentityProvidersCollection = Collection<IdentityProviderDocument>;

export const keysOfProvider = (state: IdentityProviderState) =>
  state.state === 'present' ? { name: state.name } : {};

export function identityProviderKind(
  collection: IdentityProvidersCollection,
  now: () => number,
): EntityKind<'gatehouse.signin.identity-provider.v1', IdentityProviderDocument> {
  return { type: 'gatehouse.signin.identity-provider.v1', collection, keys: keysOfProvider, now };
}

const PRESENT = { name: { gte: '' } };
/** More are nobody's: each is a button on a page. */
const MOST = 1_000;

/** A provider with the version that it has. */
export interface KnownProvider {
  version: number;
  state: PresentIdentityProvider;
}

export async function providerOf(
  collection: IdentityProvidersCollection,
  id: string,
): Promise<KnownProvider | undefined> {
  const document = await collection.get(id);
  const state = presentProvider(document?.state);
  return document && state && { version: document.version, state };
}

/** All providers, by name. */
export function allProviders(collection: IdentityProvidersCollection): Promise<KnownProvider[]> {
  return pageOfProviders(collection, { skip: 0, limit: MOST });
}

export async function pageOfProviders(
  collection: IdentityProvidersCollection,
  { skip, limit }: { skip: number; limit: number },
): Promise<KnownProvider[]> {
  const found = await collection.find({ where: PRESENT, sort: [['name', 1]], skip, limit });
  return found.flatMap(({ version, state }) => {
    const present = presentProvider(state);
    return present === undefined ? [] : { version, state: present };
  });
}

export function countProviders(collection: IdentityProvidersCollection): Promise<number> {
  return collection.count(PRESENT);
}
