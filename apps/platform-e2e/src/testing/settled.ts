import { backendNames } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import type { PlatformProcess } from './platform-process.ts';

const OPEN_WORK = /^gatehouse_(?:relay_waiting_events|consumer_lag_records)\{[^}]*\} (\d+)$/gm;

/** An app's events to publish and records to handle, by its own metrics. */
async function openWorkOf(platform: PlatformProcess, app: string): Promise<number> {
  const listens = new RegExp(`"name":"${app}","port":(\\d+),"msg":"${app} listens"`);
  const port = listens.exec(platform.output())?.[1];
  if (port === undefined) throw new Error(`${app} does not listen`);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const values = [...text.matchAll(OPEN_WORK)].map(([, value]) => Number(value));
  if (values.length === 0) throw new Error(`${app} tells nothing of its work`);
  return values.reduce((sum, value) => sum + value, 0);
}

/** The console follows no event and publishes none. */
const working = backendNames.filter((name) => name !== 'console');

/**
 * Waits until a platform is idle: no delivery is pending, all events are published and marked, and every group has handled
 * and committed them. Checked twice, since work passes from one app to the next.
 */
export async function settled(platform: PlatformProcess): Promise<void> {
  await eventually(async () => {
    for (let look = 0; look < 2; look++) {
      const { body } = await platform.operator.get('/manage/deliveries?status=pending');
      expect(body.numberOfRecords).toBe(0);
      for (const app of working) expect([app, await openWorkOf(platform, app)]).toEqual([app, 0]);
    }
  });
}
