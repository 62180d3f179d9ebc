import { randomUUID } from 'node:crypto';
import type { CallbackReceiver, SeenPage } from '@gatehouse/testing';
import { type Journey, killed } from './killed-journeys.ts';
import { makeUser } from './scene.ts';
import { claimsOf, makeSignInScene, redeem, visitorOf } from './sign-in-scene.ts';
import { signInBy } from './signing-in.ts';

type Tokens = Record<'access_token' | 'id_token', string>;

/** Takes logout tokens: the `sid` of each. */
async function logoutsAt(receiver: CallbackReceiver, path: string): Promise<unknown[]> {
  const arrived = await receiver.waitFor(path);
  return arrived.map(({ body }) => claimsOf(new URLSearchParams(body).get('logout_token') ?? '').sid);
}

/**
 * A person signs in to a service of its own, which redeems the code and asks who it is; then the person signs out, and the
 * service is told. Each step may be repeated: who lost an answer begins again, and no code works twice.
 */
export function signsIn({ isKnown }: { isKnown: boolean }): Journey {
  return async (name) => {
    const receiver = killed.receiver();
    const { url, operator, mailboxUrl } = killed.platform();
    const path = `/logout-${randomUUID()}`;
    const signIn = { backchannelLogoutUri: `${receiver.url}${path}` };
    const scene = await makeSignInScene(url, operator, { signIn });
    const email = `${name}@example.org`;
    if (isKnown) await makeUser(operator, email);
    const person = visitorOf(url, scene.clientId);
    let attempt = new AbortController();
    const redeemed: string[] = [];
    let page: SeenPage | undefined;
    let code = '';
    let tokens: Tokens = { access_token: '', id_token: '' };

    const userinfo = async () => {
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      return (await fetch(`${url}/oidc/userinfo`, { headers })).status;
    };

    async function comeToService(): Promise<void> {
      attempt.abort();
      attempt = new AbortController();
      const { signal } = attempt;
      const from = page;
      page = undefined;
      const answer = await signInBy({ person, email, mailboxUrl, signal }, from);
      signal.throwIfAborted();
      expect(answer).toMatchObject({ code: expect.stringMatching(/^.{43}$/) });
      code = answer.code ?? '';
    }

    /** Where the answer was lost, the service sends the person again. */
    async function redeemCode(): Promise<void> {
      const first = await redeem(url, scene, code);
      if (first.status !== 200) {
        expect([first.status, await first.json()]).toEqual([
          400,
          expect.objectContaining({ error: 'invalid_grant' }),
        ]);
        await comeToService();
      }
      const answer = first.status === 200 ? first : await redeem(url, scene, code);
      expect(answer.status).toBe(200);
      expect(redeemed).not.toContain(code);
      redeemed.push(code);
      tokens = (await answer.json()) as Tokens;
    }

    async function signOut(): Promise<void> {
      const params = new URLSearchParams({ id_token_hint: tokens.id_token });
      const answer = await person.open(`/oidc/end-session?${params}`);
      expect(answer.status).toBe(200);
      expect(await userinfo()).toBe(401);
    }

    return [
      async () => {
        page = await person.begin();
      },
      comeToService,
      redeemCode,
      async () => expect(await userinfo()).toBe(200),
      signOut,
      async () => expect(await logoutsAt(receiver, path)).toContain(claimsOf(tokens.id_token).sid),
      async () => {
        for (const used of redeemed) expect((await redeem(url, scene, used)).status).toBe(400);
        const { body } = await operator.get(`/manage/users?email=${email}`);
        expect(body.numberOfRecords).toBe(1);
      },
    ];
  };
}
