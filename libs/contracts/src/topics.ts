const DAY_MS = 86_400_000;

/** The topics, each keyed by its entities' ids and compacted; `retentionMs` where records also go by age. */
export const topics = {
  users: { name: 'directory.users.v1' },
  organisations: { name: 'directory.organisations.v1' },
  addressChanges: { name: 'directory.address-changes.v1', retentionMs: 30 * DAY_MS },
  announcements: { name: 'directory.announcements.v1' },
  services: { name: 'access.services.v1' },
  grants: { name: 'access.grants.v1' },
  accessRequests: { name: 'access.requests.v1' },
  notices: { name: 'access.notices.v1', retentionMs: 30 * DAY_MS },
  invitations: { name: 'invitations.lifecycle.v1' },
  sessions: { name: 'signin.sessions.v1', retentionMs: 30 * DAY_MS },
  challenges: { name: 'signin.challenges.v1', retentionMs: DAY_MS },
  identities: { name: 'signin.identities.v1' },
  signingKeys: { name: 'signin.keys.v1' },
  accountIdentities: { name: 'accounts.identities.v1' },
  accountAttributes: { name: 'accounts.attributes.v1' },
  accountProviders: { name: 'accounts.providers.v1' },
  webhooks: { name: 'notifier.webhooks.v1' },
  deliveries: { name: 'notifier.deliveries.v1', retentionMs: 30 * DAY_MS },
} as const satisfies Record<string, { name: string; retentionMs?: number }>;

export type TopicName = (typeof topics)[keyof typeof topics]['name'];
