import { redeem, type SignInScene, visitorOf } from './sign-in-scene.ts';
import { signInBy } from './signing-in.ts';

/** Calls the platform with a person's own token. */
export type CallAsPerson = (
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads from an answer is what it then checks.
) => Promise<{ status: number; body: any }>;

interface SigningPerson {
  url: string;
  mailboxUrl: string;
  /** A service that acts for people. */
  scene: SignInScene;
  email: string;
}

/** The access token of a person who signs in by a code from the mailbox. */
export async function tokenOf({ url, mailboxUrl, scene, email }: SigningPerson): Promise<string> {
  const person = visitorOf(url, scene.clientId);
  const page = await person.begin({ scope: 'openid me support' });
  const { code = '' } = await signInBy({ person, email, mailboxUrl }, page);
  const { access_token: token } = (await (await redeem(url, scene, code)).json()) as { access_token: string };
  return token;
}

/** A person who has signed in. */
export async function personSignedIn(signing: SigningPerson): Promise<CallAsPerson> {
  const token = await tokenOf(signing);
  return async (method, path, body) => {
    const response = await fetch(`${signing.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}
