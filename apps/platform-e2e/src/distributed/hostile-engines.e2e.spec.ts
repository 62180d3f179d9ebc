import { type CallbackReceiver, callbackReceiver, eventually, isFullRun } from '@gatehouse/testing';
import { type Asked, carefulClient, insist, PATIENT } from '../testing/careful-client.ts';
import { type HostilePlatform, hostilePlatform } from '../testing/hostile-platform.ts';
import { acceptByPage, linkAndCode, mailboxOf, messageTo } from '../testing/scene.ts';

async function play(seed: number): Promise<void> {
  const platform: HostilePlatform = await hostilePlatform(seed);
  const receiver: CallbackReceiver = await callbackReceiver();
  try {
    await playOn(platform, receiver);
  } finally {
    await platform.close();
    await receiver.close();
  }
}

async function playOn(platform: HostilePlatform, receiver: CallbackReceiver): Promise<void> {
  const client = await carefulClient(platform, receiver);
  const { operator, service, anEmail, makeUser, invite, statusOf, accept, expectAccepted } = client;

  const known = async () => {
    const email = anEmail();
    await makeUser(email);
    const asked = await Promise.all([invite(email), invite(email, false)]);
    await Promise.all(asked.map(expectAccepted));
    return { accepted: asked, emails: [{ to: email, registrations: 0, informing: 2 }] };
  };

  const byPage = async () => {
    const email = anEmail();
    const first = await invite(email);
    const { link, code } = linkAndCode(await messageTo(platform.url, email));
    const others = await Promise.all([invite(email), invite(email, false)]);
    await eventually(async () => {
      const [, ids] = /name="shown" value="([^"]*)"/.exec(await (await fetch(link)).text()) ?? [];
      const shown = ids?.split(' ');
      expect(shown).toHaveLength(3);
    }, PATIENT);
    await accept(link, code);
    await Promise.all([first, ...others].map(expectAccepted));
    return { accepted: [first, ...others], emails: [{ to: email, registrations: 1, informing: 0 }] };
  };

  const revoked = async () => {
    const email = anEmail();
    const asked = await invite(email);
    const { link, code } = linkAndCode(await messageTo(platform.url, email));
    const removal = await insist(() => operator.delete(`/manage/invitations/${asked.invitationId}`));
    expect(removal.status).toBe(204);
    await eventually(async () => expect((await fetch(link)).status).toBe(410), PATIENT);
    expect((await acceptByPage(link, code)).status).toBe(410);
    expect(await statusOf(asked)).toBe('revoked');
    return { accepted: [], never: [asked], emails: [{ to: email, registrations: 1, informing: 0 }] };
  };

  const resent = async () => {
    const email = anEmail();
    const asked = await invite(email);
    const old = linkAndCode(await messageTo(platform.url, email));
    let sent = 1;
    await eventually(async () => {
      const answer = await operator.post(`/manage/invitations/${asked.invitationId}/resend`);
      // Each that was answered or lost may have made a new link.
      expect(answer.status).toBe(202);
    }, PATIENT);
    await eventually(async () => {
      const messages = await mailboxOf(platform.url, email);
      sent = messages.length;
      expect(sent).toBeGreaterThan(1);
      const { link, code } = linkAndCode(messages.at(-1) as never);
      // 410 where the answer that it was accepted got lost.
      expect([303, 410]).toContain((await acceptByPage(link, code)).status);
    }, PATIENT);
    expect((await fetch(old.link)).status).toBe(404);
    await expectAccepted(asked);
    return { accepted: [asked], emails: [{ to: email, registrations: sent, informing: 0 }] };
  };

  const otherwise = async () => {
    const email = anEmail();
    const asked = [await invite(email), await invite(email, false)];
    const { link } = linkAndCode(await messageTo(platform.url, email));
    await makeUser(email.toUpperCase());
    await Promise.all(asked.map(expectAccepted));
    await eventually(async () => expect((await fetch(link)).status).toBe(410), PATIENT);
    return { accepted: asked, emails: [{ to: email, registrations: 1, informing: 2 }] };
  };

  const removed = async () => {
    const email = anEmail();
    const id = await makeUser(email);
    const asked = await Promise.all([invite(email), invite(email, false)]);
    await insist(() => operator.delete(`/manage/users/${id}`));
    await eventually(async () => {
      for (const each of asked) expect(['accepted', 'revoked', 'open']).toContain(await statusOf(each));
    }, PATIENT);
    expect((await insist(() => operator.get(`/manage/users/${id}`))).status).toBe(404);
    return { accepted: [], emails: [] };
  };

  const several = (journey: () => Promise<Played>, times: number) => Array.from({ length: times }, journey);
  const played = await Promise.all([
    ...several(known, 5),
    ...several(byPage, 5),
    ...several(revoked, 3),
    ...several(resent, 3),
    ...several(otherwise, 3),
    ...several(removed, 4),
  ]);

  // Nothing is left to be done, and then nothing has been done twice.
  await eventually(async () => {
    const pending = await insist(() => operator.get('/manage/deliveries?status=pending'));
    expect(pending.body.deliveries).toEqual([]);
  }, PATIENT);
  const failed = await insist(() => operator.get('/manage/deliveries?status=failed'));
  expect(failed.body.deliveries).toEqual([]);
  for (const { callback } of played.flatMap(({ accepted }) => accepted)) {
    const ids = receiver.at(callback).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  }
  for (const { callback } of played.flatMap(({ never = [] }) => never))
    expect(receiver.at(callback)).toEqual([]);
  for (const { to, registrations, informing } of played.flatMap(({ emails }) => emails)) {
    await eventually(async () => {
      const messages = await mailboxOf(platform.url, to);
      const links = messages.filter(({ text }) => text.includes('/register/'));
      expect([to, links.length, messages.length - links.length]).toEqual([to, registrations, informing]);
      expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    }, PATIENT);
  }
  const granted = new Set(
    played.flatMap(({ accepted }) =>
      accepted.flatMap((asked) => (asked.organisationId ? [asked.email] : [])),
    ),
  );
  await eventually(async () => {
    const { body: users } = await insist(() => service.get('/users?pageSize=500'));
    expect(users.users).toHaveLength(granted.size);
    expect(users.numberOfRecords).toBe(granted.size);
  }, PATIENT);
  expect(platform.injected()).toBeGreaterThan(50);
  expect(platform.output()).not.toMatch(/dead letter|example\.org|"level":"fatal"/);
}

interface Played {
  accepted: Asked[];
  /** Invitations of which nobody is called back. */
  never?: Asked[];
  emails: { to: string; registrations: number; informing: number }[];
}

test.each(isFullRun ? [1, 2, 3] : [1])(
  'on engines that fail, repeat and reorder as far as they may, every journey ends, once (%i)',
  (seed) => play(seed),
);
