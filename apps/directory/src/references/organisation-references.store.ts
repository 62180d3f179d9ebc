import type { OrganisationState, UserState } from '@gatehouse/contracts';
import { defineCollection, documentSchema, type Store } from '@gatehouse/store';

/**
 * A hint, wholly in its id: a user may be a member of an organisation, or another organisation may be linked to it. The
 * users and organisations themselves show whether that is so. A hint that is no longer true stays. Neither engine can
 * index the lists inside users and organisations.
 */
export const organisationReferencesCollection = defineCollection(
  'organisation-references',
  documentSchema({}),
);

/** The hints that a user is a member of organisations. */
export function membershipHints(user: UserState): string[] {
  if (user.state !== 'present') return [];
  return user.memberships.map(({ organisationId }) => `${organisationId}/member/${user.id}`);
}

/** The hints that an organisation is linked to others: one for each target, since imports write tens of thousands of links. */
export function linkHints({ associations }: OrganisationState): string[] {
  return associations.map(({ organisationId }) => linkHint(organisationId));
}

function linkHint(organisationId: string): string {
  return `${organisationId}/link`;
}

export interface OrganisationReferences {
  note(hints: readonly string[]): Promise<void>;
  /** The ids of users who may be members, a hundred at a time. */
  possibleMembers(organisationId: string): AsyncGenerator<string[]>;
  /** Whether any other organisation may be linked to it. */
  mayHaveLinks(organisationId: string): Promise<boolean>;
}

const AT_A_TIME = 100;
/** Few enough not to start the embedded store's worker thread for checkpoints, which takes memory. */
const WRITTEN_AT_A_TIME = 25;
const LAST = '~';
const MAX_KNOWN = 10_000;

/** The hints of this store; `now` in milliseconds. */
export function openOrganisationReferences(store: Store, now: () => number): OrganisationReferences {
  /** Hints that are stored, as far as this process knows: none is ever removed. */
  const known = new Set<string>();
  const hints = store.collection(organisationReferencesCollection);

  async function noteSome(ids: readonly string[]): Promise<void> {
    const stored = new Set((await hints.getMany(ids)).map(({ _id }) => _id));
    // Another process may write the same hints, which is as good.
    await hints.writeMany(
      ids.filter((id) => !stored.has(id)).map((_id) => ({ document: { _id, version: now() }, events: [] })),
    );
    if (known.size > MAX_KNOWN) known.clear();
    for (const id of ids) known.add(id);
  }

  return {
    async note(given) {
      const unknown = [...new Set(given)].filter((id) => !known.has(id));
      for (let from = 0; from < unknown.length; from += WRITTEN_AT_A_TIME) {
        await noteSome(unknown.slice(from, from + WRITTEN_AT_A_TIME));
      }
    },
    async *possibleMembers(organisationId) {
      const prefix = `${organisationId}/member/`;
      for (let after = prefix; ; ) {
        const found = await hints.find({
          where: { _id: { gt: after, lt: prefix + LAST } },
          sort: [['_id', 1]],
          limit: AT_A_TIME,
        });
        yield found.map(({ _id }) => _id.slice(prefix.length));
        const last = found.at(-1);
        if (last === undefined || found.length < AT_A_TIME) return;
        after = last._id;
      }
    },
    async mayHaveLinks(organisationId) {
      return (await hints.get(linkHint(organisationId))) !== undefined;
    },
  };
}
