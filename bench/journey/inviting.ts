import type { CallbackReceiver } from '@gatehouse/testing';
import type { PlatformUnderTest } from '../../apps/platform-e2e/src/testing/platform-process.ts';
import { makeScene, makeUser } from '../../apps/platform-e2e/src/testing/scene.ts';

/** An accepted invitation: when it was accepted, and when its callback comes. */
export interface Invited {
  acceptedAt: number;
  called: Promise<number>;
}

/** Invites known users in turn, each with a callback of its own. */
export type Invite = () => Promise<Invited>;

/** Makes a service, an organisation and some users, and gives what invites these. */
export async function inviting(
  platform: PlatformUnderTest,
  receiver: CallbackReceiver,
  users: number,
): Promise<Invite> {
  const { service, serviceId, organisationId } = await makeScene(platform.url, platform.operator);
  const emails = Array.from({ length: users }, (_, user) => `known-${user}@example.org`);
  for (const email of emails) await makeUser(platform.operator, email);
  let count = 0;
  return async () => {
    const turn = count++;
    const path = `/called-${turn}`;
    const called = Promise.withResolvers<number>();
    receiver.answer(path, (response) => {
      called.resolve(performance.now());
      response.writeHead(204).end();
    });
    const answer = await service.post(`/services/${serviceId}/invitations`, {
      ...{ sourceId: path, given_name: 'Ann', family_name: 'Lee', organisation: organisationId },
      email: emails[turn % users],
      callback: `${receiver.url}${path}`,
    });
    if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
    return { acceptedAt: performance.now(), called: called.promise };
  };
}
