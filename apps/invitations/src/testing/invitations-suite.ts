import {
  type InvitationsUnderTest,
  type StartOptions,
  startInvitationsUnderTest,
} from './invitations-under-test.ts';
import { invited, makeScene } from './scene.ts';

type Invited = typeof invited extends (app: InvitationsUnderTest, ...rest: infer R) => infer A
  ? (...rest: R) => A
  : never;

/** Starts an app with the scene for all tests of a file, and closes it after them. `before`: what is published first. */
export async function invitationsSuite(
  options: StartOptions = {},
  before: (app: InvitationsUnderTest) => Promise<unknown> = async () => {},
) {
  const app = await startInvitationsUnderTest(options);
  afterAll(() => app.close());
  await before(app);
  await makeScene(app);
  const invite: Invited = (...rest) => invited(app, ...rest);
  return {
    app,
    invited: invite,
    /** An invitation as the operator sees it. */
    listed: async (id: string) => (await app.operator('GET', `/manage/invitations/${id}`)).body,
    registrationsTo: (email: string) =>
      [...app.states.values()].filter((state) => state.kind === 'registration' && state.email === email),
  };
}
