import { randomUUID } from 'node:crypto';
import { type ApiAnswer, type ApiClient, apiClient, expectDocumented } from '@gatehouse/testing';
import { bodyEndpoints, validBody } from '../body-endpoints.ts';
import type { PlatformProcess } from '../platform-process.ts';
import { announcement, invitation, newId, type Parties, webhook } from './parties.ts';
import type { CallerName, Row } from './table.ts';

/** Calls with any method. */
export type Send = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

function sending(client: ApiClient): Send {
  return (method, path, body) => {
    if (method === 'GET') return client.get(path);
    if (method === 'DELETE') return client.delete(path);
    if (method === 'PATCH') return client.patch(path, body);
    if (typeof body === 'string') return client.post(path, body, { 'content-type': 'text/csv' });
    return method === 'PUT' ? client.put(path, body) : client.post(path, body);
  };
}

/** Calls as nobody: no answer is a client's, but each is a documented one. */
function sendingWithoutToken(url: string): Send {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' },
      }),
    });
    const { status, headers } = response;
    const text = await response.text();
    const contentType = headers.get('content-type') ?? undefined;
    expectDocumented({ method, path, status, contentType, body: JSON.parse(text) });
    return { status, headers, text, body: JSON.parse(text) };
  };
}

/** Every caller of the table. */
export function sendersOf(
  { url, operatorSecret }: PlatformProcess,
  parties: Parties,
): Record<CallerName, Send> {
  const { own, parent, child, grandparent, stranger, seesAll } = parties;
  return {
    own: sending(own.service),
    parent: sending(parent.service),
    child: sending(child.service),
    grandparent: sending(grandparent.service),
    stranger: sending(stranger.service),
    'sees all': sending(seesAll.service),
    operator: sending(apiClient(url, 'operator', operatorSecret, expectDocumented)),
    nobody: sendingWithoutToken(url),
  };
}

const filled = (pattern: string, values: Record<string, string>) =>
  pattern.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing stands for {${name}} of ${pattern}`);
    return value;
  });

/** What a row of the table sends. `before`: what makes again what an earlier request has removed. */
export function requestOf({ method, pattern, subject }: Row, parties: Parties) {
  const { own, stranger, invited, open, messageId, ukprn, urn, cursor } = parties;
  const place = subject === "in the stranger's place" ? stranger : own;
  const known = {
    ...{ serviceId: place.serviceId, organisationId: own.organisationId, messageId },
    invitationId: subject === 'an open one' ? open.invitationId : invited.invitationId,
    deliveryId: invited.deliveryId,
    userId: subject === 'an invited user' ? invited.userId : own.userId,
    ukprnOrUpin: ukprn,
    subject: 'urn:fdc:example.org:2026:nobody',
  };
  const unknown = {
    ...{ serviceId: newId(), organisationId: newId(), messageId: newId(), userId: newId() },
    invitationId: newId(),
    deliveryId: newId(),
    ukprnOrUpin: '99999999',
  };
  const path = filled(pattern, subject === 'unknown' ? unknown : known);
  const query = subject === 'their cursor' ? `?since=${encodeURIComponent(cursor)}` : '';
  const bodies: Record<string, () => unknown> = {
    '/services/{serviceId}/invitations': () => ({ ...invitation, email: `${randomUUID()}@example.org` }),
    '/services/{serviceId}/deliveries/redeliver': () => ({ status: 'failed', since: '2026-01-01' }),
    '/services/{serviceId}/webhook': webhook,
    '/services/{serviceId}/webhook/test': () => ({}),
    '/organisations/announcements': () =>
      subject === 'theirs' ? announcement(messageId, urn) : announcement(newId(), urn, 'Another'),
  };
  const sends = method === 'POST' || method === 'PUT';
  const isOfWebhook =
    pattern.includes('/webhook') && subject === 'theirs' && ['POST', 'DELETE'].includes(method);
  const before = isOfWebhook
    ? { method: 'PUT', path: path.replace('/test', ''), body: webhook() }
    : undefined;
  return { method, path: `${path}${query}`, body: sends ? bodies[pattern]?.() : undefined, before };
}

/** What an operator's request sends, about what is there, or about what is not. */
export function operatorRequestOf(method: string, pattern: string, parties: Parties, isThere: boolean) {
  const { own, invited } = parties;
  const id = (known: string) => (isThere ? known : newId());
  const path = filled(pattern, {
    ...{ serviceId: id(own.serviceId), userId: id(own.userId), organisationId: id(own.organisationId) },
    ...{ invitationId: id(invited.invitationId), deliveryId: id(invited.deliveryId), policyId: newId() },
    ...{ roleCode: isThere ? 'READER' : 'NONE', readModel: isThere ? 'people' : 'none' },
    deadLetterId: newId(),
    attributeName: 'none',
    subject: 'urn:fdc:example.org:2026:nobody',
    ...{ sessionId: newId(), identityId: newId(), providerId: newId(), requestId: newId() },
  });
  if (pattern === '/manage/organisations/import')
    return { method, path: `${path}?source=gias-groups`, body: 'Group UID,Group Name\n1,Trust\n' };
  const endpoint = bodyEndpoints.find((each) => each.method === method && each.pattern === pattern);
  const body = endpoint === undefined ? undefined : validBody(endpoint, own);
  return { method, path, body };
}
