import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import type { PlatformUnderTest } from './platform-process.ts';
import { acceptByPage, linkAndCode, mailboxOf, makeScene, makeUser, messageTo, type Scene } from './scene.ts';

/** The invitation journey as services and people see it, the same on every platform. */
export function describeJourney(platformName: string, begin: () => Promise<PlatformUnderTest>): void {
  describe(`the invitation journey, ${platformName}`, () => {
    let platform: PlatformUnderTest;
    let receiver: CallbackReceiver;
    let scene: Scene;

    beforeAll(async () => {
      [platform, receiver] = await Promise.all([begin(), callbackReceiver()]);
      scene = await makeScene(platform.url, platform.operator);
    });
    afterAll(async () => {
      await receiver?.close();
      await platform?.close();
    });

    const invitation = (email: string, more: Record<string, unknown> = {}) => ({
      sourceId: 'source-1',
      given_name: 'Ann',
      family_name: 'Lee',
      email,
      ...more,
    });
    const invite = (body: Record<string, unknown>) =>
      scene.service.post(`/services/${scene.serviceId}/invitations`, body);

    test('a known user: at once linked, granted, informed and called back, and the result can be read', async () => {
      const email = 'known@example.org';
      const userId = await makeUser(platform.operator, email);
      const { organisationId, serviceId, service } = scene;
      const answer = await invite(
        invitation(email, { callback: `${receiver.url}/known`, organisation: organisationId, sourceId: 42 }),
      );
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual({ invitationId: expect.stringMatching(/^[0-9A-F-]{36}$/) });

      const [callback] = await receiver.waitFor('/known');
      const access = await service.get(
        `/services/${serviceId}/organisations/${organisationId}/users/${userId}`,
      );
      expect(access.status).toBe(200);
      expect(access.body).toEqual({ userId, serviceId, organisationId, roles: [], identifiers: [] });
      const organisations = await service.get(`/users/${userId}/organisations`);
      expect(organisations.body).toMatchObject([{ id: organisationId, name: 'Hill School' }]);
      expect((await service.get(`/services/${scene.clientId}/roles`)).body).toEqual([
        { name: 'Reader', code: 'READER', status: 'Active' },
      ]);

      expect(callback?.body).toBe(JSON.stringify({ sub: userId, sourceId: 42 }));
      const headers = callback?.headers as Record<string, string>;
      const claims = jwt.verify(headers.authorization?.replace('Bearer ', '') ?? '', scene.apiSecret, {
        algorithms: ['HS256'],
        issuer: 'signin.education.gov.uk',
        audience: scene.clientId,
      });
      expect(claims).toMatchObject({ jti: headers['webhook-id'] });
      expect(() => new Webhook(scene.apiSecret).verify(callback?.body ?? '', headers)).not.toThrow();

      const message = await messageTo(platform.mailboxUrl, email);
      expect(message.text).toContain('School Meals');
      expect(message.text).toContain('Hill School');
      expect(message.text).not.toContain('/register/');
      const listed = await platform.operator.get(`/manage/invitations/${answer.body.invitationId}`);
      expect(listed.body).toMatchObject({ status: 'accepted', sourceId: 42, organisation: organisationId });
    });

    test('a new person: an email with link and code, the page, and then as a known user', async () => {
      const email = 'New.Person@example.org';
      const answer = await invite(
        invitation(email, {
          callback: `${receiver.url}/new`,
          organisation: scene.organisationId,
          userRedirect: 'https://meals.example.org/after',
        }),
      );
      const { link, code } = linkAndCode(await messageTo(platform.mailboxUrl, email));
      const page = await (await fetch(link)).text();
      expect(page).toContain('School Meals');
      expect(page).toContain('Hill School');

      const wrong = await acceptByPage(link, 'WRONGCOD');
      expect(wrong.status).toBe(422);
      const right = await acceptByPage(link, code, { familyName: 'Lee-Ray' });
      expect(right.status).toBe(303);
      expect(right.headers.get('location')).toBe('https://meals.example.org/after');

      const [callback] = await receiver.waitFor('/new');
      const { sub } = JSON.parse(callback?.body ?? '{}');
      const users = await platform.operator.get('/manage/users?email=new.person@EXAMPLE.org');
      expect(users.body.users).toMatchObject([{ id: sub, email, given_name: 'Ann', family_name: 'Lee-Ray' }]);
      const path = `/services/${scene.clientId}/organisations/${scene.organisationId}/users/${sub}`;
      expect((await scene.service.get(path)).status).toBe(200);
      expect(await mailboxOf(platform.mailboxUrl, email)).toHaveLength(1);
      expect((await acceptByPage(link, code)).status).toBe(410);
      const listed = await platform.operator.get(`/manage/invitations/${answer.body.invitationId}`);
      expect(listed.body.status).toBe('accepted');
    });

    test('open invitations to one email wait together: one email, one page, each its own callback', async () => {
      const email = 'twice@example.org';
      const first = await invite(invitation(email, { callback: `${receiver.url}/first` }));
      const message = await messageTo(platform.mailboxUrl, email);
      const second = await invite(
        invitation(email, { callback: `${receiver.url}/second`, sourceId: 'source-2' }),
      );
      expect(second.body.invitationId).not.toBe(first.body.invitationId);
      await eventually(async () => {
        const listed = await platform.operator.get(`/manage/invitations?email=${email}&status=open`);
        expect(listed.body.numberOfRecords).toBe(2);
      });
      const same = await invite(
        invitation(email, { callback: `${receiver.url}/second`, sourceId: 'source-2' }),
      );
      expect(same.body.invitationId).toBe(second.body.invitationId);

      const { link, code } = linkAndCode(message);
      await eventually(async () => {
        const [, shown] = /name="shown" value="([^"]*)"/.exec(await (await fetch(link)).text()) ?? [];
        expect(shown?.split(' ')).toHaveLength(2);
      });
      expect((await acceptByPage(link, code)).status).toBe(303);
      await receiver.waitFor('/first');
      await receiver.waitFor('/second');
      expect(await mailboxOf(platform.mailboxUrl, email)).toHaveLength(1);
    });

    test('who becomes a user otherwise is linked and called back, and the link says so', async () => {
      const email = 'otherwise@example.org';
      await invite(invitation(email, { callback: `${receiver.url}/otherwise` }));
      const { link } = linkAndCode(await messageTo(platform.mailboxUrl, email));
      const userId = await makeUser(platform.operator, email.toUpperCase());
      const [callback] = await receiver.waitFor('/otherwise');
      expect(JSON.parse(callback?.body ?? '{}').sub).toBe(userId);
      await eventually(async () => expect((await fetch(link)).status).toBe(410));
      expect((await messageTo(platform.mailboxUrl, email.toUpperCase(), 2)).text).not.toContain('/register/');
    });

    test('a resend makes the old link unknown; a revoked one says so', async () => {
      const email = 'resend@example.org';
      const { body } = await invite(invitation(email));
      const old = linkAndCode(await messageTo(platform.mailboxUrl, email));
      expect((await platform.operator.post(`/manage/invitations/${body.invitationId}/resend`)).status).toBe(
        202,
      );
      const fresh = linkAndCode(await messageTo(platform.mailboxUrl, email, 2));
      expect((await fetch(old.link)).status).toBe(404);
      expect((await fetch(fresh.link)).status).toBe(200);
      expect((await platform.operator.delete(`/manage/invitations/${body.invitationId}`)).status).toBe(204);
      await eventually(async () => expect((await fetch(fresh.link)).status).toBe(410));
      expect((await acceptByPage(fresh.link, fresh.code)).status).toBe(410);
    });

    test('the same Idempotency-Key and body answer as the first time; another body is refused', async () => {
      const key = { 'idempotency-key': 'key-1' };
      const path = `/services/${scene.serviceId}/invitations`;
      const body = invitation('idempotent@example.org');
      const answers = await Promise.all(Array.from({ length: 8 }, () => scene.service.post(path, body, key)));
      expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
      expect(answers[0]?.status).toBe(202);
      expect((await scene.service.post(path, { ...body, sourceId: 'other' }, key)).status).toBe(422);
    });

    test('nothing secret or personal is in what the process wrote', () => {
      const output = platform.output();
      expect(output).toContain('"msg"');
      for (const secret of [scene.apiSecret, platform.operatorSecret, 'example.org', 'eyJ', 'Lee']) {
        expect(output.includes(secret) ? `found ${secret}` : 'clean').toBe('clean');
      }
      expect(output).not.toMatch(/register\/[A-Za-z0-9_-]{20,}/);
    });
  });
}
