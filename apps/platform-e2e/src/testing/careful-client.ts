import { randomUUID } from 'node:crypto';
import {
  type ApiAnswer,
  type ApiClient,
  apiClient,
  type CallbackReceiver,
  eventually,
} from '@gatehouse/testing';
import type { HostilePlatform } from './hostile-platform.ts';
import { acceptByPage, newId } from './scene.ts';

export const PATIENT = { timeoutMs: 30_000, intervalMs: 50 };

/** Repeats a request that failed on the platform's side. A 500 is a fault. */
export async function insist(send: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  return eventually(async () => {
    const answer = await send();
    expect(answer.status === 500 ? answer.text : 'no fault').toBe('no fault');
    if (answer.status > 500) throw new Error(`${answer.status} ${answer.text}`);
    return answer;
  }, PATIENT);
}

/** An invitation that was asked for, and where its callback goes. */
export interface Asked {
  invitationId: string;
  sourceId: string;
  callback: string;
  email: string;
  organisationId: string | undefined;
}

/** A service and an operator on a platform whose engines fail: they repeat what failed. */
export async function carefulClient(platform: HostilePlatform, receiver: CallbackReceiver) {
  const operator = apiClient(platform.url, 'operator', platform.operatorSecret);
  const [serviceId, organisationId] = [newId(), newId()];
  const clientId = `client-${serviceId.slice(0, 8)}`;
  const details = { clientId, name: 'School Meals', redirectUris: ['https://meals.example.org/'] };
  await insist(() => operator.put(`/manage/services/${serviceId}`, details));
  const school = { name: 'Hill School', category: '001', status: 1 };
  await insist(() => operator.put(`/manage/organisations/${organisationId}`, school));
  // The answer with the secret may have been lost.
  const { body } = await insist(() => operator.post(`/manage/services/${serviceId}/secret`));
  const service: ApiClient = apiClient(platform.url, clientId, body.apiSecret);

  let count = 0;
  const anEmail = () => `person-${++count}@example.org`;
  const makeUser = async (email: string): Promise<string> => {
    const id = newId();
    const person = { email, given_name: 'Ann', family_name: 'Lee' };
    const made = await insist(() => operator.put(`/manage/users/${id}`, person));
    expect([200, 201]).toContain(made.status);
    return id;
  };
  const invite = async (email: string, toOrganisation = true): Promise<Asked> => {
    const sourceId = randomUUID();
    const path = `/${sourceId}`;
    const request = {
      sourceId,
      given_name: 'Ann',
      family_name: 'Lee',
      email,
      callback: `${receiver.url}${path}`,
      ...(toOrganisation && { organisation: organisationId }),
    };
    const key = { 'idempotency-key': sourceId };
    const answer = await insist(() => service.post(`/services/${serviceId}/invitations`, request, key));
    expect([answer.status, answer.text]).toEqual([202, expect.anything()]);
    const { invitationId } = answer.body;
    return {
      invitationId,
      sourceId,
      callback: path,
      email,
      organisationId: toOrganisation ? organisationId : undefined,
    };
  };
  const statusOf = async ({ invitationId }: Asked): Promise<string> =>
    (await insist(() => operator.get(`/manage/invitations/${invitationId}`))).body.status;
  const userOf = async (email: string): Promise<string | undefined> =>
    (await insist(() => operator.get(`/manage/users?email=${email}`))).body.users[0]?.id;

  /** Registers by the page, repeatedly: an answer may be lost. */
  const accept = async (link: string, code: string): Promise<void> => {
    await eventually(async () => {
      const { status } = await acceptByPage(link, code);
      expect([303, 410]).toContain(status);
    }, PATIENT);
  };

  /** Expects the invitation to be accepted and called back under one id, and the access to be readable. */
  const expectAccepted = async (asked: Asked): Promise<void> => {
    const [first] = await receiver.waitFor(asked.callback, 1, 40_000);
    const userId = await userOf(asked.email);
    expect(JSON.parse(first?.body ?? '')).toEqual({ sub: userId, sourceId: asked.sourceId });
    await eventually(async () => expect(await statusOf(asked)).toBe('accepted'), PATIENT);
    const path = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
    const membership = `/manage/users/${userId}/organisations/${organisationId}`;
    if (asked.organisationId === undefined) return;
    expect((await insist(() => service.get(path))).status).toBe(200);
    expect((await insist(() => operator.get(membership))).body).toEqual({ id: organisationId, roleId: 0 });
  };

  return { operator, service, anEmail, makeUser, invite, statusOf, userOf, accept, expectAccepted };
}
