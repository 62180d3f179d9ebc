import type { OrganisationState } from '@gatehouse/contracts';
import { projectionFields } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  getAll,
  inBatches,
} from '@gatehouse/store';

/** The version of the schema: names the collection and the consumer group that fills it. */
export const ORGANISATIONS = 'organisations-2';

/**
 * A projection of directory's organisation. A rebuild fills a generation of its own next to the active one. What services are
 * told of a change is published with its write.
 */
const schema = documentSchema({
  ...projectionFields<OrganisationState>(),
  /** What people find an open organisation by. */
  searchName: String,
  searchPostcode: String,
});
schema.index({ 'state.ukprn': 1 }, { name: 'ukprn' });
schema.index({ 'state.upin': 1 }, { name: 'upin' });
schema.index({ 'state.urn': 1 }, { name: 'urn' });
schema.index({ searchName: 1 }, { name: 'searchName' });
schema.index({ searchPostcode: 1, searchName: 1 }, { name: 'searchPostcode' });

export const organisationsCollection = defineCollection(ORGANISATIONS, schema, { keepsEvents: true });
export type OrganisationProjection = DocumentOf<typeof schema>;
export type Organisations = Collection<OrganisationProjection>;

/** The organisations of some ids, in their order. Unknown and deleted ones are left out. */
export async function organisationsOf(
  organisations: Organisations,
  ids: readonly string[],
): Promise<OrganisationState[]> {
  const found = await getAll(organisations, ids);
  return ids.flatMap((id) => {
    const state = found.get(id)?.state;
    return state === undefined || state.removedAt !== undefined ? [] : state;
  });
}

/** The organisations with a provider's identifier, by id. */
export async function organisationsWith(
  organisations: Organisations,
  identifier: 'ukprn' | 'upin',
  value: string,
): Promise<OrganisationState[]> {
  const batches = inBatches(organisations, { where: { [`state.${identifier}`]: value }, size: 500 });
  return (await Array.fromAsync(batches)).flat().map(({ state }) => state);
}
