import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { mailboxOf, messageTo, newId } from '../testing/scene.ts';

let platform: PlatformProcess;
beforeAll(async () => {
  platform = await platformProcess();
});
afterAll(() => platform?.kill());

const SUBJECT = 'The email address of your account has been changed';

test('an address that the operator changes is told to the former and to the new one, once', async () => {
  const id = newId();
  const [before, after] = [`${newId()}@old.example.org`, `${newId()}@new.example.org`];
  const put = (email: string) =>
    platform.operator.put(`/manage/users/${id}`, { email, given_name: 'Pat', family_name: 'Lee' });
  expect((await put(before)).status).toBe(201);
  expect((await put(after)).status).toBe(200);
  const [old, now] = [await messageTo(platform.url, before), await messageTo(platform.url, after)];
  expect([old.subject, now.subject]).toEqual([SUBJECT, SUBJECT]);
  expect(old.text).not.toBe(now.text);
  for (const { text } of [old, now]) {
    expect(text).toContain('Pat');
    expect(text).not.toContain('@new.');
    expect(text).not.toContain('@old.');
  }
  // A repetition changes nothing; whoever is told of the next change has been told of this one before.
  expect((await put(after)).status).toBe(200);
  const third = `${newId()}@third.example.org`;
  expect((await put(third)).status).toBe(200);
  await messageTo(platform.url, third);
  await eventually(async () => expect(await mailboxOf(platform.url, after)).toHaveLength(2));
  expect(await mailboxOf(platform.url, before)).toHaveLength(1);
});
