import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import { Agent, fetch } from 'undici';
import { DEMO_CALLBACK_URI, DEMO_REDIRECT_URI, DEMO_SITE, demoIds, demoSchool } from './demo-ids.ts';
import type { DemoState } from './demo-state.ts';

/** Real establishments from the register of schools (GIAS), Open Government Licence v3.0. */
const ESTABLISHMENTS = join(import.meta.dirname, 'establishments.csv');

export interface DemoTarget {
  /** The gateway. */
  url: string;
  audience: string;
  operatorSecret: string;
}

const { clientId, serviceId, approverId, schoolId: organisationId } = demoIds;

type Send = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

/** The other end is this process: its certificate's name does not matter. */
const toOurselves = new Agent({ connect: { rejectUnauthorized: false } });

function operatorOf({ url, audience, operatorSecret }: DemoTarget): Send {
  return async (method, path, body) => {
    const token = jwt.sign({ iss: 'operator', aud: audience }, operatorSecret, { expiresIn: 60 });
    const csv = body instanceof Blob;
    const answer = await fetch(`${url}${path}`, {
      method,
      dispatcher: toOurselves,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: csv ? body : JSON.stringify(body) }),
    });
    const missing = method === 'GET' && answer.status === 404;
    if (!answer.ok && !missing)
      throw new Error(`${method} ${path.split('?')[0]} was answered ${answer.status}`);
    return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() };
  };
}

/** Whether the set is complete: the approver's grant, its last part, exists. */
export async function isDemoLoaded(target: DemoTarget): Promise<boolean> {
  const send = operatorOf(target);
  const { status, body } = await send('GET', `/manage/users/${approverId}/organisations`);
  if (status !== 200) return false;
  for (const { id } of (body as { organisations: { id: string }[] }).organisations) {
    const grant = `/manage/users/${approverId}/organisations/${id}/services/${serviceId}`;
    if ((await send('GET', grant)).status === 200) return true;
  }
  return false;
}

/**
 * Loads the demo set through the platform's own API: a few hundred real establishments, a service with roles, and an
 * approver. May be run again after a crash: ids are fixed, and a service whose secret was lost gets a new one.
 */
export async function loadDemo(target: DemoTarget): Promise<Extract<DemoState, { loaded: true }>> {
  const send = operatorOf(target);
  // Made before the import, which then finds it by its URN.
  await send('PUT', `/manage/organisations/${organisationId}`, demoSchool);
  await send(
    'POST',
    '/manage/organisations/import?source=gias-establishments',
    await openAsBlob(ESTABLISHMENTS),
  );

  const servicePath = `/manage/services/${serviceId}`;
  const made = await send('PUT', servicePath, {
    clientId,
    name: 'Demo service',
    description: 'A service to try the platform with',
    redirectUris: [DEMO_REDIRECT_URI, DEMO_CALLBACK_URI],
    params: {
      ...{ canViewApproverReport: 'true', canUseAccounts: 'true' },
      canUpdateProtectedAttributes: 'true',
    },
    signIn: { postLogoutRedirectUris: [`${DEMO_SITE}/`], startUrl: `${DEMO_SITE}/sign-in` },
  });
  const secret =
    made.status === 201 ? made : await send('POST', `${servicePath}/secret`, { overlapSeconds: 0 });
  const { apiSecret } = secret.body as { apiSecret: string };
  const forSignIn = await send('POST', `${servicePath}/client-secret`, { overlapSeconds: 0 });
  const { clientSecret } = forSignIn.body as { clientSecret: string };
  await send('PUT', `${servicePath}/roles/READER`, { name: 'Reader' });
  await send('PUT', `${servicePath}/roles/EDITOR`, { name: 'Editor' });

  await send('PUT', '/manage/attributes/local_attribute', { type: 'boolean' });

  const userPath = `/manage/users/${approverId}`;
  await send('PUT', userPath, {
    email: 'approver@school.example',
    given_name: 'Demo',
    family_name: 'Approver',
  });
  await send('PUT', `${userPath}/organisations/${organisationId}`, { roleId: 10000 });
  await send('PUT', `${userPath}/organisations/${organisationId}/services/${serviceId}`, {
    roles: ['EDITOR'],
  });
  return { loaded: true, serviceId, clientId, apiSecret, clientSecret, organisationId };
}
