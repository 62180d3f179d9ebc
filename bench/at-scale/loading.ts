import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { clientToken } from '@gatehouse/testing';
import type { ModelOrganisation } from '../../apps/platform-e2e/src/testing/model/access-model.ts';
import { grantOf } from '../../apps/platform-e2e/src/testing/model/access-model.ts';
import type { Command } from '../../apps/platform-e2e/src/testing/model/commands.ts';
import { type Conducting, carryOut } from '../../apps/platform-e2e/src/testing/model/conductor.ts';
import type { Making } from '../../apps/platform-e2e/src/testing/model/making.ts';
import { statusOfGranting } from '../../apps/platform-e2e/src/testing/model/model-policies.ts';
import type { PlatformProcess } from '../../apps/platform-e2e/src/testing/platform-process.ts';
import { inParallel } from './in-parallel.ts';
import { CODES, createChance, idOf, type MadeUser, organisationsOf, servicesOf } from './population.ts';

const AT_A_TIME = 32;
const FILES = {
  'gias-establishments': 'edubasealldata20231116.csv.gz',
  'gias-groups': 'allgroupsdata20220331.csv.gz',
};
const MADE_ORGANISATIONS = 1_000;

/** Imports the registers' files of the folder, and adds the organisations to the model. */
export async function loadOrganisations(
  { url, operator, operatorSecret }: PlatformProcess,
  { model }: Conducting,
  making: Making,
  { folder, seed }: { folder: string; seed: string },
): Promise<string> {
  const files = Object.entries(FILES).map(([source, file]) => [source, join(folder, file)] as const);
  if (!files.every(([, file]) => existsSync(file))) {
    await inParallel(organisationsOf(seed, MADE_ORGANISATIONS), AT_A_TIME, making.organisation);
    return `made of nothing: no register in ${folder}`;
  }
  for (const [source, file] of files) {
    const answer = await fetch(`${url}/manage/organisations/import?source=${source}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${clientToken('operator', operatorSecret)}`,
        'content-type': 'text/csv',
      },
      body: new Uint8Array(gunzipSync(readFileSync(file))),
    });
    if (answer.status !== 200) throw new Error(`${source}: ${answer.status} ${await answer.text()}`);
  }
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { status, body } = await operator.get(`/manage/organisations?page=${page}&pageSize=500`);
    if (status !== 200) throw new Error(`organisations, page ${page}: ${status}`);
    for (const organisation of body.organisations as ModelOrganisation[])
      model.organisations.set(organisation.id, organisation);
    pages = body.numberOfPages;
  }
  return 'from the registers';
}

export async function loadServices(conducting: Conducting, making: Making, seed: string): Promise<string[]> {
  const services = servicesOf(seed);
  for (const { policies, ...service } of services) {
    await making.service(service, CODES);
    for (const [n, policy] of policies.entries()) {
      const policyId = idOf(seed, `policy of ${service.clientId}`, n);
      await carryOut(conducting, { kind: 'put policy', serviceId: service.id, policyId, policy });
    }
  }
  return services.map(({ id }) => id);
}

export async function loadUsers(conducting: Conducting, users: readonly MadeUser[]): Promise<void> {
  await inParallel(users, AT_A_TIME, async ({ memberships, ...user }) => {
    await carryOut(conducting, { kind: 'put user', ...user });
    for (const { organisationId, roleId } of memberships) {
      const { userId } = user;
      await carryOut(conducting, { kind: 'put membership', userId, organisationId, roleId });
    }
  });
}

/** Makes so many grants; gives the number of those that policies refused. */
export async function loadGrants(
  conducting: Conducting,
  serviceIds: readonly string[],
  { grants, seed }: { grants: number; seed: string },
): Promise<number> {
  const { model } = conducting;
  const chance = createChance(`${seed}/grants`);
  const members = [...model.users.values()].filter(({ memberships }) => memberships.size > 0);
  const planned = new Set<string>();
  let refused = 0;
  function* commands(): Generator<Command> {
    for (let made = 0; made < grants; ) {
      const user = chance.pick(members);
      const organisationId = chance.pick([...user.memberships.keys()]);
      const service = model.services.get(chance.pick(serviceIds));
      const organisation = model.organisations.get(organisationId);
      if (service === undefined || organisation === undefined)
        throw new Error('the model lacks what it made');
      const key = [service.id, organisationId, user.id].join();
      if (planned.has(key) || grantOf(model, service.id, organisationId, user.id) !== undefined) continue;
      planned.add(key);
      const roles = chance.some(CODES);
      const isMade = statusOfGranting(model, service, organisation, user, roles, undefined) === 201;
      if (isMade) made++;
      else if (chance.number() < 0.9) continue;
      else refused++;
      const identifiers = chance.number() < 0.1 ? [{ key: 'number', value: String(made) }] : [];
      yield { kind: 'put grant', serviceId: service.id, userId: user.id, organisationId, roles, identifiers };
    }
  }
  await inParallel(commands(), AT_A_TIME, (command) => carryOut(conducting, command));
  return refused;
}
