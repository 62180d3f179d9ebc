import { changedNames, changedOf } from './changed-names.ts';
import { eventParts, versionOf, webhookEventOf } from './event-parts.ts';

const { userId, organisationId, serviceId } = eventParts;
const granted = { userId, organisationId, serviceId };

export const accessEvents = {
  'grant.changed': webhookEventOf(
    'grant.changed',
    'A user was given access to a service for an organisation, or the roles or identifiers there changed.',
    { ...granted, changed: changedOf('grant', changedNames.grant), version: versionOf('grant') },
  ),
  'grant.removed': webhookEventOf(
    'grant.removed',
    'A user lost access to a service for an organisation, whatever ended it: it was revoked, or the membership or the person was removed.',
    { ...granted, version: versionOf('grant') },
  ),
  'organisation.updated': webhookEventOf(
    'organisation.updated',
    'An organisation changed in which somebody has access to the service or a child of it.',
    {
      organisationId,
      changed: changedOf<readonly string[]>('organisation', changedNames.organisation),
      version: versionOf('organisation'),
    },
  ),
};
