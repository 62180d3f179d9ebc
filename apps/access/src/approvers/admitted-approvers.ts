import { setImmediate as nextTurn } from 'node:timers/promises';
import { admit, personFields, type ServiceState } from '@gatehouse/contracts';
import { inBatches } from '@gatehouse/store';
import { readMemberships } from '../people/memberships.ts';
import type { ServiceDocument } from '../services/services.store.ts';
import type { ApproverDocument } from './approvers.store.ts';
import type { PeopleCollections } from './people.read-model.ts';
import { insert, remove } from './sorted-texts.ts';

/** The ids of the approvers whom a service's policies admit, in order, by one generation of people. */
export type AdmittedApprovers = (
  people: PeopleCollections,
  service: Pick<ServiceDocument, 'state' | 'version'>,
) => Promise<readonly string[]>;

interface Evaluated {
  serviceVersion: number;
  /** Changes of approvers up to this version are in. */
  seen: number;
  /** The versions of the approvers that changed last, so that they are evaluated once. */
  recent: Map<string, number>;
  admitted: string[];
}

const AT_A_TIME = 500;
/** A version is the time of its write by its writer's clock, and may be read a little later than a greater one. */
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
 * The result of a service's policies is cached. Only approvers that changed since, because their user or their organisation
 * did, are evaluated again; all of them are after a change of the service.
 */
function admissionBy(people: PeopleCollections) {
  const { approvers } = people;
  const cached = new Map<string, Promise<Evaluated>>();

  async function newestVersion(): Promise<number> {
    const [newest] = await approvers.find({
      where: { version: { gt: 0 } },
      sort: [['version', -1]],
      limit: 1,
    });
    return newest?.version ?? 0;
  }

  async function evaluateAll({
    state,
    version,
  }: Pick<ServiceDocument, 'state' | 'version'>): Promise<Evaluated> {
    const seen = await newestVersion();
    const admitted: string[] = [];
    for await (const batch of inBatches(approvers, { by: 'listKey', size: AT_A_TIME })) {
      const ids = await admittedOf(people, state, batch);
      admitted.push(...batch.flatMap(({ _id }) => (ids.has(_id) ? _id : [])));
      await nextTurn();
    }
    return { serviceVersion: version, seen, recent: new Map(), admitted };
  }

  async function bringUpToDate(known: Evaluated, service: ServiceState): Promise<Evaluated> {
    const { recent, admitted } = known;
    const newest = await newestVersion();
    for (let after = known.seen - MARGIN_MS; ; ) {
      const batch = await approvers.find({
        where: { version: { gt: after } },
        sort: [['version', 1]],
        limit: AT_A_TIME,
      });
      const changed = batch.filter(({ _id, version }) => recent.get(_id) !== version);
      const ids = await admittedOf(people, service, changed);
      for (const { _id, version } of changed) {
        if (ids.has(_id)) insert(admitted, _id);
        else remove(admitted, _id);
        recent.set(_id, version);
      }
      const last = batch.at(-1);
      if (last === undefined || batch.length < AT_A_TIME) break;
      // Several may have one version; those that were evaluated are known by it.
      after = Math.max(last.version - 1, after + 1);
      await nextTurn();
    }
    const seen = Math.max(known.seen, newest);
    for (const [id, version] of recent) if (version <= seen - MARGIN_MS) recent.delete(id);
    return { ...known, seen };
  }

  return async (service: Pick<ServiceDocument, 'state' | 'version'>): Promise<readonly string[]> => {
    const { id } = service.state;
    const before = cached.get(id) ?? Promise.resolve(undefined);
    const next = before
      .catch(() => undefined)
      .then((known) =>
        known?.serviceVersion === service.version
          ? bringUpToDate(known, service.state)
          : evaluateAll(service),
      );
    cached.delete(id);
    cached.set(id, next);
    const [oldest] = cached.keys();
    if (cached.size > MOST_SERVICES && oldest !== undefined) cached.delete(oldest);
    return (await next).admitted;
  };
}

async function admittedOf(
  people: PeopleCollections,
  service: ServiceState,
  approvers: readonly ApproverDocument[],
): Promise<ReadonlySet<string>> {
  const listed = approvers.filter(({ listKey }) => listKey !== undefined);
  const lookUp = await readMemberships(people, listed);
  const isAdmitted = (approver: ApproverDocument) => {
    const found = lookUp(approver);
    if (typeof found === 'string') return false;
    const fields = personFields(found.user, found.membership, found.organisation);
    return admit(service.policies, fields, 'organisation and person').admitted;
  };
  return new Set(listed.filter(isAdmitted).map(({ _id }) => _id));
}
