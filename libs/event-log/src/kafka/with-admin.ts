import type { Admin } from 'kafkajs';
import type { OpenClient } from './client.ts';
import { asEventLogError } from './failure.ts';
import { within } from './within.ts';

/** How long work with the admin client may take. */
export const ADMIN_LIMIT_MS = 15_000;
const DISCONNECT_MS = 1_000;
const RETRY = { initialRetryTime: 50, maxRetryTime: 500, retries: 3 };

/** Runs `work` with a connected admin client of its own, which is closed afterwards. Rejects with EventLogError. */
export async function withAdmin<T>(
  openClient: OpenClient,
  what: string,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const client = openClient({ retry: RETRY, requestMs: ADMIN_LIMIT_MS });
  const admin = client.kafka.admin();
  try {
    return await within(
      ADMIN_LIMIT_MS,
      admin.connect().then(() => work(admin)),
      what,
    );
  } catch (error) {
    throw asEventLogError(error);
  } finally {
    await within(DISCONNECT_MS, admin.disconnect(), 'disconnecting').catch(() => {});
    client.cut();
  }
}

/** Kafka's number for settings of a topic. */
const TOPIC_RESOURCE = 2;

/** The settings of topics by Kafka's names; what a topic does not set itself is the brokers' default. */
export async function settingsOf(
  admin: Admin,
  topics: readonly string[],
): Promise<Map<string, ReadonlyMap<string, string>>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: TOPIC_RESOURCE, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}
