import { randomUUID } from 'node:crypto';
import { type ApiClient, eventually } from '@gatehouse/testing';
import type { PlatformProcess } from '../platform-process.ts';
import { makeScene, makeUser, type Scene } from '../scene.ts';

export const newId = () => randomUUID().toUpperCase();

/** A service with an organisation and a user of its own, an approver there. */
export interface Party extends Scene {
  userId: string;
  email: string;
}

/** The service that requests are about, those around it, and what is its own. */
export interface Parties {
  own: Party;
  parent: Party;
  child: Party;
  grandparent: Party;
  stranger: Party;
  seesAll: Party;
  /** Was invited by `own` to no organisation. */
  invited: { userId: string; email: string; invitationId: string; deliveryId: string };
  /** Waits for somebody whom `own` invited, with its email sent. */
  open: { email: string; invitationId: string };
  /** Published by `own`. */
  messageId: string;
  /** The organisation of `own`. */
  ukprn: string;
  urn: string;
  /** Where `own` stands in its changes. */
  cursor: string;
  /** Texts that show that an answer holds data of `own`. */
  marks: readonly string[];
}

const ROLE = 'ONLY-THEIRS';
const TITLE = 'The kitchen is closed';

const WEBHOOK_MARK = 'webhooks-of-only-theirs';

/** Disabled, so that nothing is sent; each time another, and its address shows in answers about it. */
export function webhook() {
  const url = `http://127.0.0.1:9/${WEBHOOK_MARK}/${randomUUID()}`;
  return { url, events: ['*'], status: 'disabled' };
}

export const invitation = { sourceId: '1', given_name: 'Ann', family_name: 'Lee' };

/** An announcement to an organisation, each time another; one of `own`'s bears its mark. */
export function announcement(messageId: string, urn: string, title = TITLE) {
  return { messageId, urn, type: 1, title, summary: 'S', body: randomUUID(), publishedAt: '2026-01-01' };
}

export function expectMade(what: string, { status, text }: { status: number; text: string }): void {
  if (status < 200 || status > 299) throw new Error(`${what}: ${status} ${text}`);
}

async function makeParty({ url, operator }: PlatformProcess, service: Record<string, unknown>) {
  const scene = await makeScene(url, operator, service);
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(operator, email);
  const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
  expectMade('membership', await operator.put(membership, { roleId: 10_000 }));
  const grant = `${membership}/services/${scene.serviceId}`;
  // On a busy machine the membership may be known later than a request waits for it.
  await eventually(async () => expectMade('grant', await operator.put(grant, { roles: ['READER'] })));
  return { ...scene, userId, email };
}

/** Closes a service to all organisations but software suppliers. */
async function exclude(operator: ApiClient, { serviceId }: Party): Promise<void> {
  const conditions = [{ field: 'organisation.category.id', operator: 'is', value: ['050'] }];
  const policy = { name: 'Suppliers', conditions, roles: [] };
  expectMade('policy', await operator.put(`/manage/services/${serviceId}/policies/${newId()}`, policy));
}

async function inviteUser({ operator }: PlatformProcess, { service, serviceId }: Party) {
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(operator, email);
  const asked = await service.post(`/services/${serviceId}/invitations`, { ...invitation, email });
  expectMade('invitation', asked);
  const deliveryId = await eventually(async () => {
    const { body } = await operator.get(`/manage/deliveries?serviceId=${serviceId}&status=delivered`);
    if (body.deliveries.length !== 1) throw new Error('the invited user is not informed yet');
    return body.deliveries[0].id as string;
  });
  return { userId, email, invitationId: asked.body.invitationId as string, deliveryId };
}

async function inviteNewcomer({ service, serviceId }: Party) {
  const email = `${randomUUID()}@example.org`;
  const invitations = `/services/${serviceId}/invitations`;
  const asked = await service.post(invitations, { ...invitation, email });
  expectMade('invitation', asked);
  const invitationId = asked.body.invitationId as string;
  await eventually(async () => {
    const { body } = await service.get(`${invitations}/${invitationId}`);
    if (body.emailStatus !== 'sent') throw new Error('the email is not sent yet');
  });
  return { email, invitationId };
}

/** Makes them all, and waits until every list shows them. */
export async function makeParties(platform: PlatformProcess): Promise<Parties> {
  const { operator } = platform;
  const grandparent = await makeParty(platform, { name: 'Grandparent' });
  const parent = await makeParty(platform, { name: 'Parent', parentId: grandparent.serviceId });
  const own = await makeParty(platform, { name: 'Own', parentId: parent.serviceId });
  const child = await makeParty(platform, { name: 'Child', parentId: own.serviceId });
  const stranger = await makeParty(platform, { name: 'Stranger' });
  const params = { canViewAllUsers: 'true', canViewApproverReport: 'true' };
  const seesAll = await makeParty(platform, { name: 'Sees all', params });
  await exclude(operator, stranger);

  expectMade('role', await operator.put(`/manage/services/${own.serviceId}/roles/${ROLE}`, { name: 'Role' }));
  const [urn, ukprn] = ['700001', '17000001'];
  const school = { name: `School ${randomUUID()}`, category: '001', status: 1, urn, ukprn };
  expectMade('school', await operator.put(`/manage/organisations/${own.organisationId}`, school));
  const messageId = newId();
  const published = await own.service.post('/organisations/announcements', announcement(messageId, urn));
  expectMade('announcement', published);
  const invited = await inviteUser(platform, own);
  const open = await inviteNewcomer(own);
  expectMade('webhook', await own.service.put(`/services/${own.serviceId}/webhook`, webhook()));

  const cursor = await eventually(async () => {
    const { body } = await own.service.get('/users/changes');
    if (body.changes.length !== 1) throw new Error('the grant is not listed yet');
    const list = await own.service.get('/users');
    if (list.body.users[0]?.organisation.UKPRN !== ukprn) throw new Error('the school is not known yet');
    const report = await seesAll.service.get('/users/approvers');
    if (!report.text.includes(own.email)) throw new Error('the approver is not reported yet');
    return body.next as string;
  });
  const marks = [own.userId, own.email, own.organisationId, school.name, ROLE, TITLE, WEBHOOK_MARK];
  return {
    ...{ own, parent, child, grandparent, stranger, seesAll, invited, open, messageId, urn, ukprn, cursor },
    marks: [...marks, invited.userId, invited.email, open.email],
  };
}
