import { type Callback, createClient, type GatehouseClient } from '@gatehouse/client';
import { idFrom } from '@gatehouse/runtime';
import type { OperatorApi } from '../api/operator-api.ts';
import { playAccountSite, type RunningSite } from './account-site.ts';
import { acceptByPage, linkAndCodeOf } from './page.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { playSignIn } from './sign-in.ts';
import { type Steps, until } from './steps.ts';

const CLIENT_ID = 'demo-journey';
const SERVICE_ID = idFrom('demo', 'journey', 'service');
const SERVICE = {
  clientId: CLIENT_ID,
  name: 'School Meals',
  redirectUris: ['https://meals.example/welcome'],
  params: { canUseAccounts: 'true' },
};

export interface JourneyOptions {
  url: string;
  audience: string;
  operator: OperatorApi;
  steps: Steps;
  /** Makes the email addresses of this run unique. */
  run: string;
}

interface Scene {
  apiSecret: string;
  organisation: { id: string; name: string };
}

/** A service for the demo, with a new secret where it exists from an earlier run, and a real school. */
async function prepare(operator: OperatorApi): Promise<Scene> {
  const made = await operator.call('PUT', `/manage/services/${SERVICE_ID}`, { json: SERVICE });
  const secret =
    made.status === 201
      ? made
      : await operator.call('POST', `/manage/services/${SERVICE_ID}/secret`, { json: { overlapSeconds: 0 } });
  const { apiSecret } = secret.body as { apiSecret: string };
  const listed = await operator.call('GET', '/manage/organisations', { query: { pageSize: 1 } });
  const [found] = (listed.body as { organisations: { id: string; name: string }[] }).organisations;
  if (found !== undefined) return { apiSecret, organisation: found };
  const organisation = { id: idFrom('demo', 'journey', 'school'), name: 'Hill School' };
  const json = { name: organisation.name, category: '001', status: 1 };
  await operator.call('PUT', `/manage/organisations/${organisation.id}`, { json });
  return { apiSecret, organisation };
}

type Invite = (email: string, path: string) => Promise<string>;

function inviting(service: GatehouseClient, receiver: Receiver, organisation: string): Invite {
  return async (email, path) => {
    const { invitationId } = await service.invite({
      sourceId: path.slice(1),
      given_name: 'Demo',
      family_name: 'Person',
      email,
      organisation,
      callback: `${receiver.url}${path}`,
    });
    return invitationId;
  };
}

interface Message {
  subject: string;
  text: string;
}

async function emailTo(url: string, email: string): Promise<Message> {
  return until('the email', async () => {
    const answer = await fetch(`${url}/mailbox/messages?to=${encodeURIComponent(email)}`);
    if (!answer.ok) throw new Error(`the mailbox was answered ${answer.status}: is EMAIL_URL mailbox:?`);
    return ((await answer.json()) as Message[]).at(-1);
  });
}

/** What a pattern finds in one of the emails to a person, once there is one. */
async function emailWith(url: string, email: string, pattern: RegExp): Promise<RegExpExecArray> {
  return until('the email', async () => {
    const answer = await fetch(`${url}/mailbox/messages?to=${encodeURIComponent(email)}`);
    const found = ((await answer.json()) as Message[]).map(({ text }) => pattern.exec(text));
    return found.findLast((each) => each !== null) ?? undefined;
  });
}

/**
 * Plays the invitation journey for a known user and for a new person, who then sign in. Gives the first-party site, which still
 * runs, where it was played with. Throws StepFailed.
 */
export async function playJourney({
  url,
  audience,
  operator,
  steps,
  run,
}: JourneyOptions): Promise<RunningSite | undefined> {
  const { step, heading } = steps;
  heading('The scene');
  const { apiSecret, organisation } = await step(
    'The operator makes a service and picks a school',
    () => prepare(operator),
    (scene) => `service ${CLIENT_ID}, organisation “${scene.organisation.name}”`,
  );
  const credentials = { clientId: CLIENT_ID, apiSecret, audience };
  const service = createClient({ url, ...credentials });
  const receiver = await step(
    "The service's own receiver of callbacks listens",
    () => startReceiver(apiSecret),
    ({ url: address }) => address,
  );
  const invite = inviting(service, receiver, organisation.id);
  const callback = (path: string, userId?: string) =>
    step(
      'The service gets its callback: its signature is verified',
      async () => {
        const found = await until('the callback', () => receiver.callbackAt(path));
        if (userId !== undefined && found.sub !== userId) throw new Error('the callback names someone else');
        return found;
      },
      ({ sub, sourceId, deliveryId }: Callback) =>
        `sub ${sub}, sourceId ${sourceId}\nwebhook-id ${deliveryId}`,
    );
  const readBack = (sub: string) =>
    step(
      'The service reads the access back',
      async () => {
        const access = await service.userAccess({ userId: sub, organisationId: organisation.id });
        if (access === undefined) throw new Error('the user has no access');
        return (await service.userOrganisations(sub)) ?? [];
      },
      (organisations) => `in ${organisations.map(({ name }) => `“${name}”`).join(', ')}`,
    );

  try {
    heading('Someone the platform knows');
    const known = `known-${run}@demo.example`;
    const userId = await step('The operator makes a user', async () => {
      const json = { email: known, given_name: 'Demo', family_name: 'Person' };
      return ((await operator.call('POST', '/manage/users', { json })).body as { id: string }).id;
    });
    const shown = (id: string) => `202, invitation ${id}`;
    await step('The service invites that email', () => invite(known, `/known-${run}`), shown);
    const first = await callback(`/known-${run}`, userId);
    await step(
      'An email tells the user',
      () => emailTo(url, known),
      (message) => `“${message.subject}”`,
    );
    await readBack(first.sub);

    heading('Someone new');
    const fresh = `new-${run}@demo.example`;
    await step('The service invites an email that nobody has', () => invite(fresh, `/new-${run}`), shown);
    const { link, code } = await step(
      'The person opens the email: a link and a code',
      () => emailTo(url, fresh),
      (message) => `“${message.subject}”`,
    ).then((message) => linkAndCodeOf(message.text));
    await step(
      'The person fills in the page behind the link',
      () => acceptByPage(link, code),
      (location) => `303 to ${location}`,
    );
    const second = await callback(`/new-${run}`);
    await readBack(second.sub);
    await playSignIn({
      ...{ url, operator, steps, email: known, userId },
      service: { id: SERVICE_ID, clientId: CLIENT_ID, body: SERVICE },
      emailWith: (pattern) => emailWith(url, known, pattern),
    });
    return await playAccountSite({
      ...{ url, audience, operator, steps, email: fresh, userId: second.sub },
      service: { clientId: CLIENT_ID, apiSecret },
      emailWith: (pattern) => emailWith(url, fresh, pattern),
    });
  } finally {
    receiver.close();
  }
}
