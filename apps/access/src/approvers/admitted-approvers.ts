import { setImmediate as nextTurn } from 'node:timers/promises';
import { admit, personFields, type ServiceState } from '@gatehouse/contracts';
import { membershipIn } from '../people/membership.domain.ts';
import { organisationsOf } from '../people/organisations.store.ts';
import type { ApproverDocument } from './approvers.store.ts';
import type { PeopleCollections } from './people.ts';
import { place, takeOut } from './sorted-texts.ts';

interface AskingService {
  state: ServiceState;
  version: number;
}

/** The ids of the approvers whom a service's policies admit, in order, by one generation of people. */
export type AdmittedApprovers = (
  people: PeopleCollections,
  service: AskingService,
) => Promise<readonly string[]>;

interface Evaluated {
  serviceVersion: number;
  /** Changes of approvers up to this version are in. */
  seen: number;
  /** The versions of the approvers that changed last, so that they are not evaluated again and again. */
  recent: Map<string, number>;
  admitted: string[];
}

const AT_A_TIME = 500;
/** A version is the time of its write by the clock of its writer, and may be read a moment later than a greater one. */
const MARGIN_MS = 10_000;
const MOST_SERVICES = 50;

/** What was evaluated by one generation means nothing for the next. */
export function createApproverAdmission(): AdmittedApprovers {
  const byGeneration = new WeakMap<PeopleCollections, ReturnType<typeof admissionBy>>();
  return (people, service) => {
    const admission = byGeneration.get(people) ?? admissionBy(people);
    byGeneration.set(people, admission);
    return admission(service);
  };
}

/**
 * What the policies of a service come to is kept: only approvers that changed since, whose user or organisation changed
 * that is, are evaluated again, and all of them after a change of the service.
 */
function admissionBy(people: PeopleCollections): (service: AskingService) => Promise<readonly string[]> {
  const { approvers } = people;
  const kept = new Map<string, Promise<Evaluated>>();

  async function newestVersion(): Promise<number> {
    const [newest] = await approvers.find({
      where: { version: { gt: 0 } },
      sort: [['version', -1]],
      limit: 1,
    });
    return newest?.version ?? 0;
  }

  async function evaluateAll(service: ServiceState, serviceVersion: number): Promise<Evaluated> {
    const seen = await newestVersion();
    const admitted: string[] = [];
    for (let after = ''; ; ) {
      const some = await approvers.find({
        where: { listKey: { gt: after } },
        sort: [['listKey', 1]],
        limit: AT_A_TIME,
      });
      const those = await admittedOf(people, service, some);
      admitted.push(...some.flatMap(({ _id }) => (those.has(_id) ? _id : [])));
      const last = some.at(-1);
      if (last === undefined || some.length < AT_A_TIME) break;
      after = last._id;
      await nextTurn();
    }
    return { serviceVersion, seen, recent: new Map(), admitted };
  }

  async function bringUpToDate(known: Evaluated, service: ServiceState): Promise<Evaluated> {
    const { recent, admitted } = known;
    const newest = await newestVersion();
    for (let after = known.seen - MARGIN_MS; ; ) {
      const some = await approvers.find({
        where: { version: { gt: after } },
        sort: [['version', 1]],
        limit: AT_A_TIME,
      });
      const changed = some.filter(({ _id, version }) => recent.get(_id) !== version);
      const those = await admittedOf(people, service, changed);
      for (const { _id, version } of changed) {
        if (those.has(_id)) place(admitted, _id);
        else takeOut(admitted, _id);
        recent.set(_id, version);
      }
      const last = some.at(-1);
      if (last === undefined || some.length < AT_A_TIME) break;
      // Several may have one version; those that were seen are known by it.
      after = Math.max(last.version - 1, after + 1);
      await nextTurn();
    }
    const seen = Math.max(known.seen, newest);
    for (const [id, version] of recent) if (version <= seen - MARGIN_MS) recent.delete(id);
    return { ...known, seen };
  }

  return async ({ state, version }) => {
    const before = kept.get(state.id);
    const next = (before ?? Promise.resolve(undefined))
      .catch(() => undefined)
      .then((known) =>
        known?.serviceVersion === version ? bringUpToDate(known, state) : evaluateAll(state, version),
      );
    kept.delete(state.id);
    kept.set(state.id, next);
    const [oldest] = kept.keys();
    if (kept.size > MOST_SERVICES && oldest !== undefined) kept.delete(oldest);
    return (await next).admitted;
  };
}

async function admittedOf(
  { users, organisations }: PeopleCollections,
  service: ServiceState,
  some: readonly ApproverDocument[],
): Promise<ReadonlySet<string>> {
  const listed = some.filter(({ listKey }) => listKey !== undefined);
  const [foundUsers, foundOrganisations] = await Promise.all([
    users.getMany([...new Set(listed.map(({ userId }) => userId))]),
    organisationsOf(organisations, [...new Set(listed.map(({ organisationId }) => organisationId))]),
  ]);
  const userById = new Map(foundUsers.map(({ state }) => [state.id, state]));
  const organisationById = new Map(foundOrganisations.map((each) => [each.id, each]));
  const isAdmitted = ({ userId, organisationId }: ApproverDocument) => {
    const user = userById.get(userId);
    const organisation = organisationById.get(organisationId);
    const membership = membershipIn(user, organisationId);
    if (user?.state !== 'present' || organisation === undefined || membership === undefined) return false;
    const fields = personFields(user, membership, organisation);
    return admit(service.policies, fields, 'organisation and person').admitted;
  };
  return new Set(listed.filter(isAdmitted).map(({ _id }) => _id));
}
