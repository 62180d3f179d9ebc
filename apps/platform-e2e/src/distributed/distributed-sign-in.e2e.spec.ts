import { createPublicKey, type JsonWebKeyInput, verify } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { AppName } from '@gatehouse/contracts';
import { eventually, kafkaForTests, mongodbForTests, type SeenPage, textOf } from '@gatehouse/testing';
import { type DistributedPlatform, distributedPlatform } from '../testing/distributed-platform.ts';
import { makeUser, newId } from '../testing/scene.ts';
import {
  claimsOf,
  makeSignInScene,
  redeem,
  type SignInScene,
  type SignInVisitor,
  visitorOf,
} from '../testing/sign-in-scene.ts';
import { signInBy } from '../testing/signing-in.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`sign-in on MongoDB and Kafka: ${engine.skipped}`, () => {});
  }
} else {
  signInSuite(mongodb.url, kafka.url);
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}

const PATIENT = { timeoutMs: 60_000 };
/** Of which a person has need on the way, the one that owns the pages at every second step. */
const KILLED: readonly AppName[] = [
  ...['signin', 'directory', 'signin', 'notifier', 'signin', 'gateway'],
  ...['signin', 'access', 'signin', 'invitations'],
] as AppName[];

function signInSuite(mongodbUrl: string, kafkaUrl: string): void {
  let platform: DistributedPlatform;
  let scene: SignInScene;

  beforeAll(async () => {
    const instances = { signin: 2, notifier: 2 };
    platform = await distributedPlatform({ mongodbUrl, kafkaUrl, instances });
    scene = await makeSignInScene(platform.url, platform.operator);
  });
  afterAll(() => platform?.close());

  const newcomer = () => `${newId()}@example.org`.toLowerCase();
  const comesTo = (person: SignInVisitor, email: string, page?: SeenPage) =>
    signInBy({ person, email, mailboxUrl: platform.mailboxUrl }, page);

  /** Does a step until it went through, as a person who reloads, or begins again. */
  const insist = <T>(step: () => Promise<T>) => eventually(step, PATIENT);

  test('whichever process is killed between two steps, the person goes on or begins again', async () => {
    const codes: string[] = [];
    let killed = 0;
    async function killNext(): Promise<void> {
      const app = KILLED[killed++ % KILLED.length] as AppName;
      const [instance] = platform.instances[app];
      if (instance === undefined) throw new Error(`no ${app} runs`);
      await platform.killOne(instance);
      // Another comes while the person goes on.
      restarts.push(platform.startOne(app));
    }
    const restarts: Promise<unknown>[] = [];
    while (killed < KILLED.length) {
      const email = newcomer();
      if (killed % 4 !== 0) await insist(() => makeUser(platform.operator, email));
      const person = visitorOf(platform.url, scene.clientId, platform.url);
      let page: SeenPage | undefined = await insist(() => person.begin());
      await killNext();
      const answer = await insist(() => {
        const from = page;
        page = undefined;
        return comesTo(person, email, from);
      });
      codes.push(answer.code ?? '');
      await Promise.all(restarts);
      await killNext();
      const tokens = await insist(async () => {
        const redeemed = await redeem(platform.url, scene, codes.at(-1) ?? '');
        if (redeemed.status === 200) return (await redeemed.json()) as Record<string, string>;
        codes.push((await comesTo(person, email)).code ?? '');
        throw new Error(`${redeemed.status}: the service sends the person again`);
      });
      expect(claimsOf(tokens.id_token)).toMatchObject({ aud: scene.clientId });
      await Promise.all(restarts);
    }
    for (const code of codes) expect((await redeem(platform.url, scene, code)).status).toBe(400);
  });

  test('keys change under load on two instances: every token is signed by a key that is published', async () => {
    const email = newcomer();
    const person = visitorOf(platform.url, scene.clientId, platform.url);
    await insist(() => comesTo(person, email));
    let rotating = true;
    const tokens: string[] = [];
    async function load(): Promise<void> {
      while (rotating) {
        const { location = '' } = await person.begin({ prompt: 'none' });
        const code = new URL(location).searchParams.get('code') ?? '';
        const redeemed = await redeem(platform.url, scene, code);
        expect(redeemed.status).toBe(200);
        tokens.push(((await redeemed.json()) as { id_token: string }).id_token);
      }
    }
    const loading = Promise.all([load(), load(), load()]);
    for (let turn = 0; turn < 5; turn++) {
      const before = tokens.length;
      const changed = await platform.operator.post('/manage/signing-keys', {});
      expect(changed.status).toBe(200);
      const states = changed.body.signingKeys.map(({ state }: { state: string }) => state);
      expect(states.filter((state: string) => state === 'current')).toHaveLength(1);
      await eventually(() => expect(tokens.length).toBeGreaterThan(before + 3), PATIENT);
    }
    rotating = false;
    await loading;
    const { keys } = (await (await fetch(`${platform.url}/oidc/jwks`)).json()) as {
      keys: (JsonWebKeyInput['key'] & { kid: string })[];
    };
    const kids = new Set<string>();
    for (const token of tokens) {
      const [header = '', claims = '', signature = ''] = token.split('.');
      const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
      const jwk = keys.find((each) => each.kid === kid);
      if (jwk === undefined) throw new Error(`a token of a key that is not published: ${kid}`);
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const isGood = verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        key,
        Buffer.from(signature, 'base64url'),
      );
      expect(isGood).toBe(true);
      kids.add(kid);
    }
    expect(kids.size).toBeGreaterThan(3);
  });

  test('a provider that hangs holds up nobody who signs in by a code', async () => {
    const sockets: Socket[] = [];
    const hangs = createServer((socket) => void sockets.push(socket));
    await once(hangs.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = hangs.address() as AddressInfo;
      const put = await platform.operator.put(`/manage/identity-providers/${newId()}`, {
        ...{ name: 'Hangs', issuer: `https://127.0.0.1:${port}`, clientId: 'us', trustEmail: 'verified' },
      });
      expect(put.status).toBe(201);
      const people = Array.from({ length: 20 }, newcomer);
      const answers = await Promise.all(
        people.map(async (email) => {
          const person = visitorOf(platform.url, scene.clientId, platform.url);
          const page = await person.begin();
          expect(textOf(page)).not.toContain('Hangs');
          return comesTo(person, email, page);
        }),
      );
      expect(answers.every(({ code }) => code !== undefined)).toBe(true);
    } finally {
      for (const socket of sockets) socket.destroy();
      hangs.close();
    }
  });
}
