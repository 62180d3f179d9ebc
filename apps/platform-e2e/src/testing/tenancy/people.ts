import { builtInServices } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import type { PlatformProcess } from '../platform-process.ts';
import { makeUser, newId } from '../scene.ts';
import { makeSignInScene, type SignInScene } from '../sign-in-scene.ts';
import { tokenOf } from '../signed-in-person.ts';
import { expectMade } from './parties.ts';

/** Who asks with a token of their own. */
export const peopleCallers = [
  'deactivated',
  'removed',
  'stranger',
  'end user',
  'of another',
  'approver',
  'supporter',
] as const;
export type PersonName = (typeof peopleCallers)[number];

/** A person who is signed in. */
export interface SignedIn {
  userId: string;
  token: string;
}

export interface School {
  scene: SignInScene;
  organisationId: string;
  people: Record<PersonName, SignedIn>;
}

/** Makes an organisation and everybody who may ask about it, each signed in. */
export async function makeSchool(platform: PlatformProcess): Promise<School> {
  const { url, operator } = platform;
  const params = { actsForPeople: 'support' };
  const scene = await makeSignInScene(url, operator, { params });
  const elsewhere = newId();
  const school = { name: 'Another school', category: '001', status: 1 };
  expectMade('school', await operator.put(`/manage/organisations/${elsewhere}`, school));
  const { organisationId } = scene;

  async function make(name: PersonName, oid?: string, roleId = 0): Promise<[PersonName, SignedIn]> {
    const email = `${newId()}@example.org`.toLowerCase();
    const userId = await makeUser(operator, email);
    if (oid !== undefined) {
      const membership = `/manage/users/${userId}/organisations/${oid}`;
      expectMade('membership', await operator.put(membership, { roleId }));
      if (name === 'supporter') {
        const grant = `${membership}/services/${builtInServices.console.id}`;
        await eventually(async () => expectMade('grant', await operator.put(grant, { roles: ['support'] })));
      }
    }
    return [name, { userId, token: await tokenOf({ url, mailboxUrl: url, scene, email }) }];
  }

  const people = Object.fromEntries([
    await make('deactivated', organisationId, 10_000),
    await make('removed', organisationId, 10_000),
    await make('stranger'),
    await make('end user', organisationId),
    await make('of another', elsewhere, 10_000),
    await make('approver', organisationId, 10_000),
    await make('supporter', elsewhere),
  ]) as Record<PersonName, SignedIn>;
  const deactivated = `/manage/users/${people.deactivated.userId}`;
  const { id: _id, ...person } = (await operator.get(deactivated)).body;
  expectMade('deactivation', await operator.put(deactivated, { ...person, status: 0 }));
  expectMade('removal', await operator.delete(`/manage/users/${people.removed.userId}`));
  return { scene, organisationId, people };
}
