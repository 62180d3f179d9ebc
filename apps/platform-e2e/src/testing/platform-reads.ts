import type { ApiAnswer, ApiClient } from '@gatehouse/testing';
import type { Scene } from './scene.ts';

/** The reader, and what it reads. */
export interface Reader {
  operator: ApiClient;
  /** A client with every right to read. */
  service: ApiClient;
  scene: Pick<Scene, 'serviceId' | 'clientId' | 'organisationId'>;
  userIds: readonly string[];
  /** The organisation's. */
  ukprn: string;
}

const LISTS = ['services', 'users', 'organisations', 'invitations', 'deliveries'] as const;

/** Every public read and every list of the operator's, by path: what must be the same on another engine. */
export async function everythingRead(reader: Reader): Promise<Record<string, unknown>> {
  const { operator, service, scene, userIds, ukprn } = reader;
  const { serviceId, clientId, organisationId } = scene;
  const read: Record<string, unknown> = {};
  // Refusals repeat it.
  const headers = { 'x-correlation-id': 'reading' };
  const keep = (path: string, { status, body }: ApiAnswer) => {
    read[path] = { status, body };
  };

  for (const list of LISTS) {
    for (let page = 1; ; page++) {
      const path = `/manage/${list}?page=${page}&pageSize=100`;
      const answer = await operator.get(path, headers);
      keep(path, answer);
      if (answer.status !== 200 || page >= answer.body.numberOfPages) break;
    }
  }
  for (const list of ['roles', 'policies']) {
    const path = `/manage/services/${serviceId}/${list}`;
    keep(path, await operator.get(path, headers));
  }
  for (const user of userIds) {
    for (const what of ['', '/organisations', `/organisations/${organisationId}/services`]) {
      const path = `/manage/users/${user}${what}`;
      keep(path, await operator.get(path, headers));
    }
    for (const what of ['organisations', 'v2/organisations', 'organisationservices']) {
      const path = `/users/${user}/${what}`;
      keep(path, await service.get(path, headers));
    }
    const access = `/services/${serviceId}/organisations/${organisationId}/users/${user}`;
    keep(access, await service.get(access, headers));
  }
  for (const path of [
    '/users?page=1&pageSize=2',
    '/users?page=2&pageSize=2',
    '/users/changes',
    '/users/approvers',
    `/organisations/${ukprn}/users`,
    `/services/${clientId}/roles`,
    '/organisations/categories',
    '/organisations/establishment-types',
  ]) {
    keep(path, await service.get(path, headers));
  }
  // The cursor is sealed anew for each answer.
  const changes = read['/users/changes'] as { body: { next?: unknown } };
  delete changes.body.next;
  return read;
}
