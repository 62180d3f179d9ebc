import type { AnnouncementState } from '@gatehouse/contracts';
import { type Message, publishAnnouncement, removeAnnouncement } from './announcement.ts';

const id = '11111111-1111-4111-8111-111111111111';
const ours = { id, serviceId: '22222222-2222-4222-8222-222222222222' };
const theirs = { id, serviceId: '33333333-3333-4333-8333-333333333333' };
const at = (second: number) => new Date(second * 1_000).toISOString();

const message: Message = {
  organisationId: '44444444-4444-4444-8444-444444444444',
  urn: '100000',
  type: 1,
  title: 'Check your record',
  summary: 'It is a year old',
  body: 'Please check.',
  publishedAt: at(0),
};

function published(current?: AnnouncementState, said: Message = message, second = 1) {
  const put = publishAnnouncement(current, ours, said, at(second));
  if (put === 'not yours') throw new Error('not yours');
  return put;
}

test('published, the same again, and replaced whole', () => {
  const { outcome, state } = published();
  expect({ outcome, state }).toEqual({
    outcome: 'created',
    state: { ...message, ...ours, state: 'present', createdAt: at(1), updatedAt: at(1) },
  });
  expect(published(state, { ...message }, 9)).toEqual({ outcome: 'unchanged', state });
  const { urn: _, ...rest } = message;
  const other = { ...rest, uid: '5000', expiresAt: at(50) };
  expect(published(state, other, 9)).toEqual({
    outcome: 'replaced',
    state: { ...other, ...ours, state: 'present', createdAt: at(1), updatedAt: at(9) },
  });
});

test('what it said goes with it, whose it was stays', () => {
  const { state } = published();
  expect(removeAnnouncement(state, theirs.serviceId, at(2))).toBeUndefined();
  expect(publishAnnouncement(state, theirs, message, at(2))).toBe('not yours');
  const removed = removeAnnouncement(state, ours.serviceId, at(2));
  expect(removed).toEqual({ ...ours, state: 'removed', removedAt: at(2) });
  expect(removeAnnouncement(removed, ours.serviceId, at(3))).toBeUndefined();
  expect(publishAnnouncement(removed, theirs, message, at(3))).toBe('not yours');
  expect(published(removed, message, 4)).toMatchObject({ outcome: 'created', state: { createdAt: at(4) } });
});

test('there is nothing to take back where nothing was published', () => {
  expect(removeAnnouncement(undefined, ours.serviceId, at(1))).toBeUndefined();
});
