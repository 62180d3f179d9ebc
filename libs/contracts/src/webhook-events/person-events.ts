import { changedNames, changedOf } from './changed-names.ts';
import { eventParts, versionOf, webhookEventOf } from './event-parts.ts';

const { userId, organisationId } = eventParts;
const version = versionOf('user');
const person = { userId, changed: changedOf('user', changedNames.user), version };
const member = { userId, organisationId };

export const personEvents = {
  'user.updated': webhookEventOf(
    'user.updated',
    "A user's email, a name or the status changed, but not to deactivated. Read the user.",
    person,
  ),
  'user.deactivated': webhookEventOf(
    'user.deactivated',
    'A user was deactivated. What changed of the names at the same time is named in this event.',
    person,
  ),
  'user.removed': webhookEventOf(
    'user.removed',
    'A person was removed: the memberships and grants are gone too, and the API no longer shows the user.',
    { userId, version },
  ),
  'membership.changed': webhookEventOf(
    'membership.changed',
    'A user became a member of an organisation, or the role or identifiers of the membership changed.',
    { ...member, changed: changedOf('membership', changedNames.membership), version },
  ),
  'membership.removed': webhookEventOf(
    'membership.removed',
    'A user is no longer a member of an organisation.',
    { ...member, version },
  ),
};
