import type { OrganisationState, UserState } from '@gatehouse/contracts';
import { COUNTED_AT_MOST } from '@gatehouse/references';
import { type Collection, type Document, defineCollection, Schema, type Store } from '@gatehouse/store';

/**
 * A hint: a user may be a member of an organisation, or another organisation be linked to it. Its id says all. Whether that
 * is so is for the user and the organisation themselves to say; a hint that no longer holds stays.
 */
type HintDocument = Document;

const schema = new Schema(
  { _id: { type: String, required: true }, version: { type: Number, required: true } },
  { versionKey: false },
);

/** Which organisations are referred to by whom: neither engine can index the lists that users and organisations hold. */
export const organisationReferencesCollection = defineCollection<HintDocument>(
  'organisation-references',
  schema,
);

type Kind = 'member' | 'link';

/** What a source refers to. */
export interface SourceReferences {
  kind: Kind;
  sourceId: string;
  organisationIds: readonly string[];
}

export function membershipsOf(user: UserState): SourceReferences {
  const organisationIds =
    user.state === 'present' ? user.memberships.map(({ organisationId }) => organisationId) : [];
  return { kind: 'member', sourceId: user.id, organisationIds };
}

export function linksOf({ id, associations }: OrganisationState): SourceReferences {
  const organisationIds = associations.map(({ organisationId }) => organisationId);
  return { kind: 'link', sourceId: id, organisationIds };
}

export interface OrganisationReferences {
  /** Keeps hints of what sources refer to. */
  note(sources: readonly SourceReferences[]): Promise<void>;
  /** How many of the sources that a hint names do refer to the organisation, as `holds` says; no more than 1,000. */
  count(
    organisationId: string,
    kind: Kind,
    holds: (sourceIds: readonly string[]) => Promise<number>,
  ): Promise<number>;
}

const AT_A_TIME = 100;
const LAST = '~';

/** The hints of this store; `now` in milliseconds. */
export function openOrganisationReferences(store: Store, now: () => number): OrganisationReferences {
  const hints: Collection<HintDocument> = store.collection(organisationReferencesCollection);

  async function noteSome(ids: readonly string[]): Promise<void> {
    const known = new Set((await hints.getMany(ids)).map(({ _id }) => _id));
    // Another may write the same at the same moment, which is as good.
    await hints.writeMany(
      ids.filter((id) => !known.has(id)).map((_id) => ({ document: { _id, version: now() }, events: [] })),
    );
  }

  return {
    async note(sources) {
      const ids = sources.flatMap(({ kind, sourceId, organisationIds }) =>
        organisationIds.map((organisationId) => `${organisationId}/${kind}/${sourceId}`),
      );
      const all = [...new Set(ids)];
      for (let from = 0; from < all.length; from += AT_A_TIME) {
        await noteSome(all.slice(from, from + AT_A_TIME));
      }
    },
    async count(organisationId, kind, holds) {
      const prefix = `${organisationId}/${kind}/`;
      let counted = 0;
      for (let after = prefix; counted < COUNTED_AT_MOST; ) {
        const found = await hints.find({
          where: { _id: { gt: after, lt: prefix + LAST } },
          sort: [['_id', 1]],
          limit: AT_A_TIME,
        });
        counted += await holds(found.map(({ _id }) => _id.slice(prefix.length)));
        const last = found.at(-1);
        if (last === undefined || found.length < AT_A_TIME) break;
        after = last._id;
      }
      return Math.min(COUNTED_AT_MOST, counted);
    },
  };
}
