import type { PersonCaller, PersonScope } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import type { StartedDirectory } from './started-directory.ts';

/** A person as the gateway names one who is signed in. */
export function signedIn(userId: string, scopes: readonly PersonScope[] = ['me']): PersonCaller {
  return { kind: 'person', userId, clientId: 'console', scopes, sessionId: newId() };
}

export const asSupporter = (userId: string) => signedIn(userId, ['me', 'support']);

export const APPROVER = 10_000;
export const END_USER = 0;

/** Makes organisations and people through the operator's API. */
export function peopleOf(directory: () => StartedDirectory) {
  let people = 0;

  async function ok(method: string, path: string, body: unknown) {
    const answer = await directory().request(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.body;
  }

  return {
    async organisation(status = 1): Promise<string> {
      const id = newId();
      await ok('PUT', `/manage/organisations/${id}`, { name: 'A school', category: '001', status });
      return id;
    },
    setStatus: (id: string, status: number) =>
      ok('PUT', `/manage/organisations/${id}`, { name: 'A school', category: '001', status }),
    /** A person, and a member where an organisation is given. */
    async person(organisationId?: string, roleId = END_USER, status = 1): Promise<string> {
      people++;
      const names = { given_name: 'Some', family_name: `One${people}` };
      const { id } = await ok('POST', '/manage/users', { email: `p${people}@example.org`, ...names, status });
      if (organisationId !== undefined) {
        await ok('PUT', `/manage/users/${id}/organisations/${organisationId}`, { roleId });
      }
      return id;
    },
    /** The role of a member; undefined for who is none. */
    async roleOf(userId: string, organisationId: string): Promise<number | undefined> {
      const path = `/manage/users/${userId}/organisations/${organisationId}`;
      const { status, body } = await directory().request('GET', path);
      return status === 200 ? body.roleId : undefined;
    },
  };
}
