import { randomUUID } from 'node:crypto';
import { type ApiClient, eventually } from '@gatehouse/testing';
import { documentedClient } from './documented-client.ts';

/** A service and an organisation, made through the API, to play a journey with. */
export interface Scene {
  serviceId: string;
  clientId: string;
  apiSecret: string;
  service: ApiClient;
  organisationId: string;
}

/** An id for something that is yet to be made. */
export const newId = () => randomUUID().toUpperCase();

function made(what: string, answer: { status: number; text: string }): void {
  if (answer.status !== 201) throw new Error(`${what}: ${answer.status} ${answer.text}`);
}

/** Makes a service (with one role, `READER`) and an organisation. */
export async function makeScene(
  url: string,
  operator: ApiClient,
  service: Record<string, unknown> = {},
): Promise<Scene> {
  const serviceId = newId();
  const clientId = `client-${serviceId.slice(0, 8)}`;
  const organisationId = newId();
  const answer = await operator.put(`/manage/services/${serviceId}`, {
    clientId,
    name: 'School Meals',
    redirectUris: ['https://meals.example.org/welcome'],
    ...service,
  });
  made('service', answer);
  made('role', await operator.put(`/manage/services/${serviceId}/roles/READER`, { name: 'Reader' }));
  const organisation = { name: 'Hill School', category: '001', status: 1 };
  made('organisation', await operator.put(`/manage/organisations/${organisationId}`, organisation));
  const { apiSecret } = answer.body;
  return {
    serviceId,
    clientId,
    apiSecret,
    service: documentedClient(url, clientId, apiSecret),
    organisationId,
  };
}

/** Makes a user. */
export async function makeUser(operator: ApiClient, email: string): Promise<string> {
  const answer = await operator.post('/manage/users', { email, given_name: 'Ann', family_name: 'Lee' });
  made('user', answer);
  return answer.body.id;
}

export interface MailboxMessage {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  sentAt: string;
}

/** The messages to an address, oldest first. */
export async function mailboxOf(url: string, to: string): Promise<MailboxMessage[]> {
  const response = await fetch(`${url}/mailbox/messages?to=${encodeURIComponent(to)}`);
  if (response.status !== 200) throw new Error(`mailbox: ${response.status}`);
  return (await response.json()) as MailboxMessage[];
}

/** Waits for an address's `count`-th message. */
export function messageTo(url: string, to: string, count = 1): Promise<MailboxMessage> {
  return eventually(async () => {
    const message = (await mailboxOf(url, to))[count - 1];
    if (message === undefined) throw new Error(`no message ${count} in the mailbox`);
    return message;
  });
}

/** What a registration email holds: the link, and the code on a line of its own. */
export function linkAndCode(message: Pick<MailboxMessage, 'text'>): { link: string; code: string } {
  const link = /https?:\/\/\S+\/register\/[A-Za-z0-9_-]+/.exec(message.text)?.[0];
  const code = /^\s*([A-Z0-9]{8})\s*$/m.exec(message.text)?.[1];
  if (link === undefined || code === undefined) throw new Error('the email holds no link or no code');
  return { link, code };
}

/** Fills the page behind a link as a browser without JavaScript would, and sends it. */
export async function acceptByPage(
  link: string,
  code: string,
  names: { givenName?: string; familyName?: string } = {},
): Promise<Response> {
  const page = await (await fetch(link)).text();
  const form = new URLSearchParams();
  for (const [tag] of page.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) form.append(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  form.set('code', code);
  for (const [name, value] of Object.entries(names)) form.set(name, value);
  return fetch(link, { method: 'POST', body: form, redirect: 'manual' });
}
