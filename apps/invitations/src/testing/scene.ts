import type { InvitationState } from '@gatehouse/contracts';
import { organisation, service, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { type Answer, type InvitationsUnderTest, testId } from './invitations-under-test.ts';

export const MEALS = testId('meals');
export const CHILD = testId('child of meals');
export const STRANGER = testId('stranger');
export const SCHOOL = testId('school');
export const EXCLUDED = testId('excluded school');

/** Services, one a child of the first, and organisations, one of which the first one's policy excludes. */
export async function makeScene({ neighbours, operator }: InvitationsUnderTest): Promise<void> {
  const policies = [
    {
      id: 'schools',
      name: 'Schools',
      conditions: [{ field: 'organisation.category.id', operator: 'is' as const, value: ['001'] }],
      roles: [],
    },
  ];
  await neighbours.publish('gatehouse.access.service.v1', service(MEALS, { policies, clientId: 'Meals' }));
  await neighbours.publish(
    'gatehouse.access.service.v1',
    service(CHILD, { parentId: MEALS, redirectUris: [], name: 'Child Service', clientId: 'child' }),
  );
  await neighbours.publish('gatehouse.access.service.v1', service(STRANGER, { status: 0 }));
  await neighbours.publish('gatehouse.directory.organisation.v1', organisation(SCHOOL));
  await neighbours.publish(
    'gatehouse.directory.organisation.v1',
    organisation(EXCLUDED, { category: '010' }),
  );
  await eventually(async () => {
    const answer = await operator('GET', '/readyz');
    if (answer.status !== 200) throw new Error(answer.text);
  });
}

/** A request's body. */
export const request = (email: string, more: Record<string, unknown> = {}) => ({
  sourceId: 'S1',
  given_name: 'Ann',
  family_name: 'Lee',
  email,
  ...more,
});

/** Invites as a service does, by default the first one to itself. */
export function invite(
  app: InvitationsUnderTest,
  body: unknown,
  {
    to = MEALS,
    by = MEALS,
    headers = {},
  }: { to?: string; by?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const caller = { kind: 'client' as const, serviceId: by, clientId: 'irrelevant' };
  return app.send(caller, 'POST', `/services/${to}/invitations`, body, headers);
}

/** Invites an email as the first service does, and gives the invitation's id. */
export async function invited(
  app: InvitationsUnderTest,
  email: string,
  more: Record<string, unknown> = {},
  options = {},
): Promise<string> {
  const answer = await invite(app, request(email, more), options);
  if (answer.status !== 202) throw new Error(`not accepted: ${answer.status}`);
  return answer.body.invitationId;
}

/** A person whom directory and access know, and the replies of the two to command requests. */
export function person(app: InvitationsUnderTest, id: string, email: string) {
  const answered: { id: string; at: string }[] = [];
  const publish = (times = 1) =>
    app.neighbours.publish(
      'gatehouse.directory.user.v1',
      user(id, { email, answered: [...answered] }),
      times,
    );
  return {
    id,
    publish,
    /** Directory replies to a command request. */
    answer(commandRequest: { id: string; at: string }, times = 1) {
      answered.push({ id: commandRequest.id, at: commandRequest.at });
      return publish(times);
    },
    remove: () =>
      app.neighbours.publish('gatehouse.directory.user.v1', {
        id,
        state: 'removed',
        answered,
        removedAt: new Date().toISOString(),
      }),
    /** Directory links, access grants: takes an invitation to its end. */
    async complete(
      invitationId: string,
      times = 1,
    ): Promise<Extract<InvitationState, { status: 'accepted' }>> {
      const linking = await app.reached(invitationId, 'linking');
      await this.answer(linking.commandRequest, times);
      const granting = await app.reached(invitationId, 'granting');
      await app.neighbours.publish(
        'gatehouse.access.service-link.v1',
        {
          id: invitationId,
          commandRequestId: granting.commandRequest.id,
          serviceId: granting.serviceId,
          userId: id,
          userVersion: granting.userVersion,
          outcome: 'linked',
          at: new Date().toISOString(),
        },
        times,
      );
      return app.reached(invitationId, 'accepted');
    },
  };
}
