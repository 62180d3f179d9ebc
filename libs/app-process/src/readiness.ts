import type { Consumer } from '@gatehouse/event-log';
import type { Health } from '@gatehouse/runtime';

/**
 * Ready once each consumer has reached the end that the log had at the start. Metrics show later outages and lag.
 */
export function readyOnceCaughtUp(
  health: Health,
  consumers: Readonly<Record<string, Pick<Consumer, 'caughtUp'>>>,
): void {
  for (const [name, consumer] of Object.entries(consumers)) {
    let caughtUp = false;
    const note = () => {
      caughtUp = true;
    };
    consumer.caughtUp.then(note, () => {});
    health.add(name, () => {
      if (!caughtUp) throw new Error('has not yet reached the end that the log had at the start');
    });
  }
}
