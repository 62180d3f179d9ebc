import type { ApiClient } from '@gatehouse/testing';
import type { Scene } from './scene.ts';

/** The answers about a scene and of all lists for operators, by path, to compare before and after. */
export async function everyRead(operator: ApiClient, scene: Scene): Promise<Map<string, unknown>> {
  const { service, serviceId, clientId, organisationId } = scene;
  const answers = new Map<string, unknown>();
  async function read(client: ApiClient, path: string) {
    const { status, body } = await client.get(path);
    // Each cursor is sealed anew, and each refusal has its own id.
    const { next: _, correlationId: _id, ...rest } = body;
    answers.set(path, { status, body: Array.isArray(body) ? body : rest });
    return body;
  }
  const lists = ['organisations', 'services', 'invitations', 'deliveries'];
  for (const list of lists) await read(operator, `/manage/${list}?pageSize=500`);
  const { users } = await read(operator, '/manage/users?pageSize=500');
  for (const { id } of users) {
    await read(operator, `/manage/users/${id}/organisations`);
    await read(operator, `/manage/users/${id}/organisations/${organisationId}/services`);
    await read(service, `/services/${serviceId}/organisations/${organisationId}/users/${id}`);
    for (const what of ['organisations', 'v2/organisations', 'organisationservices']) {
      await read(service, `/users/${id}/${what}`);
    }
  }
  for (const path of [
    '/users?pageSize=500',
    '/users/changes',
    '/users/approvers',
    `/services/${clientId}/roles`,
  ]) {
    await read(service, path);
  }
  return answers;
}
