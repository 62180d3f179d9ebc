import { type ChallengeState, CLIENT_ADDRESS_HEADER, messageContext } from '@gatehouse/contracts';
import { emailIn } from '@gatehouse/contracts/testing';
import { createVisitor, eventually, type SeenPage } from '@gatehouse/testing';
import { challengesCollection } from '../challenges/challenges.store.ts';
import { authorizeUrl, type OidcScene } from './oidc-scene.ts';

export { formsOf, type SeenPage, textOf } from '@gatehouse/testing';

/** A person in a browser of their own, at an address of the network. */
export function createPerson(scene: OidcScene, address = '192.0.2.1') {
  const visitor = createVisitor(scene, { [CLIENT_ADDRESS_HEADER]: address });
  const { open, follow, submit } = visitor;
  return {
    ...visitor,
    /** Begins to sign in: the first page. */
    begin: async (more: Record<string, string | undefined> = {}, clientId = scene.clientId) =>
      follow(await open(authorizeUrl(clientId, more))),
    /** Gives an address on the page for it: the next page. */
    giveAddress: async (page: SeenPage, email: string) => follow(await submit(page, '/address', { email })),
    /** Gives a code: what comes back. */
    giveCode: (page: SeenPage, code: string) => submit(page, '/code', { code }),
  };
}

export type Person = ReturnType<typeof createPerson>;

/** The challenges of an address as they are stored, the newest first. */
export async function challengesOf({ store }: Pick<OidcScene, 'store'>, email: string) {
  return store.collection(challengesCollection).find({
    where: { emailKey: email.toLowerCase() },
    sort: [['state.createdAt', -1]],
    limit: 100,
  });
}

/** The email that is decided for an address, once it is; `code` where it has one. */
export function emailTo(scene: Pick<OidcScene, 'store' | 'sealer'>, email: string, generation = 1) {
  return eventually(async () => {
    const [newest] = await challengesOf(scene, email);
    const state = newest?.state as ChallengeState;
    const message = state && emailIn(state as never);
    if (message === undefined || message.generation !== generation) throw new Error('no email yet');
    const { id, template, sealed, data } = message;
    const code =
      sealed && (JSON.parse(scene.sealer.open(sealed, messageContext(id))) as { code: string }).code;
    return { id, template, code: code ?? '', data };
  });
}
