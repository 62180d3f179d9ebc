import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { insist, invite, type LoadOptions, PAUSE_MS } from '../chaos/load.ts';

/** What was acknowledged beside `Truth`, and webhooks tell. */
export interface ToldTruth {
  /** Entity and member → the value last acknowledged. */
  values: Map<string, string>;
  /** Ids of invitations whose revocation was acknowledged. */
  revoked: Set<string>;
}

export interface ChangesOptions extends LoadOptions {
  told: ToldTruth;
}

const CATEGORY = '001';

/** A member whose name, status, role, identifier and grant change over and over, faster than a receiver that is away takes it. */
async function changePerson(options: ChangesOptions, worker: number): Promise<void> {
  const { operator, serviceId, organisationId, told } = options;
  const id = randomUUID().toUpperCase();
  const email = `told-${worker}@example.org`;
  const user = `/manage/users/${id}`;
  const membership = `${user}/organisations/${organisationId}`;
  const grant = `${membership}/services/${serviceId}`;
  for (let n = 0; n === 0 || options.running(); n++) {
    const status = n % 5 === 4 ? 0 : 1;
    const person = { email, given_name: `told-${n}`, family_name: 'Lee', status };
    await insist(options, () => operator.put(user, person), [200, 201]);
    told.values.set(`user ${id} given_name`, person.given_name);
    const terms = { roleId: n % 2 === 0 ? 0 : 10_000, textIdentifier: `text-${n}` };
    await insist(options, () => operator.put(membership, terms), [200, 201]);
    told.values.set(`user ${id} textIdentifier`, terms.textIdentifier);
    const held = { roles: ['READER'], identifiers: [{ key: 'key', value: `value-${n}` }] };
    await insist(options, () => operator.put(grant, held), [200, 201]);
    told.values.set(`grant ${serviceId}:${organisationId}:${id} identifiers`, `value-${n}`);
    if (n % 7 === 6) {
      await insist(options, () => operator.delete(grant), [204, 404]);
      told.values.delete(`grant ${serviceId}:${organisationId}:${id} identifiers`);
    }
    await delay(PAUSE_MS);
  }
}

/** The organisation in which everybody has access changes its name. */
async function changeOrganisation({ told, ...options }: ChangesOptions): Promise<void> {
  const { operator, organisationId } = options;
  for (let n = 0; n === 0 || options.running(); n++) {
    const organisation = { name: `Hill School ${n}`, category: CATEGORY, status: 1 };
    await insist(options, () => operator.put(`/manage/organisations/${organisationId}`, organisation), [200]);
    told.values.set(`organisation ${organisationId} name`, organisation.name);
    await delay(5 * PAUSE_MS);
  }
}

/** Invites people and revokes the invitations before anybody accepts them. */
async function inviteAndRevoke({ told, ...options }: ChangesOptions): Promise<void> {
  const { service, serviceId, truth } = options;
  for (let n = 0; n === 0 || options.running(); n++) {
    const path = `/revoked-${n}`;
    const id = await invite(options, `revoked-${n}@example.org`, path);
    // It is not called back, and whether its email went out before is chance.
    truth.invited.delete(path);
    const revoke = () => service.delete(`/services/${serviceId}/invitations/${id}`);
    await insist(options, revoke, [204, 409]);
    told.revoked.add(id);
    await delay(10 * PAUSE_MS);
  }
}

/** Runs all changes at once, until the load is stopped. */
export async function changes(options: ChangesOptions): Promise<void> {
  await Promise.all([
    ...[0, 1, 2].map((worker) => changePerson(options, worker)),
    changeOrganisation(options),
    inviteAndRevoke(options),
  ]);
}
