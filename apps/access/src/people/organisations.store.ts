import type { OrganisationState } from '@gatehouse/contracts';
import type { ProjectionDocument } from '@gatehouse/entities';
import { type Collection, defineCollection } from '@gatehouse/store';
import { copySchema } from './projection-schema.ts';

/** A copy of directory's organisation. Rebuilt from its topic into a generation of its own, beside this one. */
export type OrganisationCopy = ProjectionDocument<OrganisationState>;
export type Organisations = Collection<OrganisationCopy>;

/** The generation of their schema: names their collection, and the group that fills it. */
export const ORGANISATIONS = 'organisations-1';

const schema = copySchema();
schema.index({ 'state.ukprn': 1 }, { name: 'ukprn' });
schema.index({ 'state.upin': 1 }, { name: 'upin' });

export const organisationsCollection = defineCollection<OrganisationCopy>(ORGANISATIONS, schema);

const IDS_AT_A_TIME = 1_000;

/** The organisations of some ids, in their order; those not known here, or deleted, are left out. */
export async function organisationsOf(
  organisations: Organisations,
  ids: readonly string[],
): Promise<OrganisationState[]> {
  const byId = new Map<string, OrganisationState>();
  for (let from = 0; from < ids.length; from += IDS_AT_A_TIME) {
    const found = await organisations.getMany(ids.slice(from, from + IDS_AT_A_TIME));
    for (const { state } of found) if (state.removedAt === undefined) byId.set(state.id, state);
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const NAMED_AT_A_TIME = 500;

/** The organisations that a provider's identifier names, in a fixed order. */
export async function organisationsNamed(
  organisations: Organisations,
  by: 'ukprn' | 'upin',
  identifier: string,
): Promise<OrganisationState[]> {
  const named: OrganisationState[] = [];
  for (;;) {
    const found = await organisations.find({
      where: { [`state.${by}`]: identifier },
      sort: [['_id', 1]],
      skip: named.length,
      limit: NAMED_AT_A_TIME,
    });
    named.push(...found.map(({ state }) => state));
    if (found.length < NAMED_AT_A_TIME) return named;
  }
}
